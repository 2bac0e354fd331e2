use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::app::App;

/// How the hub is reached from outside.
#[derive(Clone, Default)]
pub struct Outside {
    /// Whether all requests come by a reverse proxy, whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
    pub behind_proxy: bool,
}

/// Where a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// The client's address, as far as it is known.
    pub address: IpAddr,
    /// Whether the client speaks https, be it to us or to the proxy.
    pub is_https: bool,
}

impl Outside {
    fn visit(&self, peer: IpAddr, headers: &HeaderMap) -> Visit {
        let direct = Visit { address: peer, is_https: false };
        if !self.behind_proxy {
            return direct;
        }
        // What the client itself wrote into them stands before what the proxy added.
        let last = |name: &str| headers.get_all(name).iter().next_back()?.to_str().ok()?.rsplit(',').next();
        let address = last("x-forwarded-for").and_then(|address| address.trim().parse().ok());
        let is_https = last("x-forwarded-proto").is_some_and(|scheme| scheme.trim().eq_ignore_ascii_case("https"));
        Visit { address: address.unwrap_or(peer), is_https }
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        Ok(app.outside.visit(peer.unwrap_or(Ipv4Addr::UNSPECIFIED.into()), &parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_proxy_that_is_there_is_believed_and_only_what_it_added() {
        let peer: IpAddr = "192.0.2.1".parse().unwrap();
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
            let visit = Outside { behind_proxy }.visit(peer, &headers);
            assert_eq!(visit, Visit { address: address.parse().unwrap(), is_https }, "{forwarded} {scheme}");
        }
    }
}
