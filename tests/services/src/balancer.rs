use std::net::SocketAddr;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// One address for several servers: each connection goes to the next of them, and ends when either side ends it.
pub struct Balancer {
    address: SocketAddr,
    accepting: JoinHandle<()>,
}

impl Balancer {
    /// Stands before these.
    pub async fn before(servers: Vec<SocketAddr>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        Self { address, accepting: tokio::spawn(accept(listener, servers)) }
    }

    /// Where it is.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, servers: Vec<SocketAddr>) {
    let mut turns = servers.into_iter().cycle();
    while let (Ok((client, _)), Some(server)) = (listener.accept().await, turns.next()) {
        tokio::spawn(connect(client, server));
    }
}

/// A server that is away ends the connection, as one that crashed would.
async fn connect(mut client: TcpStream, server: SocketAddr) {
    if let Ok(mut server) = TcpStream::connect(server).await {
        let _ended = copy_bidirectional(&mut client, &mut server).await;
    }
}
