//! The one HTTP client that may leave the machine.
//!
//! [`Outbound::call`] is for actions: https only, no redirects, no proxy, a size limit, a time-out, and no address inside
//! the operator's own network, as seen after DNS resolution – unless that very `host:port` is on the allow list.
//! [`Outbound::fetch`] is for files that a person asked for and whose SHA-256 is known: it follows redirects.
//! Errors name the host and never the path, the headers or the body, which may hold personal data or secrets.

mod address;

#[cfg(test)]
mod tests;

use std::error::Error as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Url};
use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::sync::OnceCell;

pub use address::AddressKind;
use address::{Host, host};

/// The longest answer to a call, in bytes.
pub const MAX_ANSWER_BYTES: usize = 1 << 20;
/// The longest wait for a connection, with DNS and TLS.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// The longest silence in the middle of a file.
const READ_TIMEOUT: Duration = Duration::from_secs(30);
/// The most redirects of a file.
const MAX_REDIRECTS: usize = 5;
const USER_AGENT: &str = concat!("sottovoce/", env!("CARGO_PKG_VERSION"));

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

/// The client for requests that leave the machine.
#[derive(Debug, Default)]
pub struct Outbound {
    /// Targets that may be called by http and inside the own network, as `host:port`.
    allowed: Vec<String>,
    public: OnceCell<Client>,
    trusted: OnceCell<Client>,
    plain: OnceCell<Client>,
}

/// The answer to a call.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// The status.
    pub status: u16,
    /// The body; `null` if it is empty.
    pub body: Value,
    /// How long the server wants to be left alone (RFC 9110 §10.2.3); one that names a date is not read.
    pub retry_after: Option<Duration>,
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(reqwest::header::RETRY_AFTER)?.to_str().ok()?;
    value.trim().parse().ok().map(Duration::from_secs)
}

/// How a target may be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// By https, at public addresses only.
    Public,
    /// By https at any address.
    Trusted,
    /// By http at any address: needs no root certificates.
    Plain,
}

impl Outbound {
    /// A client with an allow list of `host:port`, such as `127.0.0.1:9000` or `crm.internal:443`.
    pub fn new(allowed: impl IntoIterator<Item = String>) -> Self {
        Self { allowed: allowed.into_iter().map(|target| target.to_ascii_lowercase()).collect(), ..Self::default() }
    }

    /// Whether an address may be called, as [`Outbound::call`] would decide, DNS included.
    ///
    /// # Errors
    /// The reason why not.
    pub async fn check(&self, address: &str) -> Result<(), OutboundError> {
        let (url, reach) = self.target(address)?;
        match (reach, host(&url)?) {
            (Reach::Public, Host::Name(name)) => resolve(&name).await.map(|_| ()),
            _ => Ok(()),
        }
    }

