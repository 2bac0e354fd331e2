use peer::{Draft, NewUser, Peer};
use tokio::sync::OnceCell;
use url::Url;
use uuid::Uuid;

use crate::{PASSWORD, Server, StoredRow, Told};

/// The peer for all stories that switch no faults: it takes seconds to start, and everybody in it is new to each story.
/// It ends with the test program.
pub async fn shared_peer() -> &'static Peer {
    static PEER: OnceCell<Peer> = OnceCell::const_new();
    PEER.get_or_init(async || Peer::start().await.unwrap()).await
}

impl Server for &Peer {
    fn base_url(&self) -> Url {
        Peer::base_url(self)
    }

    async fn add_user(&self, email: &str, name: &str, is_staff: bool) -> Uuid {
        Peer::add_user(self, &NewUser { email, name, password: PASSWORD, is_staff }).await.unwrap()
    }

    async fn deactivate(&self, user: Uuid) {
        Peer::deactivate(self, user).await.unwrap();
    }

    async fn end_sessions(&self, user: Uuid) {
        Peer::end_sessions(self, user).await.unwrap();
    }

    async fn send(&self, user: Uuid, told: Told<'_>) -> Uuid {
        Peer::send(self, user, &draft(&told)).await.unwrap().expect("sendable")
    }

    async fn send_many(&self, user: Uuid, told: Told<'_>, times: usize) -> Vec<Uuid> {
        self.send_burst(user, &draft(&told), times).await.unwrap()
    }

    async fn book_many(&self, user: Uuid, told: Told<'_>, times: usize) -> Vec<Uuid> {
        self.write_rows(user, &draft(&told), times).await.unwrap()
    }

    async fn rows(&self, user: Uuid) -> Vec<StoredRow> {
        let rows = self.rows_of(user).await.unwrap().into_iter();
        rows.map(|row| StoredRow { id: row.id, status: row.status, delivered: row.delivered_at.is_some() }).collect()
    }
}

fn draft(told: &Told<'_>) -> Draft {
    let (kind, id) = told.related.unzip();
    let (related_type, related_id) = (kind.map(str::to_owned), id.map(str::to_owned));
    Draft { related_type, related_id, ..Draft::new(told.kind, told.message) }
}
