use axum::extract::{Request, State};
use axum::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use protocol::SOCKET_PATH;

use crate::app::App;
use crate::outside::Visit;

/// What every answer carries, as the deployed server's do.
const ALWAYS: [(HeaderName, &str); 3] =
    [(X_CONTENT_TYPE_OPTIONS, "nosniff"), (X_FRAME_OPTIONS, "DENY"), (REFERRER_POLICY, "same-origin")];

/// Our pages load nothing and run nothing. The hash is that of the style in `templates/login.html`.
const PAGES: &str = "default-src 'none'; style-src 'sha256-J559crqykzQihiLL0dNiHw7Xe3jUgz93Gl3tKrnL5Pw='; \
                     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A year.
const ONLY_HTTPS: &str = "max-age=31536000";

/// Refuses requests for hosts that are not ours, and tells browsers what our answers may do.
pub async fn guard(State(app): State<App>, visit: Visit, request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    // The socket is asked for its origin instead (section 2.2).
    let mut response = if request.uri().path() == SOCKET_PATH || app.outside.serves(host) {
        next.run(request).await
    } else {
        let page = Html("<!doctype html><title>Bad request</title><p>This host is not served here.</p>");
        (StatusCode::BAD_REQUEST, page).into_response()
    };
    let is_page = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let headers = response.headers_mut();
    headers.extend(ALWAYS.map(|(name, value)| (name, HeaderValue::from_static(value))));
    if is_page {
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGES));
    }
    if visit.is_https {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(ONLY_HTTPS));
    }
    response
}

#[cfg(test)]
mod tests {
    use base64ct::{Base64, Encoding};
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_style_of_the_page_is_the_one_that_is_allowed() {
        let page = include_str!("../templates/login.html");
        let style = page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
        let hash = Base64::encode_string(&Sha256::digest(style.as_bytes()));
        assert!(PAGES.contains(&format!("'sha256-{hash}'")), "{hash}");
    }
}
