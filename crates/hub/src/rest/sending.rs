use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use protocol::{Kind, NotificationId, Related, Row};
use serde_json::{Value, json};
use uuid::Uuid;

use super::fields::Fields;
use super::refusal::Refusal;
use super::service::Sender;
use crate::app::App;
use crate::{Error, NewNotification, Sensitive, UserId, notifications, users};

/// How many receivers one bulk send takes.
const MOST: usize = 10_000;

/// `POST /`: staff and services write to others. The deployed server forgets to push these; this one does not.
pub async fn create(
    State(app): State<App>,
    Sender { who, .. }: Sender,
    fields: Fields,
) -> Result<(StatusCode, Json<Row>), Refusal> {
    let receiver = fields.required("receiver").and_then(|text| user_id("receiver", text))?;
    let id = match app.send_notification(Some(who), receiver, wanted(&fields)?, Timestamp::now()).await {
        Err(Error::UnknownUser) => return Err(Refusal::field("receiver", nobody(receiver))),
        sent => sent?,
    };
    let written = app.office.store.read(move |db| {
        let stored = notifications::find(db, receiver, id)?;
        Ok(stored.zip(users::by_id(db, receiver)?))
    });
    let (stored, receiver) = written.await?.ok_or(Refusal::NoSuchNotification)?;
    Ok((StatusCode::CREATED, Json(super::row(stored, &receiver))))
}

/// `POST bulk/`: one notification for each receiver, and an answer for each.
pub async fn create_many(
    State(app): State<App>,
    Sender { who, .. }: Sender,
    fields: Fields,
) -> Result<Json<Value>, Refusal> {
    let receivers = receivers(&fields)?;
    let ids = app.send_bulk_notification(Some(who), receivers.clone(), wanted(&fields)?, Timestamp::now()).await?;
    let sent = ids.iter().flatten().count();
    let results: Vec<_> = receivers.into_iter().zip(ids).map(|(receiver, id)| result(receiver, id)).collect();
    Ok(Json(json!({ "sent": sent, "failed": results.len() - sent, "results": results })))
}

fn result(receiver: UserId, id: Option<NotificationId>) -> Value {
    match id {
        Some(id) => json!({ "receiver": receiver.0, "status": "sent", "notification_id": id }),
        None => json!({ "receiver": receiver.0, "status": "failed", "error": nobody(receiver) }),
    }
}

fn receivers(fields: &Fields) -> Result<Vec<UserId>, Refusal> {
    let wrong = |problem: &str| Refusal::field("receivers", problem);
    let Some(given) = fields.0.get("receivers") else {
        return Err(wrong("This field is required."));
    };
    let list = given.as_array().ok_or_else(|| wrong("Not a valid list."))?;
    if list.is_empty() || list.len() > MOST {
        return Err(wrong(&format!("This list must have 1 to {MOST} receivers.")));
    }
    let read =
        |value: &Value| user_id("receivers", value.as_str().map_or_else(|| value.to_string(), str::to_owned).as_str());
    list.iter().map(read).collect()
}

fn user_id(field: &str, text: &str) -> Result<UserId, Refusal> {
    let invalid = |_| Refusal::field(field, format!("“{text}” is not a valid UUID."));
    text.parse::<Uuid>().map(UserId).map_err(invalid)
}

fn nobody(receiver: UserId) -> String {
    format!("Invalid pk \"{receiver}\" - object does not exist.")
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
    let sensitive = fields.0.get("sensitive_data").filter(|value| !value.is_null()).map(Sensitive::new);
    Ok(NewNotification { related, sensitive, ..NewNotification::new(kind, fields.required("message")?) })
}
