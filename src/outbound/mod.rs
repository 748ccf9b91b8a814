//! The one HTTP client that may leave the machine.
//!
//! [`Outbound::call`] is for actions: https only, no redirects, no proxy, a size limit, a time-out, and no address inside
//! the operator's own network, as seen after DNS resolution – unless that very `host:port` is on the allow list.
//! [`Outbound::fetch`] is for files that a person asked for and whose SHA-256 is known: it follows a few redirects, each
//! judged like the first address.
//! Errors name the host and never the path, the headers or the body, which may hold personal data or secrets.

mod address;
mod error;
mod resolve;

#[cfg(test)]
mod tests;

use std::error::Error as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response, Url};
use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::sync::OnceCell;

pub use address::AddressKind;
use address::host;
pub use error::OutboundError;
use resolve::PublicOnly;

/// The longest answer to a call, in bytes.
pub const MAX_ANSWER_BYTES: usize = 1 << 20;
/// The longest wait for a connection, with DNS and TLS.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// The longest silence in the middle of a file.
const READ_TIMEOUT: Duration = Duration::from_secs(30);
/// The most redirects of a file.
const MAX_REDIRECTS: usize = 3;
/// A file may take a minute, and as long as this many bytes a second take: who sends slower wants something else.
const SLOWEST_BYTES_PER_SECOND: u64 = 32 << 10;
const USER_AGENT: &str = concat!("sottovoce/", env!("CARGO_PKG_VERSION"));

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

    /// Whether an address may be called, as far as can be told without sending a packet: the addresses of a name are judged when
    /// it is called.
    ///
    /// # Errors
    /// The reason why not.
    pub fn decide(&self, address: &str) -> Result<(), OutboundError> {
        self.target(address).map(|_| ())
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
    /// Up to three redirects are followed, each to an address that could have been asked for as well; nothing is sent along.
    /// The proxy of the environment is used.
    ///
    /// # Errors
    /// [`OutboundError`] when the file cannot be had or written, or is larger than `limit` bytes.
    pub async fn fetch(&self, address: &str, file: &Path, limit: u64, progress: &(dyn Fn(u64) + Sync)) -> Result<(), OutboundError> {
        let (mut url, reach) = self.target(address)?;
        let timeout = Duration::from_secs(60 + limit / SLOWEST_BYTES_PER_SECOND);
        let mut redirects = 0;
        let (host, mut response) = loop {
            let host = host(&url)?.to_string();
            let response = file_client(reach, &host)?.get(url.clone()).timeout(timeout).send().await;
            let response = response.map_err(|error| failed(&host, error))?;
            let Some(next) = redirected(&url, &response) else { break (host, response) };
            if redirects == MAX_REDIRECTS {
                return Err(OutboundError::Redirects { host, limit: MAX_REDIRECTS });
            }
            redirects += 1;
            let (next, reach_of_next) = self.target(next.as_str())?;
            if reach_of_next != reach {
                return Err(OutboundError::RedirectInside { host, to: address::host(&next)?.to_string() });
            }
            url = next;
        };
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
        match (url.scheme(), allowed) {
            ("https", true) => Ok((url, Reach::Trusted)),
            ("http", true) => Ok((url, Reach::Plain)),
            ("https", false) => {
                address::expect_public(&at)?;
                address::expect_web_port(&at, port)?;
                Ok((url, Reach::Public))
            }
            (scheme, _) => Err(OutboundError::Scheme { host: at.to_string(), scheme: scheme.to_owned() }),
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
            let builder = if reach == Reach::Public { builder.dns_resolver(Arc::new(PublicOnly { only: None })) } else { builder };
            builder.build().map_err(unusable)
        };
        cell.get_or_try_init(build).await
    }
}

/// A client for one hop to a file.
fn file_client(reach: Reach, host: &str) -> Result<Client, OutboundError> {
    let builder = builder(reach).redirect(Policy::none()).read_timeout(READ_TIMEOUT);
    let builder = if reach == Reach::Public { builder.dns_resolver(Arc::new(PublicOnly { only: Some(host.to_owned()) })) } else { builder };
    builder.build().map_err(unusable)
}

/// Where an answer says that the file is instead.
fn redirected(from: &Url, response: &Response) -> Option<Url> {
    let place = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308).then(|| response.headers().get(LOCATION))??;
    from.join(place.to_str().ok()?).ok()
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
