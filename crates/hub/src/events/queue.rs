//! Events in the database: accepted once, then waiting until they are due.

use jiff::{SignedDuration, Timestamp};

use super::{Event, Fields};
use crate::rules::Gather;
use crate::store::{Db, Row};
use crate::{Error, Office};

/// How long what an event said is kept after it was worked off: others may belong to it, and nobody needs it later.
const KEPT: SignedDuration = SignedDuration::from_hours(1);
/// How long the id of an event is remembered, so that posting it again changes nothing.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(31 * 24);

/// An event that was accepted.
pub struct Waiting {
    /// Its place in the order of commits.
    pub seq: i64,
    pub event: Event,
    pub accepted_at: Timestamp,
}

/// How many events there are, for those who watch over a hub.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EventCounts {
    /// Accepted, and not worked off yet.
    pub waiting: u32,
    /// Worked off in the last month.
    pub done: u32,
    /// Rules that failed in the last month.
    pub failures: u32,
}

impl Office {
    /// Keeps an event until its rules have sent what follows from it. False when this poster has posted one of this id
    /// before, which changes nothing.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn post_event(&self, poster: &str, id: &str, event: Event, now: Timestamp) -> Result<bool, Error> {
        let (poster, id) = (poster.to_owned(), id.to_owned());
        self.store.write(move |db| accept(db, (&poster, &id), &event, now)).await
    }

    /// How many events there are.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn event_counts(&self) -> Result<EventCounts, Error> {
        self.store.read(counts).await
    }
}

/// Keeps an event until it is worked off. False when the poster has posted one of this id before, which changes nothing.
pub fn accept(db: &Db<'_>, (poster, id): (&str, &str), event: &Event, now: Timestamp) -> Result<bool, Error> {
    let sql = "INSERT INTO event (poster, id, model, object, action, fields, previous, accepted_at, due_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (poster, id) DO NOTHING";
    let previous = event.previous.as_ref().map(serde_json::to_string).transpose()?;
    let fields = serde_json::to_string(&event.fields)?;
    let (model, object, action) = (&event.model, &event.object, &event.action.as_str());
    // Whether it has to wait for others, rules say when it is looked at.
    let now = now.as_microsecond();
    Ok(db.execute(sql, &[&poster, &id, model, object, action, &fields, &previous, &now, &now])? == 1)
}

/// The columns that [`read`] wants, in its order.
const COLUMNS: &str = "seq, model, object, action, fields, previous, accepted_at";

/// The next that is due, in the order they came.
pub fn next(db: &Db<'_>, now: Timestamp) -> Result<Option<Waiting>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM event WHERE done_at IS NULL AND due_at <= $1 ORDER BY seq LIMIT 1");
    db.optional(&sql, &[&now.as_microsecond()])?.as_ref().map(read).transpose()
}

/// An event of this poster, worked off or not.
pub fn posted(db: &Db<'_>, (poster, id): (&str, &str)) -> Result<Option<Waiting>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM event WHERE poster = $1 AND id = $2");
    db.optional(&sql, &[&poster, &id])?.as_ref().map(read).transpose()
}

/// When the next will be due.
pub fn next_due(db: &Db<'_>) -> Result<Option<Timestamp>, Error> {
    let row = db.row("SELECT min(due_at) FROM event WHERE done_at IS NULL", &[])?;
    Ok(row.get::<Option<i64>>(0)?.map(Timestamp::from_microsecond).transpose()?)
}

/// Notes that an event was worked off, and how many rules failed. False when it was noted before.
pub fn finish(db: &Db<'_>, seq: i64, failures: usize, now: Timestamp) -> Result<bool, Error> {
    let failures = i64::try_from(failures).unwrap_or(i64::MAX);
    let sql = "UPDATE event SET done_at = $1, failures = $2 WHERE seq = $3 AND done_at IS NULL";
    Ok(db.execute(sql, &[&now.as_microsecond(), &failures, &seq])? == 1)
}

/// Lets an event wait longer.
pub fn put_off(db: &Db<'_>, seq: i64, due: Timestamp) -> Result<(), Error> {
    db.execute("UPDATE event SET due_at = $1 WHERE seq = $2", &[&due.as_microsecond(), &seq])?;
    Ok(())
}

/// What may belong to an event: those of the other table that came from a little before it until now.
pub fn others(db: &Db<'_>, waiting: &Waiting, gather: &Gather) -> Result<Vec<Event>, Error> {
    let since = waiting.accepted_at - SignedDuration::from_secs(gather.seconds.into());
    let sql = format!("SELECT {COLUMNS} FROM event WHERE model = $1 AND accepted_at >= $2 ORDER BY seq");
    let rows = db.rows(&sql, &[&gather.model, &since.as_microsecond()])?;
    rows.iter().map(|row| read(row).map(|waiting| waiting.event)).collect()
}

