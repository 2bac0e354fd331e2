use std::net::{IpAddr, Ipv4Addr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use url::Url;

use crate::app::App;
use crate::tls::Certificate;

/// How the hub is reached from outside.
#[derive(Clone, Default)]
pub struct Outside {
    /// With which https and wss are spoken; without one, http and ws.
    pub certificate: Option<Certificate>,
    /// Whether all requests come by a reverse proxy, whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
    pub behind_proxy: bool,
    /// The names that are ours; `.clinic.example` stands for that one and all below it. Without any, every name is.
    pub allowed_hosts: Vec<String>,
}

/// Why a socket is refused for its origin (section 2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OriginFault {
    /// It is no address.
    NoHost,
    /// It is another site, or none is given.
    Foreign,
}

/// Where a request comes from. On its connection it tells who is at the other end, which may be a proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// The client's address, as far as it is known.
    pub address: IpAddr,
    /// Whether the client speaks https, be it to us or to the proxy.
    pub is_https: bool,
}

impl Outside {
    /// Whether requests for this `Host`, which may carry a port, are for us.
    pub fn serves(&self, host: Option<&str>) -> bool {
        self.allowed_hosts.is_empty() || host.and_then(host_name).is_some_and(|name| self.allows(&name))
    }

    /// Whether a page from there may open a socket. Scheme and port don't matter.
    pub fn check_origin(&self, origin: Option<&str>) -> Result<(), OriginFault> {
        let host = match origin {
            None | Some("null") => None,
            Some(origin) => {
                let origin = Url::parse(origin).map_err(|_| OriginFault::NoHost)?;
                origin.host_str().map(str::to_lowercase)
            }
        };
        let is_ours = self.allowed_hosts.is_empty() || host.is_some_and(|host| self.allows(&host));
        if is_ours { Ok(()) } else { Err(OriginFault::Foreign) }
    }

    fn allows(&self, name: &str) -> bool {
        self.allowed_hosts.iter().map(|allowed| allowed.to_lowercase()).any(|allowed| match allowed.strip_prefix('.') {
            Some(domain) => name == domain || name.ends_with(&allowed),
            None => name == allowed,
        })
    }

    fn visit(&self, peer: Visit, headers: &HeaderMap) -> Visit {
        if !self.behind_proxy {
            return peer;
        }
        // What the client itself wrote into them stands before what the proxy added.
        let last = |name: &str| headers.get_all(name).iter().next_back()?.to_str().ok()?.rsplit(',').next();
        let address = last("x-forwarded-for").and_then(|address| address.trim().parse().ok());
        let is_https = last("x-forwarded-proto").is_some_and(|scheme| scheme.trim().eq_ignore_ascii_case("https"));
        Visit { address: address.unwrap_or(peer.address), is_https }
    }
}

fn host_name(host: &str) -> Option<String> {
    Url::parse(&format!("http://{host}/")).ok()?.host_str().map(str::to_lowercase)
}

impl FromRequestParts<App> for Visit {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<Self>>().map(|ConnectInfo(peer)| *peer);
        let unknown = Self { address: Ipv4Addr::UNSPECIFIED.into(), is_https: false };
        Ok(app.outside.visit(peer.unwrap_or(unknown), &parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_our_own_hosts_may_open_a_socket() {
        use OriginFault::{Foreign, NoHost};
        let any = Outside::default();
        let ours = Outside { allowed_hosts: vec![".Clinic.example".into(), "127.0.0.1".into()], ..Outside::default() };
        for (origin, at_any, at_ours) in [
            (Some("https://127.0.0.1:8443"), Ok(()), Ok(())),
            (Some("http://127.0.0.1"), Ok(()), Ok(())),
            (Some("https://pc7.clinic.example"), Ok(()), Ok(())),
            (Some("https://CLINIC.example"), Ok(()), Ok(())),
            (None, Ok(()), Err(Foreign)),
            (Some("null"), Ok(()), Err(Foreign)),
            (Some("file://"), Ok(()), Err(Foreign)),
            (Some("https://evil.example"), Ok(()), Err(Foreign)),
            (Some("https://evilclinic.example"), Ok(()), Err(Foreign)),
            (Some("moz-extension://abc"), Ok(()), Err(Foreign)),
            (Some("tauri://localhost"), Ok(()), Err(Foreign)),
            (Some("takecare-desktop"), Err(NoHost), Err(NoHost)),
        ] {
            assert_eq!([any.check_origin(origin), ours.check_origin(origin)], [at_any, at_ours], "{origin:?}");
        }
    }

    #[test]
    fn requests_for_other_hosts_are_not_for_us() {
        let ours = Outside { allowed_hosts: vec![".clinic.example".into(), "[::1]".into()], ..Outside::default() };
        for (host, expected) in [
            (Some("hub.clinic.example:8000"), true),
            (Some("[::1]:8000"), true),
            (Some("clinic.example"), true),
            (Some("clinic.example.evil.example"), false),
            (Some("evil.example/clinic.example"), false),
            (Some(""), false),
            (None, false),
        ] {
            assert_eq!(ours.serves(host), expected, "{host:?}");
            assert!(Outside::default().serves(host));
        }
    }

    #[test]
    fn only_a_proxy_that_is_there_is_believed_and_only_what_it_added() {
        let peer = Visit { address: "192.0.2.1".parse().unwrap(), is_https: false };
        for (behind_proxy, forwarded, scheme, address, is_https) in [
            (false, "198.51.100.9", "https", "192.0.2.1", false),
            (true, "198.51.100.9", "https", "198.51.100.9", true),
            (true, "203.0.113.5, 198.51.100.9", "HTTP, https", "198.51.100.9", true),
            (true, "198.51.100.9", "http", "198.51.100.9", false),
            (true, "2001:db8::9", "https, http", "2001:db8::9", false),
            (true, "unknown", "", "192.0.2.1", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", forwarded.parse().unwrap());
            headers.insert("x-forwarded-proto", scheme.parse().unwrap());
            let visit = Outside { behind_proxy, ..Outside::default() }.visit(peer, &headers);
            assert_eq!(visit, Visit { address: address.parse().unwrap(), is_https }, "{forwarded} {scheme}");
        }
    }
}
