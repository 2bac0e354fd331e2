use jiff::Timestamp;
use protocol::Status;

use super::{Counts, Imported, LeftOut, Reason, notes};
use crate::Error;
use crate::audit::{Action, Deed, Who};
use crate::django::rows::Found;
use crate::notifications::{self, Foreign};
use crate::store::Db;

/// Takes over notifications, in their order.
pub fn take(db: &Db<'_>, found: Found<Foreign>, now: Timestamp) -> Result<Imported, Error> {
    let Found { rows, ids } = found;
    let read = ids.len();
    let mut left_out = LeftOut::rest(ids, rows.iter().map(|row| row.notification.id.to_string()), Reason::Unreadable);
    let people = notes::people(db, rows.iter().map(|row| row.receiver))?;
    let mut said = Vec::with_capacity(rows.len());
    for foreign in rows {
        match people.get(&foreign.receiver) {
            Some(known) => said.push(Foreign { receiver: known.here, ..foreign }),
            None => left_out.push(LeftOut { id: foreign.notification.id.to_string(), reason: Reason::NoReceiver }),
        }
    }
    let before = notes::statuses(db, said.iter().map(|foreign| foreign.notification.id))?;
    let after = said.iter().map(|foreign| (foreign.notification.id, foreign.notification.status));
    let after: Vec<_> = after.filter(|(id, status)| before.get(id) != Some(status)).collect();
    let adopted = notifications::adopt(db, said, &|id, held, said| settle(before.get(&id).copied(), held, said), now)?;
    notes::put_statuses(db, &after)?;
    note(db, adopted.new + adopted.changed, now)?;
    let counts = Counts { read, new: adopted.new, changed: adopted.changed, gone: 0 };
    Ok(Imported { notifications: counts, left_out, ..Imported::default() })
}

/// Removes notifications that the source does not have any more.
pub fn let_go(db: &Db<'_>, ids: &[String], now: Timestamp) -> Result<Imported, Error> {
    notifications::forget(db, ids, now)?;
    notes::forget_notifications(db, ids)?;
    note(db, ids.len(), now)?;
    Ok(Imported { notifications: Counts { gone: ids.len(), ..Counts::default() }, ..Imported::default() })
}

/// Which status a notification has from now on, by what the source said the last time, what is held here, and what the source
/// says now. Where only one side did something, that holds; where both did, what goes further. What was removed here stays so.
fn settle(before: Option<Status>, held: Option<Status>, said: Status) -> Option<Status> {
    match (before, held) {
        (None, None) => Some(said),
        (Some(_), None) => None,
        (Some(before), Some(held)) if held == before => Some(said),
        (Some(before), Some(held)) if said == before => Some(held),
        (_, Some(held)) => Some(further(held, said)),
    }
}

fn further(one: Status, other: Status) -> Status {
    [Status::Deleted, Status::Read].into_iter().find(|status| [one, other].contains(status)).unwrap_or(Status::Unread)
}

/// Notes in the audit log how many were concerned, if some were.
fn note(db: &Db<'_>, count: usize, now: Timestamp) -> Result<(), Error> {
    if count == 0 { Ok(()) } else { Deed::new(Action::Imported, Who::OFFICE).times(count).note(db, now) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_either_side_did_to_a_notification_is_not_undone_by_the_other() {
        use Status::{Deleted, Read, Unread};
        for (before, held, said, expected) in [
            (None, None, Deleted, Some(Deleted)),
            (None, Some(Read), Unread, Some(Read)),
            (Some(Unread), None, Unread, None),
            (Some(Unread), None, Read, None),
            (Some(Unread), Some(Unread), Read, Some(Read)),
            (Some(Read), Some(Read), Unread, Some(Unread)),
            (Some(Unread), Some(Read), Unread, Some(Read)),
            (Some(Read), Some(Unread), Read, Some(Unread)),
            (Some(Unread), Some(Read), Deleted, Some(Deleted)),
            (Some(Read), Some(Deleted), Unread, Some(Deleted)),
            (Some(Deleted), Some(Read), Unread, Some(Read)),
        ] {
            assert_eq!(settle(before, held, said), expected, "{before:?} {held:?} {said:?}");
        }
    }
}