/// Forgets what old events said, and later that they were.
pub fn forget(db: &Db<'_>, now: Timestamp) -> Result<(), Error> {
    let [said, known] = [now - KEPT, now - REMEMBERED].map(Timestamp::as_microsecond);
    db.execute("UPDATE event SET fields = '{}', previous = NULL WHERE done_at <= $1 AND fields <> '{}'", &[&said])?;
    db.execute("DELETE FROM event WHERE done_at <= $1", &[&known])?;
    Ok(())
}

/// How many there are.
fn counts(db: &Db<'_>) -> Result<EventCounts, Error> {
    let row = db.row(
        "SELECT count(*) - count(done_at), count(done_at), CAST(coalesce(sum(failures), 0) AS BIGINT) FROM event",
        &[],
    )?;
    Ok(EventCounts { waiting: row.count(0)?, done: row.count(1)?, failures: row.count(2)? })
}

fn read(row: &Row) -> Result<Waiting, Error> {
    let fields = |text: String| serde_json::from_str::<Fields>(&text).map_err(Error::from);
    let event = Event {
        model: row.get(1)?,
        object: row.get(2)?,
        action: row.get::<String>(3)?.parse().map_err(|_| Error::Unreadable)?,
        fields: fields(row.get(4)?)?,
        previous: row.get::<Option<String>>(5)?.map(fields).transpose()?,
    };
    Ok(Waiting { seq: row.get(0)?, event, accepted_at: Timestamp::from_microsecond(row.get(6)?)? })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Action;
    use crate::store::Store;

    fn medicine() -> Event {
        let fields = json!({"prescription_id": "p", "medication_name": "Ramipril"});
        let fields = serde_json::from_value(fields).unwrap();
        Event { model: "medication".into(), object: "m".into(), action: Action::Created, fields, previous: None }
    }

    #[test]
    fn what_an_event_said_is_forgotten_after_an_hour_and_its_id_after_a_month() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        let monday: Timestamp = "2026-11-23T07:00:00Z".parse().unwrap();
        let accepted = |id, now| store.now(|db| accept(db, ("desk", id), &medicine(), now)).unwrap();
        let said = |id| store.now(|db| posted(db, ("desk", id))).unwrap().map(|waiting| waiting.event.fields.len());
        let tidies = |now| store.now(|db| forget(db, now)).unwrap();
        assert!(accepted("done", monday) && accepted("waiting", monday));
        let next = store.now(|db| next(db, monday)).unwrap().unwrap();
        assert!(store.now(|db| finish(db, next.seq, 2, monday)).unwrap());
        assert!(!store.now(|db| finish(db, next.seq, 2, monday)).unwrap(), "once");

        tidies(monday + KEPT - SignedDuration::from_secs(1));
        assert_eq!((said("done"), said("waiting")), (Some(2), Some(2)));
        tidies(monday + KEPT);
        assert_eq!((said("done"), said("waiting")), (Some(0), Some(2)));
        assert!(!accepted("done", monday + KEPT));
        assert_eq!(store.now(counts).unwrap(), EventCounts { waiting: 1, done: 1, failures: 2 });
        tidies(monday + REMEMBERED);
        assert_eq!((said("done"), said("waiting")), (None, Some(2)), "what waits is never forgotten");
    }

    #[test]
    fn an_event_that_is_put_off_lets_the_others_go_first() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        let monday: Timestamp = "2026-11-23T07:00:00Z".parse().unwrap();
        for id in ["first", "second"] {
            store.now(|db| accept(db, ("desk", id), &medicine(), monday)).unwrap();
        }
        let up = |now| store.now(|db| next(db, now)).unwrap().map(|waiting| waiting.seq);
        let first = up(monday).unwrap();
        let later = monday + SignedDuration::from_secs(60);
        store.now(|db| put_off(db, first, later)).unwrap();
        let second = up(monday).unwrap();
        assert_ne!(second, first);
        assert!(store.now(|db| finish(db, second, 0, monday)).unwrap());
        assert_eq!((up(monday), store.now(next_due).unwrap(), up(later)), (None, Some(later), Some(first)));
    }

    #[test]
    fn what_may_belong_to_an_event_came_shortly_before_it_or_after() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        let monday: Timestamp = "2026-11-23T07:00:00Z".parse().unwrap();
        let seconds = SignedDuration::from_secs;
        for (id, at) in [("long ago", -4), ("before", -3), ("with it", 0), ("after", 2)] {
            store.now(|db| accept(db, ("desk", id), &medicine(), monday + seconds(at))).unwrap();
        }
        let waiting = Waiting { seq: 99, event: medicine(), accepted_at: monday };
        let gather =
            Gather { name: "all".into(), model: "medication".into(), by: "prescription_id".into(), seconds: 3 };
        assert_eq!(store.now(|db| others(db, &waiting, &gather)).unwrap().len(), 3);
        let elsewhere = Gather { model: "bed".into(), ..gather };
        assert_eq!(store.now(|db| others(db, &waiting, &elsewhere)).unwrap().len(), 0);
    }
}
