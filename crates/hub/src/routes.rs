use axum::Router;
use axum::extract::Request;
use axum::http::header::LOCATION;
use axum::http::{Method, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use protocol::{SOCKET_PATH, login_paths};

use crate::app::App;
use crate::rest::Refusal;
use crate::{description, headers, health, login, metrics, rest, socket};

/// What the hub answers to.
pub fn routes(app: App) -> Router {
    let is_beside = app.office.is_beside();
    addresses()
        .into_iter()
        // Signing in is Django's, beside it.
        .filter(|(path, _)| !(is_beside && path.starts_with("/accounts/")))
        .fold(Router::new(), |router, (path, methods)| router.route(&path, methods))
        .method_not_allowed_fallback(wrong_method)
        .fallback(lost)
        .layer(from_fn_with_state(app.clone(), headers::guard))
        .with_state(app)
}

/// Every address of the hub, and what may be done there. `openapi.json` describes each.
pub fn addresses() -> Vec<(String, MethodRouter<App>)> {
    let others = [
        (login_paths::LOGIN, get(login::show).post(login::submit)),
        (login_paths::LOGOUT, get(login::sign_out)),
        (SOCKET_PATH, get(socket::open)),
        (description::PATH, get(description::show)),
        (health::HEALTH, get(health::health)),
        (health::READY, get(health::ready)),
        (metrics::PATH, get(metrics::show)),
    ];
    let others = others.into_iter().map(|(path, methods)| (path.to_owned(), methods));
    rest::addresses().into_iter().chain(others).collect()
}

async fn wrong_method(method: Method) -> Refusal {
    Refusal::Method(method)
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
