use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::SinkExt;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_util::task::AbortOnDropHandle;

/// A way to the hub that passes everything on but the socket: that one it answers itself, with a script.
pub struct Detour {
    address: SocketAddr,
    sockets: Arc<AtomicUsize>,
    _task: AbortOnDropHandle<()>,
}

impl Detour {
    /// Every socket hears `script` and stays open until the client closes it, unless the script ends with a close.
    pub async fn to(hub: SocketAddr, script: Vec<Message>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let sockets = Arc::new(AtomicUsize::new(0));
        let opened = Arc::clone(&sockets);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(pass(stream, hub, script.clone(), Arc::clone(&opened)));
            }
        });
        Self { address, sockets, _task: AbortOnDropHandle::new(task) }
    }

    /// The address a client is given.
    pub fn server(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many sockets were opened so far.
    pub fn sockets(&self) -> usize {
        self.sockets.load(Ordering::SeqCst)
    }
}

async fn pass(mut stream: TcpStream, hub: SocketAddr, script: Vec<Message>, opened: Arc<AtomicUsize>) {
    const SOCKET: &[u8] = b"GET /ws/";
    let mut start = [0; SOCKET.len()];
    while stream.peek(&mut start).await.is_ok_and(|seen| seen > 0 && seen < start.len()) {
        tokio::task::yield_now().await;
    }
    if start == SOCKET {
        opened.fetch_add(1, Ordering::SeqCst);
        act(stream, script).await;
    } else if let Ok(mut on) = TcpStream::connect(hub).await {
        // Either side may hang up whenever it likes.
        let _ = tokio::io::copy_bidirectional(&mut stream, &mut on).await;
    }
}

async fn act(stream: TcpStream, script: Vec<Message>) {
    use futures_util::StreamExt;
    let mut socket = tokio_tungstenite::accept_async(stream).await.unwrap();
    for line in script {
        // The client may hang up in the middle, which is for the story to notice.
        let _ = socket.send(line).await;
    }
    while let Some(Ok(_)) = socket.next().await {}
}
