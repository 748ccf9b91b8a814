//! Which addresses are public.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reqwest::Url;

use super::OutboundError;

/// Why an address is not public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressKind {
    /// This machine.
    Loopback,
    /// A private network.
    Private,
    /// The link at hand; cloud machines find their credentials there.
    LinkLocal,
    /// Not one machine on the internet: multicast, unspecified, documentation, reserved.
    Reserved,
}

impl fmt::Display for AddressKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Loopback => "a loopback",
            Self::Private => "a private",
            Self::LinkLocal => "a link-local",
            Self::Reserved => "a reserved",
        })
    }
}

/// Where a URL points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Host {
    /// An address written out, in whatever spelling.
    Address(IpAddr),
    /// A name, in lower case.
    Name(String),
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(IpAddr::V6(ip)) => write!(f, "[{ip}]"),
            Self::Address(IpAddr::V4(ip)) => ip.fmt(f),
            Self::Name(name) => f.write_str(name),
        }
    }
}

/// The host of a URL; the URL crate has read `0x7f.1` and its like as the address that it is.
pub(super) fn host(url: &Url) -> Result<Host, OutboundError> {
    let text = url.host_str().filter(|host| !host.is_empty()).ok_or(OutboundError::NotAnAddress)?;
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    Ok(bare.parse().map_or_else(|_| Host::Name(without_dot(text).to_ascii_lowercase()), Host::Address))
}

/// A name without the dot of the root, which changes nothing about what it means.
pub(super) fn without_dot(name: &str) -> &str {
    name.strip_suffix('.').unwrap_or(name)
}

/// Refuses a host that cannot be a public one, whatever its name resolves to.
pub(super) fn expect_public(host: &Host) -> Result<(), OutboundError> {
    let kind = match host {
        Host::Address(ip) => kind(*ip),
        // RFC 6761: whatever a resolver says.
        Host::Name(name) if name == "localhost" || name.ends_with(".localhost") => Some(AddressKind::Loopback),
        Host::Name(name) if is_local(name) => return Err(OutboundError::LocalName { host: name.clone() }),
        Host::Name(_) => None,
    };
    match (kind, host) {
        (None, _) => Ok(()),
        (Some(kind), Host::Address(ip)) => Err(OutboundError::Address { host: ip.to_string(), kind }),
        (Some(kind), Host::Name(name)) => Err(OutboundError::Address { host: name.clone(), kind }),
    }
}

/// Names without a dot are completed by the machine's search list; `.local` (RFC 6762), `.home.arpa` (RFC 8375) and `.internal`
/// (reserved by ICANN for private use in 2024) exist only inside of networks.
fn is_local(name: &str) -> bool {
    !name.contains('.') || [".local", ".home.arpa", ".internal"].iter().any(|end| name.ends_with(end))
}

/// Ports from 1024 on that browsers refuse because other protocols live there, <https://fetch.spec.whatwg.org/#port-blocking>.
const NO_WEB_PORTS: [u16; 18] =
    [1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697];

/// Refuses ports on which no web service is to be expected: other services could be made to act by what is sent to them.
pub(super) fn expect_web_port(host: &Host, port: u16) -> Result<(), OutboundError> {
    let fine = port == 443 || port >= 1024 && port != 10080 && !NO_WEB_PORTS.contains(&port);
    if fine { Ok(()) } else { Err(OutboundError::Port { host: host.to_string(), port }) }
}

/// Why an address is not public; nothing if it is. After the IANA special-purpose registries,
/// <https://www.iana.org/assignments/iana-ipv4-special-registry> and `iana-ipv6-special-registry`.
pub(super) fn kind(ip: IpAddr) -> Option<AddressKind> {
    match ip {
        IpAddr::V4(ip) => kind_v4(ip),
        IpAddr::V6(ip) => kind_v6(ip),
    }
}

fn kind_v4(ip: Ipv4Addr) -> Option<AddressKind> {
    let [a, b, c, _] = ip.octets();
    if ip.is_loopback() {
        return Some(AddressKind::Loopback);
    }
    // 168.63.129.16 is how Azure's machines reach the host that they run on.
    if ip.is_link_local() || ip == Ipv4Addr::new(168, 63, 129, 16) {
        return Some(AddressKind::LinkLocal);
    }
    // 100.64.0.0/10 is shared address space behind a carrier's NAT.
    if ip.is_private() || (a == 100 && (64..128).contains(&b)) {
        return Some(AddressKind::Private);
    }
    // 192.0.0.0/24 protocol assignments, 192.88.99.0/24 6to4 relays, 198.18.0.0/15 benchmarks, 240.0.0.0/4 the future.
    let reserved = matches!((a, b, c), (0 | 240.., ..) | (192, 0, 0) | (192, 88, 99) | (198, 18 | 19, _));
    (reserved || ip.is_multicast() || ip.is_documentation()).then_some(AddressKind::Reserved)
}

fn kind_v6(ip: Ipv6Addr) -> Option<AddressKind> {
    if let Some(inner) = embedded_v4(ip) {
        return kind_v4(inner);
    }
    let [first, second, ..] = ip.segments();
    if ip.is_loopback() {
        return Some(AddressKind::Loopback);
    }
    if ip.is_unicast_link_local() {
        return Some(AddressKind::LinkLocal);
    }
    // fec0::/10 are the site-local addresses of old.
    if ip.is_unique_local() || first & 0xffc0 == 0xfec0 {
        return Some(AddressKind::Private);
    }
    // Only 2000::/3 is given out; of it 2001::/23 is for protocols, 2001:db8::/32 and 3fff::/20 for documentation.
    let reserved =
        first & 0xe000 != 0x2000 || (first == 0x2001 && (second < 0x200 || second == 0xdb8)) || (first == 0x3fff && second < 0x1000);
    reserved.then_some(AddressKind::Reserved)
}

/// The IPv4 address that an IPv6 address leads to: mapped, compatible, NAT64 (RFC 6052), 6to4 (RFC 3056), ISATAP (RFC 5214).
/// Teredo (`2001::/32`) and the prefixes of local NAT64 (`64:ff9b:1::/48`) are refused as reserved, whatever they embed.
fn embedded_v4(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let from = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Some(Ipv4Addr::new(a, b, c, d))
    };
    match ip.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => None,
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..]
        | [.., 0 | 0x200, 0x5efe, high, low] => from(high, low),
        _ => None,
    }
}
