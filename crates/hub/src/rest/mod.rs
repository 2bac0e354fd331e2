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

use axum::routing::{MethodRouter, get, post};
use protocol::SERVICE_PATH;

use crate::app::App;
use crate::notifications::Stored;
use crate::users::User;
pub use refusal::Refusal;
pub use service::Observer;

/// The addresses of the service. `status/` and its like come before the ids, which they could never be.
pub fn addresses() -> Vec<(String, MethodRouter<App>)> {
    let at = |rest: &str| format!("{SERVICE_PATH}{rest}");
    vec![
        (at(""), get(list::list).post(sending::create)),
        (at("status/"), get(others::status)),
        (at("test/"), post(others::test)),
        (at("types/"), get(others::types)),
        (at("bulk/"), post(sending::create_many)),
        (at("unread-count/"), get(list::unread_count)),
        (at("changes/"), get(changes::changes)),
        (at("mark-all-read/"), post(list::mark_all_read)),
        (at("{id}/"), get(one::show).patch(one::patch).delete(one::remove)),
        (at("{id}/sensitive/"), get(sensitive::show)),
        (at("{id}/mark-read/"), post(one::mark_read)),
        (at("{id}/mark-deleted/"), post(one::mark_deleted)),
        (account::PASSWORD.to_owned(), post(account::change_password)),
        (events::PATH.to_owned(), post(events::post)),
    ]
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
