use std::time::Duration;

use axum::Json;
use axum::http::header::{RETRY_AFTER, SET_COOKIE};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::csrf::CsrfFault;
use crate::sign_in::retry_after;
use crate::tokens::Scope;
use crate::{Error, cookie};

/// How long a database that is away may need to come back.
const A_MOMENT: Duration = Duration::from_secs(4);

/// Every answer of the service that is not a success, in the deployed server's words (section 5.3).
#[derive(Debug)]
pub enum Refusal {
    /// No session and no password. A cookie that opens nothing is taken away.
    SignedOut { stale_cookie: bool },
    /// HTTP Basic with a wrong e-mail address or password, or of a closed account.
    WrongPassword,
    /// The same after too many wrong ones: no password is looked at for so long.
    TooSoon(Duration),
    /// A change without the proof that it comes from our own pages.
    Csrf(CsrfFault),
    /// Only staff may write to others.
    NotStaff,
    /// Only services may do this, and they show a token.
    NoToken,
    /// The token is none, or was revoked.
    WrongToken,
    /// The token is not for this.
    Scope(Scope),
    /// Not there, somebody else's, or deleted.
    NoSuchNotification,
    /// There is nothing sensitive beside this notification, or it is not the asker's.
    NoSensitiveData,
    /// What stands in the address is no id.
    NoId,
    /// There is no such page.
    NoPage,
    /// The cursor is of another database, or too old.
    UnknownCursor,
    /// The idempotency key is none.
    NoKey,
    /// The address knows other methods.
    Method(Method),
    /// The body is neither JSON nor a form.
    MediaType(String),
    /// The body is too long, too slow, or broke off.
    Body,
    /// The body is not the JSON object it says it is.
    Json { line: usize, column: usize },
    /// A field can't be taken as it is.
    Field { name: String, problem: String },
    /// Too many requests of whoever asks are under way.
    TooMany,
    /// The database is away; after so long it is worth another try.
    Away,
    /// A fault of our own. What it is stands in the log.
    Fault,
}

impl Refusal {
    /// A field that can't be taken.
    pub fn field(name: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Field { name: name.into(), problem: problem.into() }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::SignedOut { .. } | Self::Csrf(_) | Self::NotStaff => StatusCode::FORBIDDEN,
            Self::WrongPassword | Self::TooSoon(_) => StatusCode::FORBIDDEN,
            Self::NoToken | Self::WrongToken | Self::Scope(_) => StatusCode::FORBIDDEN,
            Self::NoSuchNotification | Self::NoSensitiveData | Self::NoId | Self::NoPage => StatusCode::NOT_FOUND,
            Self::UnknownCursor => StatusCode::GONE,
            Self::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::MediaType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NoKey | Self::Body | Self::Json { .. } | Self::Field { .. } => StatusCode::BAD_REQUEST,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Away => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn body(&self) -> Value {
        let detail = |text: &str| json!({ "detail": text });
        match self {
            Self::SignedOut { .. } => detail("Authentication credentials were not provided."),
            Self::WrongPassword | Self::TooSoon(_) => detail("Invalid username/password."),
            Self::Csrf(fault) => detail(&format!("CSRF Failed: {fault}")),
            Self::NotStaff => json!({ "error": "You do not have permission to create notifications directly." }),
            Self::NoToken => detail("A service token is needed: Authorization: Bearer <token>."),
            Self::WrongToken => detail("Invalid token."),
            Self::Scope(scope) => detail(&format!("The token lacks the scope {}.", scope.as_str())),
            Self::NoSensitiveData => detail("There is no sensitive data beside this notification."),
            Self::NoSuchNotification => detail("No Notification matches the given query."),
            Self::NoId => detail("Not found."),
            Self::NoPage => detail("Invalid page."),
            Self::UnknownCursor => detail("This cursor is not known any more."),
            Self::NoKey => detail("The idempotency key is not a UUID."),
            Self::Method(method) => detail(&format!("Method \"{method}\" not allowed.")),
            Self::MediaType(name) => detail(&format!("Unsupported media type \"{name}\" in request.")),
            Self::Body => detail("The body is too long, too slow, or broke off."),
            Self::Json { line, column } => detail(&format!("JSON parse error - line {line} column {column}")),
            Self::Field { name, problem } => json!({ name: [problem] }),
            Self::TooMany => detail("Too many of your requests are under way. Try again in a moment."),
            Self::Away => detail("The server can't reach its database. Try again in a moment."),
            Self::Fault => detail("The server has a fault. Try again later."),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status(), Json(self.body())).into_response();
        if matches!(self, Self::SignedOut { stale_cookie: true }) {
            response.headers_mut().append(SET_COOKIE, cookie::no_session());
        }
        let wait = match self {
            Self::TooSoon(wait) => Some(wait),
            Self::TooMany => Some(Duration::ZERO),
            Self::Away => Some(A_MOMENT),
            _ => None,
        };
        if let Some(wait) = wait {
            response.headers_mut().insert(RETRY_AFTER, retry_after(wait));
        }
        response
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::Unsendable(problem) => Self::field("non_field_errors", problem),
            unknown @ Error::UnknownKind { .. } => Self::field("notification_type", unknown.to_string()),
            not_ours @ Error::PeopleAreDjangos => Self::field("non_field_errors", not_ours.to_string()),
            no_keys @ Error::NoKeys => Self::field("sensitive_data", no_keys.to_string()),
            // Counted where it comes from: a line for each would flood the log, too.
            Error::TooMany => Self::TooMany,
            away @ Error::Unreachable(_) => {
                tracing::warn!("a request has to wait: {away}");
                Self::Away
            }
            other => {
                tracing::error!("a request failed: {other}");
                Self::Fault
            }
        }
    }
}
