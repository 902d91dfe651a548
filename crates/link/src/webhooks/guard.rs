//! Where an event may be sent: to public addresses, unless the operator says otherwise.
//!
//! A receiver's address is given by a municipality's administrator, and the server stands where it can reach what
//! outsiders cannot (server-side request forgery). So the name is resolved once, every address it has is checked, and the
//! connection goes to a checked address; the name is not resolved again.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use thiserror::Error;

/// What the operator allows beyond public addresses over https.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Guard {
    /// http without TLS too.
    pub allow_http: bool,
    /// Networks that are not public and may be connected to all the same.
    pub allowed: Vec<Network>,
}

/// A network: an address and how many of its first bits count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

/// Where an event goes, checked but for its addresses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// With TLS.
    pub tls: bool,
    /// The host's name or address, without brackets.
    pub host: String,
    /// The port.
    pub port: u16,
    /// Path and query.
    pub path: String,
}

impl Target {
    /// What a request's `Host` says: the host, in brackets where it is an address with colons, and an unusual port.
    pub(super) fn authority(&self) -> String {
        let host = if self.host.contains(':') {
            format!("[{}]", self.host)
        } else {
            self.host.clone()
        };
        let usual = if self.tls { 443 } else { 80 };
        if self.port == usual {
            host
        } else {
            format!("{host}:{}", self.port)
        }
    }
}

/// Why a target is refused. It never says what an address answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum Refused {
    /// It is no address that can be sent to.
    #[error("送り先は、https:// で始まるアドレスにしてください（利用者名・# は使えません）。")]
    Url,
    /// http is not allowed.
    #[error(
        "送り先は https にしてください。http を使うには、サーバーの運用担当者が --webhook-allow-http で許す必要があります。"
    )]
    Http,
    /// It is, or its name has, an address that is not public.
    #[error(
        "送り先が、外部に公開されたアドレスではありません。庁内などの送り先を使うには、サーバーの運用担当者が --webhook-allow でそのネットワークを許す必要があります。"
    )]
    Address,
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || "ネットワークは 192.0.2.0/24 の形で書いてください。".to_owned();
        let (address, bits) = text.split_once('/').ok_or_else(wrong)?;
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let bits: u8 = bits.parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        if bits > most {
            Err(wrong())
        } else {
            Ok(Self { address, bits })
        }
    }
}

impl Network {
    fn holds(self, address: IpAddr) -> bool {
        let (one, other, width) = match (self.address, address) {
            (IpAddr::V4(one), IpAddr::V4(other)) => {
                (u128::from(one.to_bits()), u128::from(other.to_bits()), 32)
            }
            (IpAddr::V6(one), IpAddr::V6(other)) => (one.to_bits(), other.to_bits(), 128),
            _ => return false,
        };
        let shift = u32::from(width - self.bits);
        one.checked_shr(shift).unwrap_or(0) == other.checked_shr(shift).unwrap_or(0)
    }
}

impl Guard {
    /// Reads a receiver's address.
    pub fn target(&self, url: &str) -> Result<Target, Refused> {
        if url.len() > 2_000 || url.contains('#') {
            return Err(Refused::Url);
        }
        let uri: hyper::Uri = url.parse().map_err(|_| Refused::Url)?;
        let tls = match uri.scheme_str() {
            Some("https") => true,
            Some("http") if self.allow_http => false,
            Some("http") => return Err(Refused::Http),
            _ => return Err(Refused::Url),
        };
        let authority = uri.authority().ok_or(Refused::Url)?;
        let host = authority
            .host()
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();
        if authority.as_str().contains('@') || host.is_empty() {
            return Err(Refused::Url);
        }
        if let Ok(address) = host.parse::<IpAddr>()
            && !self.allows(address)
        {
            return Err(Refused::Address);
        }
        let port = authority.port_u16().unwrap_or(if tls { 443 } else { 80 });
        let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        Ok(Target {
            tls,
            host,
            port,
            path,
        })
    }

    /// Whether an address may be connected to.
    #[must_use]
    pub fn allows(&self, address: IpAddr) -> bool {
        // An IPv4 address in the clothes of IPv6 is what it is.
        let address = match address {
            IpAddr::V6(six) => six.to_ipv4_mapped().map_or(address, IpAddr::V4),
            IpAddr::V4(_) => address,
        };
        let public = match address {
            IpAddr::V4(four) => is_public_4(four),
            IpAddr::V6(six) => is_public_6(six),
        };
        public || self.allowed.iter().any(|network| network.holds(address))
    }
}

/// RFC 6890 and its registry: everything that is not handed out to somebody on the Internet.
fn is_public_4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127 | 224.., _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    )
}

/// Of `2000::/3`, what is handed out and does not carry another address inside (Teredo, 6to4).
fn is_public_6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    a & 0xE000 == 0x2000
        && !(a == 0x2001 && (b < 0x0200 || b == 0x0DB8))
        && a != 0x2002
        && !(a == 0x3FFF && b < 0x1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_may_be_connected_to() {
        let guard = Guard::default();
        for refused in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.255",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::7f00:1",
            "64:ff9b::7f00:1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "3fff::1",
        ] {
            assert!(!guard.allows(refused.parse().unwrap()), "{refused}");
        }
        for public in [
            "1.1.1.1",
            "100.128.0.1",
            "172.32.0.1",
            "192.169.0.1",
            "2606:4700::1",
            "2400::1",
            "::ffff:1.1.1.1",
        ] {
            assert!(guard.allows(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn the_operator_may_allow_a_network() {
        let guard = Guard {
            allowed: vec!["10.1.0.0/16".parse().unwrap(), "::1/128".parse().unwrap()],
            ..Guard::default()
        };
        for (address, allowed) in [
            ("10.1.2.3", true),
            ("::ffff:10.1.2.3", true),
            ("10.2.0.1", false),
            ("::1", true),
            ("::2", false),
        ] {
            assert_eq!(guard.allows(address.parse().unwrap()), allowed, "{address}");
        }
        for wrong in ["10.0.0.0", "10.0.0.0/33", "x/8"] {
            assert!(wrong.parse::<Network>().is_err());
        }
    }

    #[test]
    fn addresses_that_hide_something_are_refused() {
        let guard = Guard::default();
        for (url, why) in [
            ("http://example.jp/", Refused::Http),
            ("ftp://example.jp/", Refused::Url),
            ("file:///etc/passwd", Refused::Url),
            ("//example.jp/", Refused::Url),
            ("https://user:secret@example.jp/", Refused::Url),
            ("https://example.jp/#x", Refused::Url),
            ("https://127.0.0.1/", Refused::Address),
            ("https://[::1]/", Refused::Address),
            ("https://[::ffff:169.254.169.254]/latest", Refused::Address),
            ("", Refused::Url),
        ] {
            assert_eq!(guard.target(url), Err(why), "{url}");
        }
        let target = guard.target("https://example.jp:8443/hooks?a=1").unwrap();
        assert_eq!(
            (&*target.host, target.port, &*target.path),
            ("example.jp", 8443, "/hooks?a=1")
        );
    }
}
