use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum_extra::extract::cookie::CookieJar;
use axum_extra::headers::HeaderMapExt;
use axum_extra::headers::authorization::{Authorization, Basic};
use jiff::Timestamp;
use protocol::SESSION_COOKIE;
use secrecy::SecretString;

use super::refusal::Refusal;
use crate::app::App;
use crate::csrf;
use crate::outside::Visit;
use crate::sign_in::Verdict;
use crate::turns::{Asker, Turn};
use crate::users::User;

/// Who asks: by session, whose changes need the CSRF proof, or by HTTP Basic, whose do not (section 1.4).
pub struct Caller {
    /// Who it is.
    pub user: User,
    /// Lasts until there is an answer.
    pub turn: Turn,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let visit = Visit::from_request_parts(parts, app).await.unwrap_or_else(|never| match never {});
        let cookies = CookieJar::from_headers(&parts.headers);
        if let Some((user, _)) = app.session_of(&cookies, Timestamp::now()).await? {
            prove(parts, visit)?;
            return Self::with_turn(user, app).await;
        }
        let Some(Authorization(basic)) = parts.headers.typed_get::<Authorization<Basic>>() else {
            return Err(Refusal::SignedOut { stale_cookie: cookies.get(SESSION_COOKIE).is_some() });
        };
        let password = SecretString::from(basic.password());
        match app.authenticate(basic.username().to_owned(), password, visit.address).await? {
            Verdict::Welcome(user) => Self::with_turn(user, app).await,
            Verdict::Wrong => Err(Refusal::WrongPassword),
            Verdict::TooSoon(wait) => Err(Refusal::TooSoon(wait)),
        }
    }
}

impl Caller {
    async fn with_turn(user: User, app: &App) -> Result<Self, Refusal> {
        let turn = app.turns.take(Asker::User(user.id)).await?;
        Ok(Self { user, turn })
    }
}

fn prove(parts: &Parts, visit: Visit) -> Result<(), Refusal> {
    if parts.method.is_safe() {
        return Ok(());
    }
    csrf::check(visit, &parts.headers, None).map_err(Refusal::Csrf)
}
