use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use protocol::{Capability, Kind, ServerStatus, TestSent};

use super::caller::Caller;
use super::fields::Fields;
use super::refusal::Refusal;
use crate::app::App;
use crate::{KindRow, NewNotification};

/// `GET status/`: open to anyone.
pub async fn status() -> Json<ServerStatus> {
    Json(ServerStatus {
        status: "online".to_owned(),
        websocket_available: true,
        message: "Notification system is running".to_owned(),
        capabilities: vec![
            Capability::Replay,
            Capability::Changes,
            Capability::LiveChanges,
            Capability::Receipts,
            Capability::ActionIds,
        ],
    })
}

/// `POST test/`: a notification to oneself. An unknown type becomes `SYSTEM`. The deployed server fails without a message;
/// this one says what is missing.
pub async fn test(
    State(app): State<App>,
    Caller { user, .. }: Caller,
    fields: Fields,
) -> Result<Json<TestSent>, Refusal> {
    let message = fields.required("message")?;
    let kind = match fields.optional("notification_type")?.map(Kind::from) {
        None | Some(Kind::Other(_)) => Kind::System,
        Some(known) => known,
    };
    let id = app.send_notification(None, user.id, NewNotification::new(kind, message), Timestamp::now()).await?;
    Ok(Json(TestSent {
        status: "success".to_owned(),
        message: "Test notification sent".to_owned(),
        notification_id: Some(id),
    }))
}

/// `GET types/`: the types that may be sent here, for clients that show them.
pub async fn types(State(app): State<App>, _: Caller) -> Json<Vec<KindRow>> {
    Json(app.office.kinds().rows().to_vec())
}
