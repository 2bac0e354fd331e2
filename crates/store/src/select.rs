use std::ops::ControlFlow;

use jiff::Timestamp;
use memchr::memmem;
use protocol::{Kind, Status};
use rusqlite::Connection;
use zeroize::Zeroizing;

use crate::fold::fold;
use crate::place::Place;
use crate::row::Record;
use crate::{StoreError, StoredRow};

/// Which rows to list; all conditions together. Deleted rows, and those that were let go, are never listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Select {
    /// Only this type.
    pub kind: Option<Kind>,
    /// Only this status.
    pub status: Option<Status>,
    /// Only what the server made then or later.
    pub since: Option<Timestamp>,
    /// Only what the server made before then.
    pub until: Option<Timestamp>,
    /// Only what the user wants to come back to.
    pub follow_up: bool,
    /// Only messages that contain this, whatever the case of the letters (Unicode's full case folding).
    pub text: Option<String>,
}

/// Which end of a list comes first.
#[derive(Clone, Copy)]
pub enum Order {
    NewestFirst,
    OldestFirst,
}

/// A stretch of the order of lists, without the places at its ends.
#[derive(Clone, Copy)]
pub struct Stretch {
    pub older: Place,
    pub newer: Place,
}

impl Stretch {
    /// What of it is older than a place.
    pub fn behind(self, place: Place) -> Self {
        Self { newer: self.newer.min(place), ..self }
    }

    /// What of it is newer than a place.
    pub fn before(self, place: Place) -> Self {
        Self { older: self.older.max(place), ..self }
    }

    pub fn contains(self, place: Place) -> bool {
        self.older < place && place < self.newer
    }
}

/// A text that is looked for, folded.
#[derive(Default)]
pub struct Needle(pub Zeroizing<Vec<u8>>);

impl Needle {
    pub fn is_in(&self, row: &StoredRow) -> bool {
        memmem::find(&fold(&row.notification.message), &self.0).is_some()
    }
}

impl Select {
    /// The stretch that the dates leave.
    pub fn stretch(&self) -> Stretch {
        let place = |date: Timestamp| Place::before(date.as_microsecond());
        Stretch { older: self.since.map_or(Place::OLDEST, place), newer: self.until.map_or(Place::NEWEST, place) }
    }

    /// The text to look for; none when every message fits.
    pub fn needle(&self) -> Option<Needle> {
        let text = self.text.as_deref().filter(|text| !text.is_empty())?;
        Some(Needle(fold(text)))
    }

