use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use client::Network;
use conformance::Server;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::Proxy;

/// How a desktop comes to a server: by a proxy, and by what its computer knows.
pub struct Way {
    /// The weather.
    pub proxy: Proxy,
    /// What the desktop's computer knows.
    pub network: Network,
    /// What is typed at the sign-in.
    pub address: String,
}

impl Way {
    /// By the number of the server's address.
    pub async fn plain(server: &impl Server) -> Self {
        let proxy = Proxy::to(address(server)).await;
        Self { address: proxy.server(), network: Network::system(), proxy }
    }

    /// By a name, which these names resolve.
    pub async fn by_name(server: &impl Server, names: &Arc<Names>) -> Self {
        let proxy = Proxy::to(address(server)).await;
        let network = Network::system().with_names(Arc::clone(names) as Arc<dyn Resolve>);
        Self { address: format!("http://{NAME}:{}", proxy.address().port()), network, proxy }
    }

    /// By https.
    pub async fn secure(server: &impl Server) -> Self {
        let proxy = Proxy::secure(address(server)).await;
        let authority = proxy.authority().expect("it is secure");
        let network = Network::system().trusting(authority.as_bytes()).unwrap();
        Self { address: proxy.server(), network, proxy }
    }
}

fn address(server: &impl Server) -> SocketAddr {
    server.base_url().socket_addrs(|| None).unwrap()[0]
}

/// The clinic's name.
const NAME: &str = "clinic.example";

/// A resolver that knows one name, or fails.
#[derive(Default)]
pub struct Names {
    fails: AtomicBool,
}

impl Names {
    /// Fails from now on, or does so no more.
    pub fn fail(&self, fails: bool) {
        self.fails.store(fails, Ordering::SeqCst);
    }
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let known = name.as_str() == NAME && !self.fails.load(Ordering::SeqCst);
        Box::pin(async move {
            let here = SocketAddr::from(([127, 0, 0, 1], 0));
            let found = known.then(|| Box::new(std::iter::once(here)) as Addrs);
            found.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "failed to lookup address information").into())
        })
    }
}
