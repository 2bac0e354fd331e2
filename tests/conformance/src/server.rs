use url::Url;
use uuid::Uuid;

/// A notification to be sent.
pub struct Told<'a> {
    /// The type; nothing checks it.
    pub kind: &'a str,
    /// The text.
    pub message: &'a str,
    /// Type and id of the related object.
    pub related: Option<(&'a str, &'a str)>,
}

/// What a story does behind a server's back, to prepare and to check.
#[allow(async_fn_in_trait, reason = "nobody needs these futures to be anything special")]
pub trait Server {
    /// The address that a client is given.
    fn base_url(&self) -> Url;
    /// Adds somebody with the password of everybody.
    async fn add_user(&self, email: &str, name: &str, is_staff: bool) -> Uuid;
    /// Shuts somebody out.
    async fn deactivate(&self, user: Uuid);
    /// Ends all of somebody's sessions.
    async fn end_sessions(&self, user: Uuid);
    /// Writes a row and pushes it.
    async fn send(&self, user: Uuid, told: Told<'_>) -> Uuid;
    /// The status that is stored, and whether it was delivered; `None` when there is no such row.
    async fn row(&self, user: Uuid, id: Uuid) -> Option<(String, bool)>;
}
