use std::io::Result;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::task::AbortOnDropHandle;

const NO: &[u8] = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// A way to the hub on which every change is refused, until the porter relents.
pub struct Porter {
    address: SocketAddr,
    relents: Arc<AtomicBool>,
    _task: AbortOnDropHandle<()>,
}

impl Porter {
    /// Stands before this hub.
    pub async fn before(hub: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let relents = Arc::<AtomicBool>::default();
        let lenient = Arc::clone(&relents);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(pass(stream, hub, Arc::clone(&lenient)));
            }
        });
        Self { address, relents, _task: AbortOnDropHandle::new(task) }
    }

    /// The address a client is given.
    pub fn server(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on changes get through.
    pub fn relents(&self) {
        self.relents.store(true, Ordering::SeqCst);
    }
}

/// Whoever waits for an answer before asking again begins each question with a read of its own.
async fn pass(stream: TcpStream, hub: SocketAddr, lenient: Arc<AtomicBool>) -> Result<()> {
    let (mut client, mut to_client) = stream.into_split();
    let (mut server, mut to_server) = TcpStream::connect(hub).await?.into_split();
    let answers = tokio::spawn(async move { copy(&mut server, &mut to_client).await.map(|_| to_client) });
    let mut question = vec![0; 65_536];
    loop {
        let length = client.read(&mut question).await?;
        let refused = question.starts_with(b"PATCH /") && !lenient.load(Ordering::SeqCst);
        if length == 0 || refused {
            // The hub hears that nothing more comes, and has said everything then.
            drop(to_server);
            let mut to_client = answers.await??;
            return if refused { to_client.write_all(NO).await } else { Ok(()) };
        }
        to_server.write_all(&question[..length]).await?;
    }
}
