//! Names to addresses: looked up once, every address judged, and the connection goes to those very addresses.

use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::{kind, without_dot};
use super::{CONNECT_TIMEOUT, OutboundError};

/// Resolves names to public addresses only. The client asks it for each connection and connects to what it answers: there is no
/// second look-up that could answer otherwise.
pub(super) struct PublicOnly {
    /// The one name to judge; without it all are. A file may come through the proxy of the environment, whose own name is
    /// its operator's business, and which then looks up the file's host by itself.
    pub(super) only: Option<String>,
}

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let is_judged = self.only.as_ref().is_none_or(|only| without_dot(name.as_str()).eq_ignore_ascii_case(only));
        Box::pin(async move {
            let found = look_up(name.as_str()).await?;
            let addresses = if is_judged { judge(name.as_str(), found)? } else { found };
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

async fn look_up(host: &str) -> Result<Vec<SocketAddr>, OutboundError> {
    let not_found = || OutboundError::NotFound { host: host.to_owned() };
    let lookup = tokio::time::timeout(CONNECT_TIMEOUT, tokio::net::lookup_host((host, 0)));
    let addresses: Vec<SocketAddr> = lookup.await.map_err(|_| not_found())?.map_err(|_| not_found())?.collect();
    if addresses.is_empty() { Err(not_found()) } else { Ok(addresses) }
}

/// The addresses of a host. One that is not public refuses them all: nobody but an attacker mixes the two.
pub(super) fn judge(host: &str, addresses: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, OutboundError> {
    match addresses.iter().find_map(|address| kind(address.ip())) {
        Some(kind) => Err(OutboundError::Address { host: host.to_owned(), kind }),
        None => Ok(addresses),
    }
}
