//! The REST service `/api/v1/notifications/` (section 5), and `/api/v1/events/` beside it.

mod account;
mod caller;
mod changes;
mod events;
mod fields;
mod key;
mod list;
mod one;
mod others;
mod refusal;
mod sending;
mod sensitive;
mod service;

use axum::Router;
use axum::http::Method;
use axum::routing::{get, post};
use protocol::SERVICE_PATH;

use crate::app::App;
use crate::notifications::Stored;
use crate::users::User;
pub use refusal::Refusal;
pub use service::Observer;

/// The routes of the service. `status/` and its like come before the ids, which they could never be.
pub fn routes() -> Router<App> {
    let at = |rest: &str| format!("{SERVICE_PATH}{rest}");
    Router::new()
        .route(SERVICE_PATH, get(list::list).post(sending::create))
        .route(&at("status/"), get(others::status))
        .route(&at("test/"), post(others::test))
        .route(&at("types/"), get(others::types))
        .route(&at("bulk/"), post(sending::create_many))
        .route(&at("unread-count/"), get(list::unread_count))
        .route(&at("changes/"), get(changes::changes))
        .route(&at("mark-all-read/"), post(list::mark_all_read))
        .route(&at("{id}/"), get(one::show).patch(one::patch).delete(one::remove))
        .route(&at("{id}/sensitive/"), get(sensitive::show))
        .route(&at("{id}/mark-read/"), post(one::mark_read))
        .route(&at("{id}/mark-deleted/"), post(one::mark_deleted))
        .route(account::PASSWORD, post(account::change_password))
        .route(events::PATH, post(events::post))
        .method_not_allowed_fallback(wrong_method)
}

async fn wrong_method(method: Method) -> Refusal {
    Refusal::Method(method)
}

/// A row as the service tells it (section 5.1).
fn row(stored: Stored, receiver: &User) -> protocol::Row {
    let of = stored.notification;
    protocol::Row {
        id: of.id,
        receiver: Some(receiver.id.0),
        receiver_name: receiver.name.clone(),
        receiver_email: receiver.email.clone(),
        message: of.message,
        subject: protocol::Row::subject_of(of.related.kind.as_deref()),
        date: of.date,
        notification_type: of.kind,
        status: of.status,
        object_id: of.related.id,
        delivery_channel: "IN_APP".to_owned(),
        severity: "MEDIUM".to_owned(),
        delivered_at: stored.delivered_at,
        read_at: None,
        data: serde_json::Value::Null,
    }
}
