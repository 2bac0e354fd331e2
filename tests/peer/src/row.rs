use serde::Deserialize;
use uuid::Uuid;

/// A row as the peer stores it, deleted ones too.
#[derive(Clone, Deserialize)]
pub struct Row {
    /// Its identity.
    pub id: Uuid,
    /// The stored text, which may differ from the pushed one.
    pub message: String,
    /// The type.
    pub notification_type: String,
    /// `UNREAD`, `READ` or `DELETED`.
    pub status: String,
    /// When it was last written to a socket, if ever.
    pub delivered_at: Option<String>,
    /// How often the replay has tried it.
    pub retry_count: u32,
}
