use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_util::task::AbortOnDropHandle;

/// A network between desktop and server: it passes everything on until it is told otherwise.
pub struct Relay {
    address: SocketAddr,
    state: watch::Sender<State>,
    sockets: Arc<AtomicUsize>,
    _task: AbortOnDropHandle<()>,
}

#[derive(Debug, Clone, Copy, Default)]
struct State {
    /// A sign-in page that answers whatever is asked.
    portal: Option<&'static str>,
    /// What answers whoever asks for a socket.
    sockets: Option<&'static str>,
    /// How often everything that was open has gone silent.
    freezes: u32,
}

impl Relay {
    /// A network with a server behind it.
    pub async fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = watch::Sender::new(State::default());
        let sockets = Arc::<AtomicUsize>::default();
        let (watched, opened) = (state.clone(), Arc::clone(&sockets));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(carry(stream, server, watched.subscribe(), Arc::clone(&opened)));
            }
        });
        Self { address, state, sockets, _task: AbortOnDropHandle::new(task) }
    }

    /// The address a client is given.
    pub fn server(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Breaks all connections; from now on this page answers whatever is asked, or the server again.
    pub fn answers(&self, portal: Option<&'static str>) {
        self.state.send_modify(|state| state.portal = portal);
    }

    /// From now on this answers whoever asks for a socket, while REST goes on.
    pub fn answers_sockets(&self, refusal: &'static str) {
        self.state.send_modify(|state| state.sockets = Some(refusal));
    }

    /// Every open connection stays open and carries nothing any more; new ones are fine.
    pub fn freeze(&self) {
        self.state.send_modify(|state| state.freezes += 1);
    }

    /// How often somebody asked for a socket so far.
    pub fn sockets(&self) -> usize {
        self.sockets.load(Ordering::SeqCst)
    }
}

async fn carry(mut stream: TcpStream, server: SocketAddr, mut state: watch::Receiver<State>, opened: Arc<AtomicUsize>) {
    let State { mut portal, sockets, freezes } = *state.borrow_and_update();
    let mut start = Vec::new();
    while start.len() < 8 && stream.read_buf(&mut start).await.is_ok_and(|read| read > 0) {}
    if start.starts_with(b"GET /ws/") {
        opened.fetch_add(1, Ordering::SeqCst);
        portal = portal.or(sockets);
    }
    if let Some(page) = portal {
        // Who asked may have gone; closing without reading on would reset what was just written.
        let _ = stream.write_all(page.as_bytes()).await;
        let _ = stream.shutdown().await;
        while stream.read_buf(&mut start).await.is_ok_and(|read| read > 0) {}
        return;
    }
    let Ok(mut on) = TcpStream::connect(server).await else { return };
    let passing = async {
        on.write_all(&start).await?;
        tokio::io::copy_bidirectional(&mut stream, &mut on).await
    };
    let silenced = async {
        let broken = state.wait_for(|now| now.portal.is_some() || now.freezes > freezes).await;
        broken.is_ok_and(|now| now.portal.is_none())
    };
    tokio::select! {
        // Either side may hang up whenever it likes.
        _ = passing => {}
        silenced = silenced => if silenced { std::future::pending().await }
    }
}
