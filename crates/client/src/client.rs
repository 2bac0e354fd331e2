use std::path::PathBuf;
use std::sync::Arc;

use bridge::settings::Settings;
use bridge::{Answer, Fault, FaultCode, Link, Request, Snapshot};
use language::say;
use tokio::sync::{mpsc, oneshot, watch};

use crate::engine::{Engine, Reply};
use crate::logbook::Logbook;
use crate::{By, Effect, Network, Vault, view};

/// What the client needs from the world.
pub struct Setup {
    /// Where databases live; made if missing.
    pub data: PathBuf,
    /// Where secrets live.
    pub vault: Arc<dyn Vault>,
    /// The roads to servers; or, when none may be taken, why: everything is shown then, and nothing asked or sent.
    pub network: Result<Network, Fault>,
    /// What user and administrator have set, now and whenever it changes.
    pub settings: watch::Receiver<Arc<Settings>>,
}

/// Something about the computer that the client can't see by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stir {
    /// It woke from sleep, or its network changed: an open socket may be dead without knowing.
    Woke,
    /// Its user is back.
    Returned,
}

/// What comes to the client from outside.
pub enum Incoming {
    /// A request, and where its answer goes.
    Asked(Request, Reply),
    /// Something that happened to the computer.
    Stirred(Stir),
}

/// The way to a running client. Clones talk to the same one.
#[derive(Clone)]
pub struct Client {
    incoming: mpsc::Sender<Incoming>,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    by: Option<By>,
}

impl Client {
    /// The same client, asked by this one: the access log says so.
    #[must_use]
    pub fn by(self, by: Option<By>) -> Self {
        Self { by, ..self }
    }

    /// Asks, and waits for the answer. `ShowWindow` and `Quit` are the agent's own and are refused here.
    ///
    /// # Errors
    /// A sentence for the user.
    pub async fn ask(&self, request: Request) -> Result<Answer, Fault> {
        let ended = || Fault::new(FaultCode::Other, say::ending());
        let (way, answer) = oneshot::channel();
        let reply = Reply { way, by: self.by };
        self.incoming.send(Incoming::Asked(request, reply)).await.map_err(|_| ended())?;
        tokio::select! {
            biased;
            answer = answer => answer.unwrap_or_else(|_| Err(ended())),
            // What was sent in the moment of the end stays in the channel, and its answer never comes.
            () = self.incoming.closed() => Err(ended()),
        }
    }

    /// Tells of something that happened to the computer. A client that is ending needs not know.
    pub async fn stirred(&self, stir: Stir) {
        let _ = self.incoming.send(Incoming::Stirred(stir)).await;
    }

    /// The state, now and whenever it changes.
    pub fn snapshots(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshots.clone()
    }
}

/// Starts the client on a thread of its own. It ends, with everything kept, when every [`Client`] is dropped.
///
/// # Errors
/// When the thread can't be started.
pub fn start(setup: Setup) -> std::io::Result<(Client, mpsc::Receiver<Effect>)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let logbook = Logbook::open(&setup)?;
    let (incoming, outside) = mpsc::channel(16);
    let (publish, snapshots) = watch::channel(Arc::new(view::empty(Link::Connecting, None)));
    let (show, effects) = mpsc::channel(64);
    std::thread::Builder::new()
        .name("sync".to_owned())
        .spawn(move || runtime.block_on(Engine::new(setup, logbook, publish, show).run(outside)))?;
    Ok((Client { incoming, snapshots, by: None }, effects))
}
