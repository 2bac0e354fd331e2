use axum::Router;
use axum::extract::Request;
use axum::http::header::LOCATION;
use axum::http::{Method, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use protocol::{SOCKET_PATH, login_paths};

use crate::app::App;
use crate::{headers, health, login, metrics, rest, socket};

/// Every address of the hub.
pub fn routes(app: App) -> Router {
    rest::routes()
        .route(login_paths::LOGIN, get(login::show).post(login::submit))
        .route(login_paths::LOGOUT, get(login::sign_out))
        .route(SOCKET_PATH, get(socket::open))
        .route(health::HEALTH, get(health::health))
        .route(health::READY, get(health::ready))
        .route(metrics::PATH, get(metrics::show))
        .fallback(lost)
        .layer(from_fn_with_state(app.clone(), headers::guard))
        .with_state(app)
}

/// An address that is not there: perhaps only its trailing slash is missing (section 5).
async fn lost(request: Request) -> Response {
    let path = request.uri().path();
    let may_lack_slash = path.starts_with("/api/") || path.starts_with("/accounts/");
    if request.method() == Method::GET && may_lack_slash && !path.ends_with('/') {
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        return (StatusCode::MOVED_PERMANENTLY, [(LOCATION, format!("{path}/{query}"))]).into_response();
    }
    (StatusCode::NOT_FOUND, Html("<!doctype html><title>Not found</title><p>There is nothing at this address.</p>"))
        .into_response()
}
