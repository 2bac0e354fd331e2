//! Builds what people see out of what is stored: rows as the window knows them, and the one snapshot.

use bridge::{Account, FollowUp, KindCount, Link, Refused, Related, Row, Snapshot, Status, Waiting};
use language::say;
use protocol::Kind;
use store::StoredRow;

use crate::kinds::looks;

/// Lists carry the beginning of a message, in characters; the whole is asked for when a row is opened.
const PREVIEW: usize = 1000;

/// The whole row.
pub fn row(stored: StoredRow) -> Row {
    let told = stored.notification;
    let related = told.related;
    Row {
        id: told.id.0,
        kind: told.kind.as_str().to_owned(),
        message: told.message,
        date: told.date,
        status: if told.status == protocol::Status::Unread { Status::Unread } else { Status::Read },
        related: related.kind.map(|kind| Related { kind, id: related.id }),
        waiting: stored.waiting.then_some(action(told.status)),
        refused: stored.refused.map(refused),
        follow_up: stored.follow_up.map(mark),
        snoozed: stored.snoozed,
    }
}

/// A mark for follow-up.
pub fn mark(stored: store::FollowUp) -> FollowUp {
    FollowUp { due: stored.due }
}

/// What somebody did who wants a row to be so.
fn action(wanted: protocol::Status) -> Waiting {
    match wanted {
        protocol::Status::Unread => Waiting::Unread,
        protocol::Status::Read => Waiting::Read,
        protocol::Status::Deleted => Waiting::Delete,
    }
}

/// There is one reason.
fn refused(by_server: store::Refused) -> Refused {
    Refused { action: by_server.wanted.map(action), why: say::server_refused_for_good() }
}

/// The row as a list shows it.
pub fn preview(stored: StoredRow) -> Row {
    let mut row = row(stored);
    if let Some((end, _)) = row.message.char_indices().nth(PREVIEW) {
        row.message.truncate(end);
        row.message.push('…');
    }
    row
}

/// Unread rows per type: the eight documented ones first, always; then any other that occurs.
pub fn kinds(unread: &[(Kind, u32)]) -> Vec<KindCount> {
    let count = |kind: &str| unread.iter().find(|(found, _)| found.as_str() == kind).map_or(0, |(_, count)| *count);
    let known = looks().iter().map(|look| KindCount { kind: look.kind.clone(), unread: count(&look.kind) });
    let others = unread.iter().filter(|(kind, _)| matches!(kind, Kind::Other(_)));
    known.chain(others.map(|(kind, count)| KindCount { kind: kind.as_str().to_owned(), unread: *count })).collect()
}

/// The state with nothing stored and nobody signed in.
pub fn empty(link: Link, account: Option<Account>) -> Snapshot {
    Snapshot {
        revision: 0,
        account,
        link,
        lock: bridge::Lock::default(),
        paused: None,
        consult: None,
        unread: 0,
        follow_ups: 0,
        snoozed: 0,
        kinds: kinds(&[]),
        pending: 0,
        newest: Vec::new(),
        export: false,
        server: None,
        checked: None,
        covered_since: None,
        gap: None,
    }
}

/// Nobody is signed in, by the user's own wish.
pub fn signed_out() -> Link {
    Link::SignedOut { why: None }
}
