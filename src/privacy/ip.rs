//! IP masking: the stored form of an address no longer says which machine it was.
//!
//! IPv4 loses the last octet, IPv6 the last 80 bits; an IPv4-mapped address counts as IPv4; a 6to4 address also loses
//! the last octet of the IPv4 address inside it. Masked addresses are still personal data.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The first group of a 6to4 address (RFC 3056 §2).
const SIX_TO_FOUR: u16 = 0x2002;

/// The address without its last block.
pub fn mask(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(address) => IpAddr::V4(mask_v4(address)),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => IpAddr::V4(mask_v4(mapped)),
            None => IpAddr::V6(mask_v6(address)),
        },
    }
}

fn mask_v4(address: Ipv4Addr) -> Ipv4Addr {
    let [first, second, third, _] = address.octets();
    Ipv4Addr::new(first, second, third, 0)
}

fn mask_v6(address: Ipv6Addr) -> Ipv6Addr {
    let [first, second, third, ..] = address.segments();
    // 2002:AABB:CCDD:: holds AA.BB.CC.DD.
    let third = if first == SIX_TO_FOUR { third & 0xff00 } else { third };
    Ipv6Addr::new(first, second, third, 0, 0, 0, 0, 0)
}

/// A written address, masked: also with brackets, a port or a zone, which are dropped. Nothing if it is no address.
pub fn mask_text(written: &str) -> Option<String> {
    parse(written.trim()).map(|address| mask(address).to_string())
}

fn parse(written: &str) -> Option<IpAddr> {
    if let Ok(address) = written.parse::<IpAddr>() {
        return Some(address);
    }
    if let Ok(with_port) = written.parse::<SocketAddr>() {
        return Some(with_port.ip());
    }
    let (inside, rest) = match written.strip_prefix('[') {
        Some(open) => open.split_once(']')?,
        None => (written, ""),
    };
    let port = rest.is_empty() || rest.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
    let without_zone = match inside.split_once('%') {
        Some((address, zone)) if !zone.is_empty() && address.contains(':') => address,
        Some(_) => return None,
        None => inside,
    };
    let address: Ipv6Addr = without_zone.parse().ok()?;
    port.then_some(IpAddr::V6(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_block_is_gone_in_every_written_form() {
        let cases = [
            ("203.0.113.77", "203.0.113.0"),
            (" 203.0.113.77:8080 ", "203.0.113.0"),
            ("0.0.0.0", "0.0.0.0"),
            ("255.255.255.255", "255.255.255.0"),
            ("2001:db8:1234:5678:9abc:def0:1234:5678", "2001:db8:1234::"),
            ("[2001:db8:1234:5678::1]:443", "2001:db8:1234::"),
            ("[2001:db8:1234:5678::1]", "2001:db8:1234::"),
            ("fe80::1%eth0", "fe80::"),
            ("[fe80::1%eth0]:80", "fe80::"),
            ("::1", "::"),
            ("::ffff:203.0.113.77", "203.0.113.0"),
            ("[::ffff:203.0.113.77]:80", "203.0.113.0"),
            ("::ffff:cb00:714d", "203.0.113.0"),
            ("2002:cb00:714d:1::1", "2002:cb00:7100::"),
            ("64:ff9b::203.0.113.77", "64:ff9b::"),
            ("::203.0.113.77", "::"),
            ("2001:DB8:AAAA::FFFF", "2001:db8:aaaa::"),
        ];
        for (written, masked) in cases {
            assert_eq!(mask_text(written).as_deref(), Some(masked), "{written}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for written in [
            "",
            "localhost",
            "1.2.3",
            "256.1.1.1",
            "1.2.3.4.5",
            "192.168.010.1",
            "[1.2.3.4]",
            "[::1",
            "::1]",
            "[::1]:x",
            "1.2.3.4%eth0",
            "::1%",
            "1.2.3.4:99999",
        ] {
            assert_eq!(mask_text(written), None, "{written}");
        }
    }

    #[test]
    fn masking_twice_changes_nothing() {
        for written in ["203.0.113.77", "2002:cb00:714d:1::1", "2001:db8:1:2::3", "::ffff:1.2.3.4"] {
            let once = mask_text(written);
            assert_eq!(once.as_deref().and_then(mask_text), once);
        }
    }
}
