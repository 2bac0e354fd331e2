use jiff::Timestamp;

use super::AuditEntry;
use super::entry::COLUMNS;
use crate::store::Db;
use crate::{Error, Office};

/// How many lines are read at a time.
const PAGE: i64 = 1000;

/// Reads the audit log, oldest line first, and sees whether each line follows the one before.
pub struct AuditTrail {
    office: Office,
    since: Timestamp,
    last: Option<AuditEntry>,
    broken_at: Option<i64>,
}

impl Office {
    /// The audit log from this moment on.
    pub fn audit_trail(&self, since: Timestamp) -> AuditTrail {
        AuditTrail { office: self.clone(), since, last: None, broken_at: None }
    }
}

impl AuditTrail {
    /// The next lines; none when there are no more.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn next(&mut self) -> Result<Vec<AuditEntry>, Error> {
        let (behind, since) = (self.last.as_ref().map_or(0, |last| last.number), self.since);
        let page = self.office.store.read(move |db| page(db, behind, since)).await?;
        for entry in &page {
            if self.broken_at.is_none() && !follows(entry, self.last.as_ref())? {
                self.broken_at = Some(entry.number);
            }
            self.last = Some(entry.clone());
        }
        Ok(page)
    }

    /// The first line, of those that were read, that was changed from outside or has lost the one before it.
    pub fn broken_at(&self) -> Option<i64> {
        self.broken_at
    }
}

fn page(db: &Db<'_>, behind: i64, since: Timestamp) -> Result<Vec<AuditEntry>, Error> {
    // `user:` has five characters.
    let sql = format!(
        "SELECT {COLUMNS}, actors.email, subjects.email FROM audit
         LEFT JOIN \"user\" AS actors ON actors.id = substr(actor, 6)
         LEFT JOIN \"user\" AS subjects ON subjects.id = substr(subject, 6)
         WHERE number > $1 AND number >= (SELECT min(number) FROM audit WHERE at >= $2) ORDER BY number LIMIT $3"
    );
    let rows = db.rows(&sql, &[&behind, &since.as_microsecond(), &PAGE])?;
    rows.iter().map(AuditEntry::read).collect()
}

/// The oldest line that is kept has nobody to vouch for it, unless it is the very first.
fn follows(entry: &AuditEntry, before: Option<&AuditEntry>) -> Result<bool, Error> {
    Ok(match before {
        Some(before) => entry.number == before.number + 1 && *entry.hash == entry.proof(&before.hash)?,
        None => entry.number > 1 || *entry.hash == entry.proof(&[0; 32])?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Action, Deed, Who, drop_older};
    use crate::store::Store;

    const MONDAY: &str = "2026-11-23T07:00:00Z";

    fn day(number: i64) -> Timestamp {
        let monday: Timestamp = MONDAY.parse().unwrap();
        monday + jiff::SignedDuration::from_hours(24 * number)
    }

    /// A log with a line a day.
    fn log(store: &Store, days: i64) {
        for number in 0..days {
            store.now(|db| Deed::new(Action::KeysRotated, Who::OFFICE).times(7).note(db, day(number))).unwrap();
        }
    }

    /// The first line that does not follow the one before.
    fn broken_at(store: &Store, since: Timestamp) -> Option<i64> {
        let entries = store.now(|db| page(db, 0, since)).unwrap();
        let before = std::iter::once(None).chain(entries.iter().map(Some));
        entries
            .iter()
            .zip(before)
            .find(|(entry, before)| !follows(entry, *before).unwrap())
            .map(|(entry, _)| entry.number)
    }

    #[test]
    fn whoever_changes_moves_or_removes_a_line_is_noticed() {
        for (change, expected) in [
            ("UPDATE audit SET amount = 8 WHERE number = 3", Some(3)),
            ("UPDATE audit SET actor = 'hub' WHERE number = 1", Some(1)),
            ("UPDATE audit SET detail = '' WHERE number = 5", Some(5)),
            ("UPDATE audit SET at = at + 1 WHERE number = 2", Some(2)),
            ("DELETE FROM audit WHERE number = 3", Some(4)),
            ("UPDATE audit SET number = 6 WHERE number = 2", Some(3)),
            ("UPDATE audit SET hash = zeroblob(32) WHERE number = 4", Some(4)),
            ("SELECT 1", None),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let store = Store::in_folder(folder.path());
            log(&store, 5);
            rusqlite::Connection::open(folder.path().join("hub.sqlite3")).unwrap().execute_batch(change).unwrap();
            assert_eq!(broken_at(&store, day(0)), expected, "{change}");
        }
    }

    #[test]
    fn what_is_too_old_goes_and_the_rest_still_proves_itself() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        log(&store, 5);
        let dropped = |oldest, now| store.now(|db| drop_older(db, oldest, now)).unwrap();

        assert_eq!([dropped(day(2), day(5)), dropped(day(2), day(5))], [2, 0]);

        let numbers =
            |since| store.now(|db| page(db, 0, since)).unwrap().iter().map(|line| line.number).collect::<Vec<_>>();
        assert_eq!(numbers(day(0)), [3, 4, 5, 6]);
        assert_eq!(broken_at(&store, day(0)), None);
        assert_eq!(broken_at(&store, day(3)), None, "from a day on, too");
        assert_eq!((dropped(day(9), day(9)), numbers(day(0))), (4, vec![7]), "and the numbers go on");
        assert_eq!(broken_at(&store, day(0)), None);
    }
}
