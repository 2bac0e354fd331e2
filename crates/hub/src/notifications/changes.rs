use std::fmt;

use super::journal::{self, Entry};
use super::{Totals, totals};
use crate::store::Db;
use crate::{Error, UserId};

/// So many changes come at once.
const MOST: usize = 500;

/// A client's place in the changes of one database, which only the hub can read: `<identity>-<revision>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    database: String,
    revision: i64,
}

impl Place {
    fn parse(text: &str) -> Option<Self> {
        let (database, revision) = text.split_once('-')?;
        Some(Self { database: database.to_owned(), revision: revision.parse().ok()? })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", self.database, self.revision)
    }
}

/// What changed, and the totals at the same moment.
pub struct ChangesSince {
    pub entries: Vec<Entry>,
    /// Where to go on from.
    pub place: Place,
    /// Whether there are more already.
    pub more: bool,
    pub totals: Totals,
}

/// What changed for a user since a place; without one, nothing but the place from which on to ask. `None` when the
/// place is of another database, or lies before what is forgotten.
pub fn changes(db: &Db<'_>, user: UserId, since: Option<&str>) -> Result<Option<ChangesSince>, Error> {
    let newest = journal::newest(db)?;
    let (database, forgotten) = memory(db)?;
    let after = match since.map(Place::parse) {
        None => newest,
        Some(Some(place)) if place.database == database && (forgotten..=newest).contains(&place.revision) => {
            place.revision
        }
        Some(_) => return Ok(None),
    };
    let mut entries = journal::entries(db, user, after, MOST + 1)?;
    let more = entries.len() > MOST;
    entries.truncate(MOST);
    let last = entries.last().filter(|_| more).map_or(newest, |entry| entry.revision);
    let place = Place { database, revision: last };
    Ok(Some(ChangesSince { entries, place, more, totals: totals(db, user)? }))
}

/// The identity of this database.
pub fn identity(db: &Db<'_>) -> Result<String, Error> {
    memory(db).map(|(identity, _)| identity)
}

/// The identity of this database, and up to where removals are forgotten.
fn memory(db: &Db<'_>) -> Result<(String, i64), Error> {
    let row = db.row("SELECT identity, forgotten FROM memory", &[])?;
    Ok((row.get(0)?, row.get(1)?))
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use protocol::{Kind, NotificationId};

    use super::*;
    use crate::notifications::{Start, insert, remove};
    use crate::store::Store;
    use crate::{NewNotification, NewUser, users};

    #[test]
    fn a_removal_is_remembered_for_a_month_and_cursors_from_before_it_not_longer() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        let ada = store.now(|db| users::add(db, &NewUser::new("ada@ward.example", "Ada Nowak"), "no hash")).unwrap();
        let monday: Timestamp = "2026-11-23T07:00:00Z".parse().unwrap();
        let month = SignedDuration::from_hours(30 * 24);
        let tell = || {
            let new = NewNotification::new(Kind::System, "hello");
            store.now(|db| insert(db, &[ada], &new, Start::now(monday))).unwrap()[0]
        };
        let remove = |id, now| store.now(|db| remove(db, ada, id, now)).unwrap();
        let ask = |place: Option<&Place>| {
            store.now(|db| changes(db, ada, place.map(ToString::to_string).as_deref())).unwrap()
        };
        let told = |place: &Place| -> Option<Vec<(NotificationId, bool)>> {
            let entries = ask(Some(place))?.entries.into_iter();
            Some(entries.map(|entry| (entry.id, entry.stored.is_some())).collect())
        };

        let [first, second, third] = [tell(), tell(), tell()];
        let before = ask(None).unwrap().place;
        assert!(remove(first, monday));
        let after = ask(None).unwrap().place;

        assert!(remove(second, monday + month));
        assert_eq!(told(&before), Some(vec![(first, false), (second, false)]));
        assert!(remove(third, monday + month + month));
        assert_eq!(told(&before), None, "the first removal is forgotten, and this cursor has not seen it");
        assert_eq!(told(&after), Some(vec![(second, false), (third, false)]));
        let now = ask(None).unwrap().place;
        assert!(!remove(third, monday + month + month + month), "nothing is removed twice");
        assert_eq!(told(&now), Some(vec![]));
    }
}