    /// Sends one request for an action and reads the answer as JSON; an empty answer is `null`, and so is one that is not
    /// JSON if the status says that the call failed.
    ///
    /// # Errors
    /// [`OutboundError`] when the target is refused, the time is over, or the answer is too large or not JSON. A status
    /// such as 404 is no error here: it is returned.
    pub async fn call(
        &self,
        method: &str,
        address: &str,
        headers: &[(String, String)],
        body: Option<&Value>,
        timeout: Duration,
    ) -> Result<Answered, OutboundError> {
        let (url, reach) = self.target(address)?;
        let host = host(&url)?.to_string();
        let unknown = || OutboundError::Method { method: method.to_owned() };
        // An own word would be a valid extension method; a slip of the pen is likelier.
        let method = Method::from_bytes(method.as_bytes()).ok().filter(|method| *method == method.as_str().to_ascii_uppercase().as_str());
        let request = self.client(reach).await?.request(method.ok_or_else(unknown)?, url).headers(header_map(headers)?).timeout(timeout);
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        let mut response = request.send().await.map_err(|error| failed(&host, error))?;
        let status = response.status();
        let retry_after = retry_after(response.headers());
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| failed(&host, error))? {
            if bytes.len() + chunk.len() > MAX_ANSWER_BYTES {
                return Err(OutboundError::TooLarge { host, limit: MAX_ANSWER_BYTES as u64 });
            }
            bytes.extend_from_slice(&chunk);
        }
        let answer = if bytes.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(&bytes) };
        match answer {
            Ok(body) => Ok(Answered { status: status.as_u16(), body, retry_after }),
            Err(_) if !status.is_success() => Ok(Answered { status: status.as_u16(), body: Value::Null, retry_after }),
            Err(_) => Err(OutboundError::NotJson { host }),
        }
    }

    /// Fetches a file that a person asked for and whose SHA-256 the caller checks; `progress` hears the bytes so far.
    /// Redirects are followed; the proxy of the environment is used.
    ///
    /// # Errors
    /// [`OutboundError`] when the file cannot be had or written, or is larger than `limit` bytes.
    pub async fn fetch(&self, address: &str, file: &Path, limit: u64, progress: &(dyn Fn(u64) + Sync)) -> Result<(), OutboundError> {
        let (url, reach) = self.target(address)?;
        let host = host(&url)?.to_string();
        let builder = builder(reach).redirect(Policy::limited(MAX_REDIRECTS)).read_timeout(READ_TIMEOUT);
        let client = builder.build().map_err(unusable)?;
        let mut response = client.get(url).send().await.map_err(|error| failed(&host, error))?;
        if !response.status().is_success() {
            return Err(OutboundError::Status { host, status: response.status().as_u16() });
        }
        let unwritten = |source| OutboundError::Write { file: file.into(), source };
        let mut to = tokio::fs::File::create(file).await.map_err(unwritten)?;
        let mut bytes = 0;
        while let Some(chunk) = response.chunk().await.map_err(|error| failed(&host, error))? {
            bytes += chunk.len() as u64;
            if bytes > limit {
                return Err(OutboundError::TooLarge { host, limit });
            }
            to.write_all(&chunk).await.map_err(unwritten)?;
            progress(bytes);
        }
        to.sync_all().await.map_err(unwritten)
    }

    /// Parses an address and decides all that can be decided without DNS.
    fn target(&self, address: &str) -> Result<(Url, Reach), OutboundError> {
        let url = Url::parse(address).map_err(|_| OutboundError::NotAnAddress)?;
        let at = host(&url)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(OutboundError::Credentials { host: at.to_string() });
        }
        let port = url.port_or_known_default().unwrap_or_default();
        let allowed = self.allowed.contains(&format!("{at}:{port}"));
        match (url.scheme(), allowed, at) {
            ("https", true, _) => Ok((url, Reach::Trusted)),
            ("http", true, _) => Ok((url, Reach::Plain)),
            ("https", false, Host::Address(ip)) => match address::kind(ip) {
                Some(kind) => Err(OutboundError::Address { host: ip.to_string(), kind }),
                None => Ok((url, Reach::Public)),
            },
            ("https", false, Host::Name(_)) => Ok((url, Reach::Public)),
            (scheme, _, at) => Err(OutboundError::Scheme { host: at.to_string(), scheme: scheme.to_owned() }),
        }
    }

    async fn client(&self, reach: Reach) -> Result<&Client, OutboundError> {
        let cell = match reach {
            Reach::Public => &self.public,
            Reach::Trusted => &self.trusted,
            Reach::Plain => &self.plain,
        };
        let build = || async {
            // A proxy would resolve names itself, past our address checks.
            let builder = builder(reach).redirect(Policy::none()).no_proxy();
            let builder = if reach == Reach::Public { builder.dns_resolver(Arc::new(PublicOnly)) } else { builder };
            builder.build().map_err(unusable)
        };
        cell.get_or_try_init(build).await
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the room that checks addresses")]
fn builder(reach: Reach) -> reqwest::ClientBuilder {
    // Err means that a provider was installed before: then that one is used.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder().user_agent(USER_AGENT).connect_timeout(CONNECT_TIMEOUT).https_only(reach != Reach::Plain);
    if reach == Reach::Plain { builder.tls_certs_only([]) } else { builder }
}

fn header_map(headers: &[(String, String)]) -> Result<HeaderMap, OutboundError> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let (Ok(header), Ok(mut value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) else {
            return Err(OutboundError::Header { name: name.clone() });
        };
        // Keeps it out of logs; most headers of actions hold a secret.
        value.set_sensitive(true);
        map.append(header, value);
    }
    Ok(map)
}

/// Resolves names to public addresses only.
struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let addresses = resolve(name.as_str()).await?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// The addresses of a host. One that is not public refuses them all: nobody but an attacker mixes the two.
async fn resolve(host: &str) -> Result<Vec<std::net::SocketAddr>, OutboundError> {
    let not_found = || OutboundError::NotFound { host: host.to_owned() };
    let lookup = tokio::time::timeout(CONNECT_TIMEOUT, tokio::net::lookup_host((host, 0)));
    let addresses: Vec<_> = lookup.await.map_err(|_| not_found())?.map_err(|_| not_found())?.collect();
    match addresses.iter().find_map(|address| address::kind(address.ip())) {
        Some(kind) => Err(OutboundError::Address { host: host.to_owned(), kind }),
        None if addresses.is_empty() => Err(not_found()),
        None => Ok(addresses),
    }
}

fn unusable(error: reqwest::Error) -> OutboundError {
    OutboundError::Tls { reason: innermost(error) }
}

fn failed(host: &str, error: reqwest::Error) -> OutboundError {
    let host = host.to_owned();
    let mut cause = error.source();
    while let Some(inner) = cause {
        match inner.downcast_ref::<OutboundError>() {
            Some(OutboundError::Address { host, kind }) => return OutboundError::Address { host: host.clone(), kind: *kind },
            Some(OutboundError::NotFound { host }) => return OutboundError::NotFound { host: host.clone() },
            _ => cause = inner.source(),
        }
    }
    if error.is_timeout() { OutboundError::TimedOut { host } } else { OutboundError::Failed { host, reason: innermost(error) } }
}

/// The last cause, which says most; reqwest's own text holds the address, so that is taken out.
fn innermost(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut cause: &dyn std::error::Error = &error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
