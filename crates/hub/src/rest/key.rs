use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use protocol::IDEMPOTENCY_KEY_HEADER;
use uuid::Uuid;

use super::refusal::Refusal;
use crate::app::App;

/// What makes a change be done once, however often it is sent; most come without.
pub struct Key(pub Option<Uuid>);

impl FromRequestParts<App> for Key {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Refusal> {
        let key = parts.headers.get(IDEMPOTENCY_KEY_HEADER).map(|value| Uuid::try_parse_ascii(value.as_bytes()));
        key.transpose().map(Self).map_err(|_| Refusal::NoKey)
    }
}
