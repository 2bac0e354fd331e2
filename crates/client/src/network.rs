use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use language::{Phrase, say};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_tungstenite::tungstenite::http::Uri;

use crate::server::Server;
use crate::tls;

/// The roads to servers: how names are resolved, through which proxy, and whom TLS trusts. REST and socket take the same.
#[derive(Clone)]
pub struct Network {
    names: Arc<dyn Resolve>,
    proxies: Arc<Matcher>,
    /// Certificate authorities that are trusted besides the operating system's.
    authorities: Vec<CertificateDer<'static>>,
    /// Made when first needed: reading the system's certificates takes a while.
    tls: Arc<OnceLock<Arc<ClientConfig>>>,
}

/// A setting of the network that can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.phrase())]
pub enum BadNetwork {
    /// No proxy's address.
    Proxy,
    /// No certificate authority at all.
    NoAuthority,
    /// Something that is no certificate authority.
    Authority,
}

impl BadNetwork {
    /// What to tell people.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::Proxy => say::network_no_proxy(),
            Self::NoAuthority => say::network_no_certificate(),
            Self::Authority => say::network_bad_certificate(),
        }
    }
}

impl Network {
    /// As this computer is set up: its resolver, its proxy settings, its certificates.
    ///
    /// The proxy comes from the environment (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`), on Windows and macOS
    /// else from the system's settings.
    pub fn system() -> Self {
        Self {
            names: Arc::new(System),
            proxies: Arc::new(Matcher::from_system()),
            authorities: Vec::new(),
            tls: Arc::default(),
        }
    }

    /// With names resolved by `names`.
    #[must_use]
    pub fn with_names(mut self, names: Arc<dyn Resolve>) -> Self {
        self.names = names;
        self
    }

    /// With this proxy for every server, instead of the system's settings.
    ///
    /// # Errors
    /// [`BadNetwork::Proxy`] when it is no proxy's address.
    pub fn through(mut self, proxy: &str) -> Result<Self, BadNetwork> {
        let proxies = Matcher::builder().all(proxy).build();
        proxies.intercept(&Uri::from_static("https://clinic.example")).ok_or(BadNetwork::Proxy)?;
        self.proxies = Arc::new(proxies);
        Ok(self)
    }

    /// With the certificate authorities of a PEM file trusted too.
    ///
    /// # Errors
    /// When there is none in it, or one can't be read.
    pub fn trusting(mut self, pem: &[u8]) -> Result<Self, BadNetwork> {
        let authorities: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
        self.authorities = authorities.map_err(|_| BadNetwork::Authority)?;
        if self.authorities.is_empty() {
            return Err(BadNetwork::NoAuthority);
        }
        let mut store = RootCertStore::empty();
        for authority in &self.authorities {
            store.add(authority.clone()).map_err(|_| BadNetwork::Authority)?;
        }
        self.tls = Arc::default();
        Ok(self)
    }

    /// The same without the certificate authorities that were given; `None` when none were.
    pub(crate) fn without_authorities(&self) -> Option<Self> {
        let given = !self.authorities.is_empty();
        given.then(|| Self { authorities: Vec::new(), tls: Arc::default(), ..self.clone() })
    }

    /// Whom TLS trusts.
    pub(crate) fn tls(&self) -> Arc<ClientConfig> {
        Arc::clone(self.tls.get_or_init(|| tls::configuration(&self.authorities)))
    }

    /// Who resolves names.
    pub(crate) fn names(&self) -> Arc<dyn Resolve> {
        Arc::clone(&self.names)
    }

    /// The proxy on the way to a server; none to a server on this very computer.
    pub(crate) fn proxy(&self, server: &Server) -> Option<Intercept> {
        let address: Uri = server.origin().parse().ok()?;
        self.proxies.intercept(&address).filter(|_| !is_here(server.host()))
    }
}

/// The operating system's resolver.
struct System;

impl Resolve for System {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<_> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

fn is_here(host: &str) -> bool {
    let address: Option<IpAddr> = host.trim_start_matches('[').trim_end_matches(']').parse().ok();
    host == "localhost" || host.ends_with(".localhost") || address.is_some_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_for_every_server_but_one_on_this_computer() {
        let network = Network::system().through("proxy.clinic.example:3128").unwrap();
        let proxy = |server| network.proxy(&Server::parse(server).unwrap()).map(|proxy| proxy.uri().to_string());
        for server in ["clinic.example", "http://192.0.2.7", "https://localhost.example"] {
            assert_eq!(proxy(server).as_deref(), Some("http://proxy.clinic.example:3128/"), "{server}");
        }
        for server in ["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000", "http://ward.localhost"] {
            assert_eq!(proxy(server), None, "{server}");
        }
    }

    #[test]
    fn what_is_no_proxy_is_refused() {
        for typed in ["", "gopher://old.example", "http://"] {
            assert_eq!(Network::system().through(typed).err(), Some(BadNetwork::Proxy), "{typed}");
        }
    }
}
