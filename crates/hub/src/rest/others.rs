use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use protocol::{Capability, Kind, Related, Row, ServerStatus, TestSent};
use uuid::Uuid;

use super::caller::Caller;
use super::fields::Fields;
use super::refusal::Refusal;
use crate::app::App;
use crate::{Error, NewNotification, UserId, notifications, users};

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

/// `POST test/`: a notification to oneself. An unknown type becomes `SYSTEM`.
pub async fn test(State(app): State<App>, Caller(user): Caller, fields: Fields) -> Result<Json<TestSent>, Refusal> {
    let message = fields.optional("message")?.ok_or(Refusal::TestFault)?;
    let kind = match fields.optional("notification_type")?.map(Kind::from) {
        None | Some(Kind::Other(_)) => Kind::System,
        Some(known) => known,
    };
    let id = app.send_notification(user.id, NewNotification::new(kind, message), Timestamp::now()).await?;
    Ok(Json(TestSent {
        status: "success".to_owned(),
        message: "Test notification sent".to_owned(),
        notification_id: Some(id),
    }))
}

/// `POST /`: staff write to others. The deployed server forgets to push these; this one does not.
pub async fn create(
    State(app): State<App>,
    Caller(user): Caller,
    fields: Fields,
) -> Result<(StatusCode, Json<Row>), Refusal> {
    if !user.is_staff {
        return Err(Refusal::NotStaff);
    }
    let receiver = receiver(&fields)?;
    let id = match app.send_notification(receiver, wanted(&fields)?, Timestamp::now()).await {
        Err(Error::UnknownUser) => {
            let problem = format!("Invalid pk \"{receiver}\" - object does not exist.");
            return Err(Refusal::field("receiver", problem));
        }
        sent => sent?,
    };
    let written = app.office.store.read(move |db| {
        let stored = notifications::find(db, receiver, id)?;
        Ok(stored.zip(users::by_id(db, receiver)?))
    });
    let (stored, receiver) = written.await?.ok_or(Refusal::NoSuchNotification)?;
    Ok((StatusCode::CREATED, Json(super::row(stored, &receiver))))
}

fn receiver(fields: &Fields) -> Result<UserId, Refusal> {
    let text = fields.required("receiver")?;
    let invalid = |_| Refusal::field("receiver", format!("“{text}” is not a valid UUID."));
    text.parse::<Uuid>().map(UserId).map_err(invalid)
}

/// REST has no field for the related type: it goes by the subject (section 5.1).
fn wanted(fields: &Fields) -> Result<NewNotification, Refusal> {
    let subject = fields.optional("subject")?.filter(|subject| !subject.is_empty());
    let nothing = Row::subject_of(None);
    let related = Related {
        kind: subject.filter(|subject| *subject != nothing).map(str::to_owned),
        id: fields.optional("object_id")?.map(str::to_owned),
    };
    let kind = Kind::from(fields.required("notification_type")?);
    Ok(NewNotification { related, ..NewNotification::new(kind, fields.required("message")?) })
}
