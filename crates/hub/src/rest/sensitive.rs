use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde_json::json;

use super::caller::Caller;
use super::one::Id;
use super::refusal::Refusal;
use crate::app::App;
use crate::audit::{Action, Deed, Party, Who};
use crate::outside::Visit;
use crate::store::Db;
use crate::{Error, sensitive};

/// `GET <id>/sensitive/`: what only the receiver may read. Nobody between keeps a copy.
pub async fn show(
    State(app): State<App>,
    Caller { user, .. }: Caller,
    visit: Visit,
    Id(id): Id,
) -> Result<Response, Refusal> {
    let keys = app.office.keys.clone().ok_or(Refusal::NoSensitiveData)?;
    let deed = |action| Deed::new(action, Who::at(Party::User(user.id), visit.address)).to(Party::Notification(id));
    let read = deed(Action::SensitiveRead);
    let open = move |db: &Db<'_>| {
        let found = sensitive::find(db, &keys, (id, user.id))?;
        if found.is_some() {
            read.note(db, Timestamp::now())?;
        }
        Ok((found, sensitive::belongs_to_another(db, (id, user.id))?))
    };
    let (found, elsewhere) = app.office.store.write(open).await?;
    if elsewhere {
        app.note_refusal(deed(Action::Denied).with("sensitive")).await?;
    }
    let value = found.ok_or(Refusal::NoSensitiveData)?.value().ok_or(Error::Unreadable)?;
    tracing::info!("sensitive data of notification {id} was read by its receiver");
    Ok(([(CACHE_CONTROL, "no-store")], Json(json!({ "sensitive_data": value }))).into_response())
}
