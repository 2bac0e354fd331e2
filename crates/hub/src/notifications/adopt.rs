//! Notifications that another program wrote.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use protocol::{Notification, NotificationId, Related, Status};

use super::{COLUMNS, Stored, journal, read};
use crate::store::Db;
use crate::{Error, UserId, users};

/// A notification as another program has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// Whose it is.
    pub receiver: UserId,
    /// What it says.
    pub notification: Notification,
    /// When it was first written to a socket.
    pub delivered_at: Option<Timestamp>,
}

/// Which status a notification has from now on, when the hub has this one, or none because it is not here, and another is
/// said. `None` leaves it out.
pub type Settle<'a> = &'a dyn Fn(NotificationId, Option<Status>, Status) -> Option<Status>;

/// What became of notifications that were taken over.
#[derive(Debug, Default)]
pub struct Adopted {
    /// For whom something changed.
    pub receivers: HashSet<UserId>,
    pub new: usize,
    pub changed: usize,
    /// Those whose receiver is not here.
    pub left_out: usize,
}

/// Takes over notifications: new ones in their order, and of known ones what differs.
pub fn adopt(db: &Db<'_>, said: Vec<Foreign>, settle: Settle<'_>, now: Timestamp) -> Result<Adopted, Error> {
    let held = held(db, said.iter().map(|foreign| foreign.notification.id))?;
    let known = users::known(db, &said.iter().map(|foreign| foreign.receiver).collect::<Vec<_>>())?;
    let (mut adopted, mut new) = (Adopted::default(), Vec::new());
    for mut foreign in said {
        let id = foreign.notification.id;
        let status = held.get(&id).map(|(_, stored)| stored.notification.status);
        let Some(settled) = settle(id, status, foreign.notification.status) else {
            continue;
        };
        if !known.contains(&foreign.receiver) {
            adopted.left_out += 1;
            continue;
        }
        foreign.notification.status = settled;
        let receiver = foreign.receiver;
        match held.get(&id) {
            None => new.push(foreign),
            // Somebody else's from now on: gone for the one, new for the other.
            Some((of, _)) if *of != receiver => {
                adopted.receivers.extend(forget(db, &[id.to_string()], now)?);
                new.push(foreign);
            }
            Some((_, stored)) => {
                let Some(merged) = merged(stored, foreign) else {
                    continue;
                };
                rewrite(db, stored, &merged)?;
                adopted.changed += 1;
            }
        }
        adopted.receivers.insert(receiver);
    }
    adopted.new = new.len();
    insert(db, &new)?;
    Ok(adopted)
}

/// Removes those of these that are here, for good, and tells whose they were. It is remembered for a while, so that clients
/// let go of them.
pub fn forget(db: &Db<'_>, ids: &[String], now: Timestamp) -> Result<HashSet<UserId>, Error> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let ids: Vec<_> = ids.iter().map(|id| [id]).collect();
    let sql = format!(
        "DELETE FROM notification WHERE id IN (SELECT value ->> 0 FROM {}) RETURNING receiver, id",
        db.each("$1")
    );
    let mut receivers = HashSet::new();
    for row in db.rows(&sql, &[&serde_json::to_string(&ids)?])? {
        let receiver = UserId(row.parsed(0)?);
        journal::note_removal(db, receiver, NotificationId(row.parsed(1)?), now)?;
        receivers.insert(receiver);
    }
    Ok(receivers)
}

/// Those of these that are here, and whose they are.
fn held(
    db: &Db<'_>,
    ids: impl Iterator<Item = NotificationId>,
) -> Result<HashMap<NotificationId, (UserId, Stored)>, Error> {
    let ids: Vec<_> = ids.map(|id| [id.to_string()]).collect();
    let sql =
        format!("SELECT {COLUMNS}, receiver FROM notification WHERE id IN (SELECT value ->> 0 FROM {})", db.each("$1"));
    let rows = db.rows(&sql, &[&serde_json::to_string(&ids)?])?;
    let pair = |row| {
        let stored = read(row)?;
        Ok((stored.notification.id, (UserId(row.parsed(9)?), stored)))
    };
    rows.iter().map(pair).collect()
}

