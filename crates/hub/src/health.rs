//! What a load balancer asks: whether the hub is alive, and whether it is of use.

use axum::extract::State;
use axum::http::StatusCode;

use crate::app::App;
use crate::notifications;

/// Answers as long as the process does.
pub const HEALTH: &str = "/health/";
/// Answers with success while the database does.
pub const READY: &str = "/ready/";

/// `GET /health/`
pub async fn health() -> &'static str {
    "alive\n"
}

/// `GET /ready/`
pub async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.office.store.read(notifications::identity).await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!("not ready: {error}");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
