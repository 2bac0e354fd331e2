use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::caller::Caller;
use super::one::Id;
use super::refusal::Refusal;
use crate::app::App;
use crate::{Error, sensitive};

/// `GET <id>/sensitive/`: what only the receiver may read. Nobody between keeps a copy.
pub async fn show(State(app): State<App>, Caller(user): Caller, Id(id): Id) -> Result<Response, Refusal> {
    let keys = app.office.keys.clone().ok_or(Refusal::NoSensitiveData)?;
    let found = app.office.store.read(move |db| sensitive::find(db, &keys, (id, user.id))).await?;
    let value = found.ok_or(Refusal::NoSensitiveData)?.value().ok_or(Error::Unreadable)?;
    tracing::info!("sensitive data of notification {id} was read by its receiver");
    Ok(([(CACHE_CONTROL, "no-store")], Json(json!({ "sensitive_data": value }))).into_response())
}