/// What becomes of a notification that the hub has; `None` when it stays as it is. What was delivered stays delivered, and
/// an id of a related object that the other program can't keep stays, too.
fn merged(held: &Stored, said: Foreign) -> Option<Foreign> {
    let id = said.notification.related.id.or_else(|| held.notification.related.id.clone());
    let merged = Foreign {
        notification: Notification { related: Related { id, ..said.notification.related }, ..said.notification },
        delivered_at: held.delivered_at.or(said.delivered_at),
        ..said
    };
    let is_same = merged.notification == held.notification && merged.delivered_at == held.delivered_at;
    (!is_same).then_some(merged)
}

fn rewrite(db: &Db<'_>, held: &Stored, new: &Foreign) -> Result<(), Error> {
    let of = &new.notification;
    let sql =
        "UPDATE notification SET kind = $1, message = $2, folded = $3, related_kind = $4, related_id = $5, date = $6,
                   status = $7, delivered_at = $8 WHERE id = $9";
    db.execute(
        sql,
        &[
            &of.kind.as_str(),
            &of.message,
            &of.message.to_lowercase(),
            &of.related.kind,
            &of.related.id,
            &of.date.as_microsecond(),
            &of.status.as_str(),
            &new.delivered_at.map(Timestamp::as_microsecond),
            &of.id.to_string(),
        ],
    )?;
    // Another status is written down by the database itself.
    if of.status == held.notification.status && *of != held.notification {
        journal::note_change(db, new.receiver, of.id)?;
    }
    Ok(())
}

/// Writes all rows in one statement, in their order.
fn insert(db: &Db<'_>, new: &[Foreign]) -> Result<(), Error> {
    if new.is_empty() {
        return Ok(());
    }
    let rows = new.iter().map(|foreign| {
        let of = &foreign.notification;
        serde_json::json!([
            of.id,
            foreign.receiver.0,
            of.kind.as_str(),
            of.message,
            of.message.to_lowercase(),
            of.related.kind,
            of.related.id,
            of.date.as_microsecond(),
            of.status.as_str(),
            foreign.delivered_at.map(Timestamp::as_microsecond),
        ])
    });
    let sql = format!(
        "INSERT INTO notification
             (id, receiver, kind, message, folded, related_kind, related_id, date, status, delivered_at)
         SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6,
                CAST(value ->> 7 AS BIGINT), value ->> 8, CAST(value ->> 9 AS BIGINT)
         FROM {} ORDER BY key",
        db.each("$1")
    );
    db.execute(&sql, &[&serde_json::to_string(&rows.collect::<Vec<_>>())?]).map(drop)
}

#[cfg(test)]
mod tests {
    use protocol::Kind;
    use uuid::Uuid;

    use super::*;

    fn stored(status: Status, delivered_at: Option<i64>, related_id: Option<&str>) -> Stored {
        let notification = Notification {
            id: NotificationId(Uuid::nil()),
            kind: Kind::System,
            message: "Fire drill at noon".to_owned(),
            date: Timestamp::UNIX_EPOCH,
            status,
            related: Related { kind: Some("chat".to_owned()), id: related_id.map(str::to_owned) },
        };
        let delivered_at = delivered_at.map(|at| Timestamp::from_microsecond(at).unwrap());
        Stored { seq: 1, notification, delivered_at }
    }

    fn foreign(of: Stored) -> Foreign {
        Foreign { receiver: UserId(Uuid::nil()), notification: of.notification, delivered_at: of.delivered_at }
    }

    #[test]
    fn what_is_said_holds_but_nothing_is_lost_by_it() {
        use Status::{Deleted, Read, Unread};
        let same = (Unread, None, None);
        for (held, said, expected) in [
            (same, same, None),
            (same, (Read, None, None), Some((Read, None, None))),
            ((Read, None, None), (Unread, None, None), Some((Unread, None, None))),
            ((Unread, Some(5), None), (Unread, None, None), None),
            ((Unread, Some(5), None), (Unread, Some(9), None), None),
            ((Unread, None, None), (Unread, Some(9), None), Some((Unread, Some(9), None))),
            ((Unread, None, Some("17")), (Unread, None, None), None),
            ((Unread, None, Some("17")), (Deleted, None, None), Some((Deleted, None, Some("17")))),
        ] {
            let as_stored = |(status, at, id)| stored(status, at, id);
            let found = merged(&as_stored(held), foreign(as_stored(said)));
            assert_eq!(found, expected.map(|of| foreign(as_stored(of))), "{held:?} {said:?}");
        }
    }
}
