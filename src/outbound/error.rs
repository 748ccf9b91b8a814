//! Why requests are refused or fail.

use super::AddressKind;

/// Why a request was refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum OutboundError {
    /// The text is no URL with a host.
    #[error("this is not an address such as `https://api.example.com/path`")]
    NotAnAddress,
    /// The address holds a user name or password.
    #[error("the address of {host} holds a user name or password: use a header and a secret instead")]
    Credentials {
        /// The host.
        host: String,
    },
    /// The scheme is not https, and the target is not on the allow list.
    #[error("{host} would be called by {scheme}: only https is allowed, unless the host and port are on the allow list")]
    Scheme {
        /// The host.
        host: String,
        /// The scheme.
        scheme: String,
    },
    /// The host is inside the operator's own network, and the target is not on the allow list.
    #[error("{host} is {kind} address: not called, unless the host and port are on the allow list")]
    Address {
        /// The host.
        host: String,
        /// What kind of address.
        kind: AddressKind,
    },
    /// The host's name can only mean something inside the operator's own network.
    #[error("{host} is a name of the own network: not called, unless the host and port are on the allow list")]
    LocalName {
        /// The host.
        host: String,
    },
    /// The port belongs to something that does not speak HTTP.
    #[error("port {port} of {host} is not a port for web services: not called, unless the host and port are on the allow list")]
    Port {
        /// The host.
        host: String,
        /// The port.
        port: u16,
    },
    /// A file is said to be elsewhere, again and again.
    #[error("{host} redirects, after {limit} other redirects")]
    Redirects {
        /// The host.
        host: String,
        /// How many are followed.
        limit: usize,
    },
    /// A file is said to be elsewhere, by a listed address of a public one or the other way round.
    #[error("{host} redirects to {to}: a file is not fetched from a listed address and another in turn")]
    RedirectInside {
        /// The host.
        host: String,
        /// Where it redirects to.
        to: String,
    },
    /// The host has no address.
    #[error("{host} could not be found")]
    NotFound {
        /// The host.
        host: String,
    },
    /// The method is none.
    #[error("`{method}` is not an HTTP method")]
    Method {
        /// The method as it was given.
        method: String,
    },
    /// A header's name or value cannot be sent.
    #[error("the header `{name}` cannot be sent: its name or value has characters that are not allowed")]
    Header {
        /// The header's name.
        name: String,
    },
    /// The client could not be made, most likely for want of root certificates.
    #[error("cannot set up TLS: {reason}")]
    Tls {
        /// Why.
        reason: String,
    },
    /// The answer did not come in time.
    #[error("{host} did not answer in time")]
    TimedOut {
        /// The host.
        host: String,
    },
    /// The request failed on the way.
    #[error("the request to {host} failed: {reason}")]
    Failed {
        /// The host.
        host: String,
        /// Why, without the address.
        reason: String,
    },
    /// A file was not given out.
    #[error("{host} answered with status {status}")]
    Status {
        /// The host.
        host: String,
        /// The status.
        status: u16,
    },
    /// The answer is larger than allowed.
    #[error("{host} answered with more than {limit} bytes")]
    TooLarge {
        /// The host.
        host: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// The answer is not JSON.
    #[error("{host} answered with something that is not JSON")]
    NotJson {
        /// The host.
        host: String,
    },
    /// The file cannot be written.
    #[error("cannot write {}: {source}", file.display())]
    Write {
        /// The file.
        file: std::path::PathBuf,
        /// Why.
        source: std::io::Error,
    },
}
