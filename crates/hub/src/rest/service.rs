use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum_extra::headers::HeaderMapExt;
use axum_extra::headers::authorization::{Authorization, Bearer};
use secrecy::SecretString;

use super::caller::Caller;
use super::refusal::Refusal;
use crate::app::App;
use crate::tokens::{self, Scope, Token};

/// A service that may post events.
pub struct Poster(pub Token);

impl FromRequestParts<App> for Poster {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        service(parts, app, Scope::EventsWrite).await?.map(Self).ok_or(Refusal::NoToken)
    }
}

/// A service that may read what the hub has counted.
pub struct Observer;

impl FromRequestParts<App> for Observer {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        service(parts, app, Scope::MetricsRead).await?.map(|_| Self).ok_or(Refusal::NoToken)
    }
}

/// Who may send to others: staff, or a service.
pub struct Sender;

impl FromRequestParts<App> for Sender {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        if service(parts, app, Scope::NotificationsSend).await?.is_some() {
            return Ok(Self);
        }
        let Caller(user) = Caller::from_request_parts(parts, app).await?;
        if user.is_staff { Ok(Self) } else { Err(Refusal::NotStaff) }
    }
}

/// The service that asks, if one does: its token must hold, and have this scope.
async fn service(parts: &Parts, app: &App, scope: Scope) -> Result<Option<Token>, Refusal> {
    let Some(Authorization(bearer)) = parts.headers.typed_get::<Authorization<Bearer>>() else {
        return Ok(None);
    };
    let shown = SecretString::from(bearer.token());
    let token = app.office.store.read(move |db| tokens::find(db, &shown)).await?.ok_or(Refusal::WrongToken)?;
    if !token.scopes.contains(&scope) {
        tracing::warn!("token {} was shown without the scope {}", token.id, scope.as_str());
        return Err(Refusal::Scope(scope));
    }
    tracing::info!("token {}: {} {}", token.id, parts.method, parts.uri.path());
    Ok(Some(token))
}
