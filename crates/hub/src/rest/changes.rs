use std::collections::HashMap;

use axum::Json;
use axum::extract::{Query, State};
use protocol::{Change, Changes, Status};

use super::caller::Caller;
use super::refusal::Refusal;
use crate::app::App;
use crate::notifications::{self, Entry};
use crate::users::User;

/// `GET changes/`: what changed since a cursor; without one, the cursor to begin with.
pub async fn changes(
    State(app): State<App>,
    Caller { user, .. }: Caller,
    Query(mut query): Query<HashMap<String, String>>,
) -> Result<Json<Changes>, Refusal> {
    let (receiver, since) = (user.id, query.remove("since"));
    let read = app.office.store.read(move |db| notifications::changes(db, receiver, since.as_deref()));
    let found = read.await?.ok_or(Refusal::UnknownCursor)?;
    Ok(Json(Changes {
        changes: found.entries.into_iter().map(|entry| change(entry, &user)).collect(),
        cursor: found.place.to_string(),
        more: found.more,
        count: found.totals.count.into(),
        unread_count: found.totals.unread.into(),
    }))
}

/// Deleted is deleted, softly or for good.
fn change(entry: Entry, receiver: &User) -> Change {
    let kept = entry.stored.filter(|stored| stored.notification.status != Status::Deleted);
    Change { id: entry.id, row: kept.map(|stored| super::row(stored, receiver)) }
}
