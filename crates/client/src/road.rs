use std::error::Error;
use std::sync::Arc;

use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::Name;
use hyper_util::client::legacy::connect::proxy::{SocksV4, SocksV5, Tunnel};
use hyper_util::client::proxy::matcher::Intercept;
use hyper_util::rt::TokioIo;
use reqwest::dns::{Addrs, Resolve};
use rustls::ClientConfig;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::http::Uri;
use tower::{Service, ServiceExt, service_fn};

use crate::error::ServerError;
use crate::network::Network;
use crate::server::Server;

/// A connection to a server, or through a proxy; the TLS in it is TLS with the proxy.
pub type Road = TokioIo<MaybeHttpsStream<TokioIo<TcpStream>>>;
type BoxError = Box<dyn Error + Send + Sync>;

/// Opens a way to a server; TLS with the server itself is for the caller.
///
/// # Errors
/// What stands in the way: the name, the server or the proxy.
pub async fn open(network: &Network, server: &Server) -> Result<Road, ServerError> {
    let to: Uri = server.tcp().parse().map_err(|_| ServerError::UnknownHost)?;
    let tcp = tcp(network.names());
    let opened = match network.proxy(server) {
        None => tcp.oneshot(to).await.map(MaybeHttpsStream::Http).map_err(BoxError::from),
        Some(proxy) => through(&proxy, tcp, network.tls(), to).await,
    };
    opened.map(TokioIo::new).map_err(|error| ServerError::of(&*error))
}

async fn through(
    proxy: &Intercept,
    tcp: HttpConnector<impl Names>,
    tls: Arc<ClientConfig>,
    to: Uri,
) -> Result<MaybeHttpsStream<TokioIo<TcpStream>>, BoxError> {
    let at = proxy.uri().clone();
    match at.scheme_str() {
        Some("socks4" | "socks4a") => Ok(SocksV4::new(at, tcp).oneshot(to).await.map(MaybeHttpsStream::Http)?),
        Some("socks5" | "socks5h") => {
            let mut socks = SocksV5::new(at, tcp);
            if let Some((user, password)) = proxy.raw_auth() {
                socks = socks.with_auth(user.to_owned(), password.to_owned());
            }
            Ok(socks.oneshot(to).await.map(MaybeHttpsStream::Http)?)
        }
        _ => {
            let mut tunnel = Tunnel::new(at, HttpsConnector::from((tcp, tls)));
            if let Some(auth) = proxy.basic_auth() {
                tunnel = tunnel.with_auth(auth.clone());
            }
            Ok(tunnel.oneshot(to).await?)
        }
    }
}

/// What the connector wants of a resolver.
trait Names:
    Service<Name, Response = Addrs, Error = BoxError, Future: Send + 'static> + Clone + Send + Sync + 'static
{
}

impl<T> Names for T where
    T: Service<Name, Response = Addrs, Error = BoxError, Future: Send + 'static> + Clone + Send + Sync + 'static
{
}

fn tcp(names: Arc<dyn Resolve>) -> HttpConnector<impl Names> {
    let mut tcp = HttpConnector::new_with_resolver(service_fn(move |name: Name| {
        let names = Arc::clone(&names);
        async move { names.resolve(name.as_str().parse()?).await }
    }));
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    tcp
}
