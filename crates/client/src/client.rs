use std::path::PathBuf;
use std::sync::Arc;

use bridge::{Answer, Fault, Request, Snapshot};
use tokio::sync::{mpsc, oneshot, watch};

use crate::{Effect, Vault};

/// What the client needs from the world.
pub struct Setup {
    /// Where databases live; made if missing.
    pub data: PathBuf,
    /// Where secrets live.
    pub vault: Arc<dyn Vault>,
}

/// The way to a running client. Clones talk to the same one.
#[derive(Clone)]
pub struct Client {
    requests: mpsc::Sender<(Request, oneshot::Sender<Result<Answer, Fault>>)>,
    snapshots: watch::Receiver<Arc<Snapshot>>,
}

impl Client {
    /// Asks, and waits for the answer. `ShowWindow` and `Quit` are the agent's own and are refused here.
    ///
    /// # Errors
    /// A sentence for the user.
    pub async fn ask(&self, request: Request) -> Result<Answer, Fault> {
        let _ = request;
        todo!()
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
    let _ = setup;
    todo!()
}
