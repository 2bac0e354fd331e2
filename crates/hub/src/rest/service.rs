use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum_extra::headers::HeaderMapExt;
use axum_extra::headers::authorization::{Authorization, Bearer};
use secrecy::SecretString;

use super::caller::Caller;
use super::refusal::Refusal;
use crate::app::App;
use crate::audit::{Action, Deed, Party, Who};
use crate::outside::Visit;
use crate::tokens::{self, Scope, Token};
use crate::turns::{Asker, Turn};

/// A service that may post events.
pub struct Poster {
    /// What it showed.
    pub token: Token,
    /// Lasts until there is an answer.
    _turn: Turn,
}

impl FromRequestParts<App> for Poster {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let Service { token, turn, .. } = service(parts, app, Scope::EventsWrite).await?.ok_or(Refusal::NoToken)?;
        Ok(Self { token, _turn: turn })
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
pub struct Sender {
    /// As the audit log names them.
    pub who: Who,
    /// Lasts until there is an answer.
    _turn: Turn,
}

impl FromRequestParts<App> for Sender {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        if let Some(Service { who, turn, .. }) = service(parts, app, Scope::NotificationsSend).await? {
            return Ok(Self { who, _turn: turn });
        }
        let Caller { user, turn } = Caller::from_request_parts(parts, app).await?;
        let who = Who::at(Party::User(user.id), visit(parts, app).await.address);
        if user.is_staff {
            return Ok(Self { who, _turn: turn });
        }
        app.note_refusal(Deed::new(Action::Denied, who).with("send")).await?;
        Err(Refusal::NotStaff)
    }
}

struct Service {
    token: Token,
    who: Who,
    turn: Turn,
}

/// The service that asks, if one does, and from where: its token must hold, and have this scope.
async fn service(parts: &mut Parts, app: &App, scope: Scope) -> Result<Option<Service>, Refusal> {
    let Some(Authorization(bearer)) = parts.headers.typed_get::<Authorization<Bearer>>() else {
        return Ok(None);
    };
    let shown = SecretString::from(bearer.token());
    let address = visit(parts, app).await.address;
    let Some(token) = app.office.store.read(move |db| tokens::find(db, &shown)).await? else {
        app.note_refusal(Deed::new(Action::Denied, Who::at(Party::Hub, address)).with("token")).await?;
        return Err(Refusal::WrongToken);
    };
    let who = Who::at(Party::Token(token.id.clone()), address);
    if !token.scopes.contains(&scope) {
        tracing::warn!("token {} was shown without the scope {}", token.id, scope.as_str());
        app.note_refusal(Deed::new(Action::Denied, who).with(scope.as_str())).await?;
        return Err(Refusal::Scope(scope));
    }
    tracing::info!("token {}: {} {}", token.id, parts.method, parts.uri.path());
    let turn = app.turns.take(Asker::Service(token.id.clone())).await?;
    Ok(Some(Service { token, who, turn }))
}

async fn visit(parts: &mut Parts, app: &App) -> Visit {
    Visit::from_request_parts(parts, app).await.unwrap_or_else(|never| match never {})
}
