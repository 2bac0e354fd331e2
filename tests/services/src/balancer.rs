use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

type Servers = Arc<Mutex<Vec<SocketAddr>>>;

/// One address for several servers: each connection goes to the next of them, and ends when either side ends it.
pub struct Balancer {
    address: SocketAddr,
    servers: Servers,
    accepting: JoinHandle<()>,
}

impl Balancer {
    /// Stands before these.
    pub async fn before(servers: Vec<SocketAddr>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let servers: Servers = Arc::new(Mutex::new(servers));
        Self { address, accepting: tokio::spawn(accept(listener, Arc::clone(&servers))), servers }
    }

    /// Stands before others from now on.
    pub fn stand_before(&self, servers: Vec<SocketAddr>) {
        *self.servers.lock().unwrap() = servers;
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

async fn accept(listener: TcpListener, servers: Servers) {
    let mut turn = 0;
    while let Ok((client, _)) = listener.accept().await {
        let server = {
            let servers = servers.lock().unwrap();
            servers[turn % servers.len()]
        };
        turn += 1;
        tokio::spawn(connect(client, server));
    }
}

/// A server that is away ends the connection, as one that crashed would.
async fn connect(mut client: TcpStream, server: SocketAddr) {
    if let Ok(mut server) = TcpStream::connect(server).await {
        let _ended = copy_bidirectional(&mut client, &mut server).await;
    }
}
