use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::Certificate;

/// A connection on which TLS is spoken, and who made it.
type Connection = (TlsStream<TcpStream>, SocketAddr);

/// Accepts connections once TLS is agreed on. One that dawdles keeps no other one waiting.
pub struct TlsListener {
    tcp: TcpListener,
    certificate: Certificate,
    /// How long a client may take to agree.
    patience: Duration,
    handshakes: JoinSet<Option<Connection>>,
}

impl TlsListener {
    /// On this address, with this certificate.
    pub fn new(tcp: TcpListener, certificate: Certificate, patience: Duration) -> Self {
        Self { tcp, certificate, patience, handshakes: JoinSet::new() }
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> Connection {
        loop {
            tokio::select! {
                (stream, peer) = Listener::accept(&mut self.tcp) => {
                    self.handshakes.spawn(agree(self.certificate.clone(), stream, peer, self.patience));
                }
                done = self.handshakes.join_next(), if !self.handshakes.is_empty() => {
                    if let Some(Ok(Some(connection))) = done {
                        return connection;
                    }
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.tcp.local_addr()
    }
}

/// None when the client speaks something else, does not trust us, or takes too long.
async fn agree(
    certificate: Certificate,
    stream: TcpStream,
    peer: SocketAddr,
    patience: Duration,
) -> Option<Connection> {
    let acceptor = TlsAcceptor::from(certificate.config());
    let why = match timeout(patience, acceptor.accept(stream)).await {
        Ok(Ok(stream)) => return Some((stream, peer)),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "it took too long".to_owned(),
    };
    tracing::debug!("no TLS with {}: {why}", peer.ip());
    None
}