    /// Reads the rows of a stretch, whatever their text, until `take` has enough; `columns` are all of them, or those
    /// without the refusal (`row.rs`). SQLite sorts nothing: it merges what stands in the indexes.
    pub fn read(
        &self,
        db: &Connection,
        columns: &str,
        order: Order,
        Stretch { older, newer }: Stretch,
        mut take: impl FnMut(Record) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let mut query = db.prepare_cached(&self.sql(columns, order))?;
        let mut rows = query.query((self.kind(), older.date, newer.date, older.seq, newer.seq))?;
        while let Some(row) = rows.next()? {
            if take(Record::read(row)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn sql(&self, columns: &str, order: Order) -> String {
        let inside = "(date, inbox.seq) > (?2, ?4) AND (date, inbox.seq) < (?3, ?5)";
        let part = |part: &&str| format!("SELECT {columns} FROM inbox WHERE {} AND {inside}", self.condition(part));
        let parts: Vec<_> = self.parts().iter().map(part).collect();
        let direction = match order {
            Order::NewestFirst => "DESC",
            Order::OldestFirst => "ASC",
        };
        // The third column is the date, the first one the number.
        format!("{} ORDER BY 3 {direction}, 1 {direction}", parts.join(" UNION ALL "))
    }

    /// How many rows there are, whatever their text.
    pub fn count(&self, db: &Connection) -> Result<u32, StoreError> {
        let Stretch { older, newer } = self.stretch();
        let mut query = db.prepare_cached(&self.counting())?;
        Ok(query.query_row((self.kind(), older.date, newer.date), |row| row.get(0))?)
    }

    fn counting(&self) -> String {
        let inside = "date >= ?2 AND date < ?3";
        let part = |part: &&str| format!("(SELECT count(*) FROM inbox WHERE {} AND {inside})", self.condition(part));
        let parts: Vec<_> = self.parts().iter().map(part).collect();
        format!("SELECT {}", parts.join(" + "))
    }

    /// One condition for each index that is needed; a plus keeps SQLite from taking another one.
    fn parts(&self) -> &'static [&'static str] {
        match (self.follow_up, self.status) {
            (true, None) => &["follow_up = 1 AND status < 2"],
            (true, Some(Status::Unread)) => &["follow_up = 1 AND status < 2 AND +status = 0"],
            (true, Some(Status::Read)) => &["follow_up = 1 AND status < 2 AND +status = 1"],
            (false, None) => &["status = 0", "status = 1"],
            (false, Some(Status::Unread)) => &["status = 0"],
            (false, Some(Status::Read)) => &["status = 1"],
            (_, Some(Status::Deleted)) => &["FALSE"],
        }
    }

    fn condition(&self, part: &str) -> String {
        if self.kind.is_some() { format!("{part} AND kind = ?1") } else { part.to_owned() }
    }

    fn kind(&self) -> Option<&str> {
        self.kind.as_ref().map(Kind::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::COLUMNS;

    /// A database without keys: how it is asked is looked at, not what it says.
    fn laid_out() -> Connection {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(include_str!("migrations/1.sql")).unwrap();
        db
    }

    fn plan(db: &Connection, sql: &str) -> Vec<String> {
        let mut query = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let parameters = vec![0; query.parameter_count()];
        let steps = query.query_map(rusqlite::params_from_iter(parameters), |row| row.get(3)).unwrap();
        steps.map(Result::unwrap).collect()
    }

    fn every_kind_of() -> impl Iterator<Item = Select> {
        let kinds = [None, Some(Kind::Issue)];
        let statuses = [None, Some(Status::Unread), Some(Status::Read)];
        kinds.into_iter().flat_map(move |kind| {
            statuses.into_iter().flat_map(move |status| {
                let select = Select { kind: kind.clone(), status, ..Select::default() };
                [false, true].map(|follow_up| Select { follow_up, ..select.clone() })
            })
        })
    }

    #[test]
    fn no_list_is_sorted_or_read_from_its_beginning() {
        let db = laid_out();
        for select in every_kind_of() {
            for order in [Order::NewestFirst, Order::OldestFirst] {
                let plan = plan(&db, &select.sql(COLUMNS, order));
                let index =
                    |step: &&String| step.starts_with("SEARCH inbox USING INDEX inbox_") && step.contains("date");
                let parts = if select.status.is_some() || select.follow_up { 1 } else { 2 };
                assert_eq!(plan.iter().filter(index).count(), parts, "{select:?}: {plan:?}");
                assert!(
                    !plan.iter().any(|step| step.contains("TEMP") || step.contains("SCAN")),
                    "{select:?}: {plan:?}"
                );
                let follows = plan.iter().any(|step| step.contains("inbox_follow_up"));
                let by_kind = plan.iter().any(|step| step.contains("by_kind (kind=?"));
                assert_eq!(follows, select.follow_up, "{select:?}: {plan:?}");
                assert_eq!(by_kind, select.kind.is_some() && !follows, "{select:?}: {plan:?}");
            }
        }
    }

    #[test]
    fn counting_looks_at_no_row() {
        let db = laid_out();
        for select in every_kind_of().filter(|select| !select.follow_up) {
            let plan = plan(&db, &select.counting());
            let tables: Vec<_> = plan.iter().filter(|step| step.contains("inbox")).collect();
            assert!(tables.iter().all(|step| step.starts_with("SEARCH inbox USING COVERING INDEX")), "{plan:?}");
        }
    }
}
