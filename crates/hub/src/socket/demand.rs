use protocol::{Command, MOST_RECEIVED, NotificationId, Wants};
use serde_json::Value;

/// What a client's command comes down to.
#[derive(Debug, PartialEq, Eq)]
pub enum Demand {
    /// An integer names no notification, but gets its acknowledgement (section 4).
    Nothing,
    MarkRead(NotificationId),
    MarkAllRead,
    NoteReceived(Vec<NotificationId>),
}

impl Demand {
    /// `None` for what is passed over in silence.
    pub fn of(command: Command, wants: Wants) -> Option<Self> {
        match command {
            Command::MarkAllRead => Some(Self::MarkAllRead),
            Command::MarkRead { notification_id: Value::String(id) } => id.parse().ok().map(Self::MarkRead),
            Command::MarkRead { notification_id: Value::Number(id) } if !id.is_f64() => Some(Self::Nothing),
            Command::MarkRead { .. } => None,
            Command::Received { notification_ids } => {
                let fits = wants.receipts && notification_ids.len() <= MOST_RECEIVED;
                fits.then_some(Self::NoteReceived(notification_ids))
            }
        }
    }
}
