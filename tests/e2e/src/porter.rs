use std::io::Result;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::task::AbortOnDropHandle;

/// As the service refuses: a page of some proxy would be none of its words.
const NO: &[u8] =
    b"HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";

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
async fn pass(mut client: TcpStream, hub: SocketAddr, lenient: Arc<AtomicBool>) -> Result<()> {
    let mut server = TcpStream::connect(hub).await?;
    let (mut question, mut answer) = (vec![0; 65_536], vec![0; 65_536]);
    loop {
        tokio::select! {
            length = client.read(&mut question) => match &question[..length?] {
                [] => return Ok(()),
                change if change.starts_with(b"PATCH /") && !lenient.load(Ordering::SeqCst) => {
                    return client.write_all(NO).await;
                }
                other => server.write_all(other).await?,
            },
            length = server.read(&mut answer) => match &answer[..length?] {
                [] => return Ok(()),
                all => client.write_all(all).await?,
            },
        }
    }
}
