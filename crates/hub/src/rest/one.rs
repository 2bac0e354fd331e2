use axum::Json;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use jiff::Timestamp;
use protocol::{NotificationId, Outcome, Row, Status};
use serde_json::Value;
use uuid::Uuid;

use super::caller::Caller;
use super::fields::Fields;
use super::key::Key;
use super::refusal::Refusal;
use crate::app::App;
use crate::notifications;
use crate::users::User;

/// The id in the address.
pub struct Id(pub NotificationId);

impl FromRequestParts<App> for Id {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let Path(text) = Path::<String>::from_request_parts(parts, app).await.map_err(|_| Refusal::NoId)?;
        text.parse().map(Self).map_err(|_| Refusal::NoId)
    }
}

/// `GET <id>/`
pub async fn show(State(app): State<App>, Caller { user, .. }: Caller, Id(id): Id) -> Result<Json<Row>, Refusal> {
    row(&app, &user, id).await.map(Json)
}

/// `POST <id>/mark-read/`
pub async fn mark_read(
    State(app): State<App>,
    Caller { user, .. }: Caller,
    Id(id): Id,
    Key(key): Key,
) -> Result<Json<Outcome>, Refusal> {
    set(&app, &user, key, id, Status::Read).await?;
    Ok(Json(Outcome { status: "notification marked as read".to_owned() }))
}

/// `POST <id>/mark-deleted/`
pub async fn mark_deleted(
    State(app): State<App>,
    Caller { user, .. }: Caller,
    Id(id): Id,
    Key(key): Key,
) -> Result<Json<Outcome>, Refusal> {
    set(&app, &user, key, id, Status::Deleted).await?;
    Ok(Json(Outcome { status: "notification marked as deleted".to_owned() }))
}

/// `PATCH <id>/`: the status, and nothing else. Answers with the row as it is afterwards.
///
/// The deployed server also lets users rewrite text and receiver of what they were sent; this one does not.
pub async fn patch(
    State(app): State<App>,
    Caller { user, .. }: Caller,
    Id(id): Id,
    Key(key): Key,
    fields: Fields,
) -> Result<Json<Row>, Refusal> {
    // That there is no such row is said before what is wrong with the fields.
    any_row(&app, &user, id).await?;
    match wanted(&fields)? {
        Some(status) => set(&app, &user, key, id, status).await?,
        None => return row(&app, &user, id).await.map(Json),
    }
    any_row(&app, &user, id).await.map(Json)
}

/// `DELETE <id>/`: gone for good.
pub async fn remove(
    State(app): State<App>,
    Caller { user, .. }: Caller,
    Id(id): Id,
    Key(key): Key,
) -> Result<StatusCode, Refusal> {
    let now = Timestamp::now();
    let done = app.change(user.id, key, move |db| notifications::remove(db, user.id, id, now)).await?;
    if done { Ok(StatusCode::NO_CONTENT) } else { Err(Refusal::NoSuchNotification) }
}

async fn row(app: &App, user: &User, id: NotificationId) -> Result<Row, Refusal> {
    let receiver = user.id;
    let found = app.office.store.read(move |db| notifications::find(db, receiver, id)).await?;
    found.map(|stored| super::row(stored, user)).ok_or(Refusal::NoSuchNotification)
}

/// A row that may be deleted.
async fn any_row(app: &App, user: &User, id: NotificationId) -> Result<Row, Refusal> {
    let receiver = user.id;
    let found = app.office.store.read(move |db| notifications::find_any(db, receiver, id)).await?;
    found.map(|stored| super::row(stored, user)).ok_or(Refusal::NoSuchNotification)
}

async fn set(app: &App, user: &User, key: Option<Uuid>, id: NotificationId, status: Status) -> Result<(), Refusal> {
    let receiver = user.id;
    let done = app.change(receiver, key, move |db| notifications::set_status(db, receiver, id, status)).await?;
    if done { Ok(()) } else { Err(Refusal::NoSuchNotification) }
}

fn wanted(Fields(fields): &Fields) -> Result<Option<Status>, Refusal> {
    if let Some(other) = fields.keys().find(|name| *name != "status") {
        return Err(Refusal::field(other, "This field can't be changed."));
    }
    let choose = |value: &Value| {
        serde_json::from_value(value.clone()).map_err(|_| {
            let named = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            Refusal::field("status", format!("\"{named}\" is not a valid choice."))
        })
    };
    fields.get("status").map(choose).transpose()
}
