use jiff::Timestamp;
use prometheus_client::metrics::counter::Counter;
use protocol::NotificationId;
use tokio::sync::{mpsc, oneshot};

use crate::notifications::stamp;
use crate::store::Store;
use crate::{Error, UserId};

/// So many sockets are served by one transaction at most.
const MOST: usize = 500;

/// Notes what was delivered: sockets that have something to note meanwhile share the next transaction. One for each
/// would keep the write lock busy for seconds when many are told at once, and whoever sends would wait for it.
#[derive(Clone)]
pub struct Deliveries(mpsc::Sender<Delivery>);

struct Delivery {
    user: UserId,
    ids: Vec<NotificationId>,
    noted: oneshot::Sender<()>,
}

impl Deliveries {
    /// Notes them in this database for as long as somebody has something to note, and counts them.
    pub fn start(store: Store, counter: Counter) -> Self {
        let (sender, waiting) = mpsc::channel(MOST);
        tokio::spawn(work(store, counter, waiting));
        Self(sender)
    }

    /// Notes that a user has these; once this returns, it is committed.
    ///
    /// # Errors
    /// [`Error::NotNoted`] when it could not be: they come again with the next socket.
    pub async fn note(&self, user: UserId, ids: Vec<NotificationId>) -> Result<(), Error> {
        let (noted, answer) = oneshot::channel();
        self.0.send(Delivery { user, ids, noted }).await.map_err(|_| Error::Interrupted)?;
        answer.await.map_err(|_| Error::NotNoted)
    }
}

async fn work(store: Store, counter: Counter, mut waiting: mpsc::Receiver<Delivery>) {
    let mut together = Vec::with_capacity(MOST);
    while waiting.recv_many(&mut together, MOST).await > 0 {
        let pairs: Vec<_> = together.iter().flat_map(|one| one.ids.iter().map(|id| (*id, one.user))).collect();
        let count = pairs.len() as u64;
        match store.write(move |db| stamp(db, &pairs, Timestamp::now())).await {
            Ok(()) => {
                counter.inc_by(count);
                for one in together.drain(..) {
                    // A socket that is gone needs no answer.
                    let _ = one.noted.send(());
                }
            }
            Err(error) => {
                tracing::error!("what was delivered can't be noted: {error}");
                together.clear();
            }
        }
    }
}
