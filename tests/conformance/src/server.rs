use url::Url;
use uuid::Uuid;

use crate::Ways;

/// A notification to be sent.
pub struct Told<'a> {
    /// The type; nothing checks it.
    pub kind: &'a str,
    /// The text.
    pub message: &'a str,
    /// Type and id of the related object.
    pub related: Option<(&'a str, &'a str)>,
}

/// A row as the server stores it.
pub struct StoredRow {
    /// Its identity.
    pub id: Uuid,
    /// `UNREAD`, `READ` or `DELETED`.
    pub status: String,
    /// Whether it counts as delivered.
    pub delivered: bool,
}

/// What a story does behind a server's back, to prepare and to check.
#[allow(async_fn_in_trait, reason = "nobody needs these futures to be anything special")]
pub trait Server {
    /// The address that a client is given.
    fn base_url(&self) -> Url;
    /// Where it may differ from the deployed one; `named` is what its `status/` says of that.
    fn ways(&self, named: Ways) -> Ways {
        named
    }
    /// Adds somebody with the password of everybody.
    async fn add_user(&self, email: &str, name: &str, is_staff: bool) -> Uuid;
    /// Shuts somebody out.
    async fn deactivate(&self, user: Uuid);
    /// Ends all of somebody's sessions.
    async fn end_sessions(&self, user: Uuid);
    /// Writes a row and pushes it.
    async fn send(&self, user: Uuid, told: Told<'_>) -> Uuid;
    /// Writes so many rows and pushes them as fast as it can.
    async fn send_many(&self, user: Uuid, told: Told<'_>, times: usize) -> Vec<Uuid>;
    /// Writes so many rows that nobody is told of, where the server knows such (section 6).
    async fn book_many(&self, user: Uuid, told: Told<'_>, times: usize) -> Vec<Uuid> {
        self.send_many(user, told, times).await
    }
    /// All that is stored for somebody, deleted ones too.
    async fn rows(&self, user: Uuid) -> Vec<StoredRow>;
    /// The status that is stored, and whether it was delivered; `None` when there is no such row.
    async fn row(&self, user: Uuid, id: Uuid) -> Option<(String, bool)> {
        let rows = self.rows(user).await;
        rows.into_iter().find(|row| row.id == id).map(|row| (row.status, row.delivered))
    }
}
