use std::ops::ControlFlow;

use jiff::Timestamp;
use memchr::memmem;
use protocol::{Kind, Status};
use rusqlite::{Connection, OptionalExtension};
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
    /// Only what is snoozed, or only what is not.
    pub snoozed: Option<bool>,
    /// Only messages that contain this, whatever the case of the letters (Unicode's full case folding).
    pub text: Option<String>,
}

/// Which end of a list comes first.
#[derive(Clone, Copy)]
pub enum Order {
    NewestFirst,
    OldestFirst,
}

/// A stretch of the order of lists, without the places at its ends, as far as it had arrived at some time.
#[derive(Clone, Copy)]
pub struct Stretch {
    pub older: Place,
    pub newer: Place,
    /// The number of the last arrival that belongs to it.
    pub through: i64,
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

    /// What of it had arrived when this was the last arrival.
    pub fn through(self, last: i64) -> Self {
        Self { through: last, ..self }
    }

    pub fn contains(self, place: Place) -> bool {
        self.older < place && place < self.newer && place.seq <= self.through
    }
}

/// What a row is to its user, each with an index of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Unread, and counted as that.
    Unread,
    /// Unread, and snoozed.
    Snoozed,
    Read,
}

impl State {
    fn condition(self) -> &'static str {
        match self {
            Self::Unread => "status = 0 AND snoozed = 0",
            Self::Snoozed => "status = 0 AND snoozed = 1",
            Self::Read => "status = 1",
        }
    }

    /// The same of what is marked for follow-up; a plus keeps SQLite from taking another index than that of the marks.
    fn marked(self) -> &'static str {
        match self {
            Self::Unread => "follow_up = 1 AND status < 2 AND +status = 0 AND +snoozed = 0",
            Self::Snoozed => "follow_up = 1 AND status < 2 AND +status = 0 AND +snoozed = 1",
            Self::Read => "follow_up = 1 AND status < 2 AND +status = 1",
        }
    }
}

/// The columns of a place, the number first and the date third, as everywhere.
const PLACES: &str = "inbox.seq, NULL, date";

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
        let (older, newer) = (self.since.map_or(Place::OLDEST, place), self.until.map_or(Place::NEWEST, place));
        Stretch { older, newer, through: i64::MAX }
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
        stretch: Stretch,
        mut take: impl FnMut(Record) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let Some(sql) = self.sql(columns, order) else { return Ok(()) };
        let mut query = db.prepare_cached(&sql)?;
        let mut rows = query.query(self.inside(stretch))?;
        while let Some(row) = rows.next()? {
            if take(Record::read(row)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The place of the `number`th row of a stretch, newest first and whatever their text; none when there are fewer. Only
    /// indexes are looked at.
    pub fn place_of(&self, db: &Connection, number: u32, stretch: Stretch) -> Result<Option<Place>, StoreError> {
        let Some(sql) = self.sql(PLACES, Order::NewestFirst) else { return Ok(None) };
        let mut query = db.prepare_cached(&format!("{sql} LIMIT 1 OFFSET ?7 - 1"))?;
        let (kind, older, newer, after, before, through) = self.inside(stretch);
        let values = (kind, older, newer, after, before, through, number);
        Ok(query.query_row(values, |row| Ok(Place { date: row.get(2)?, seq: row.get(0)? })).optional()?)
    }

    /// The values of the conditions, from the first on.
    fn inside(&self, Stretch { older, newer, through }: Stretch) -> (Option<&str>, i64, i64, i64, i64, i64) {
        (self.kind.as_ref().map(Kind::as_str), older.date, newer.date, older.seq, newer.seq, through)
    }

    fn sql(&self, columns: &str, order: Order) -> Option<String> {
        let inside = "(date, inbox.seq) > (?2, ?4) AND (date, inbox.seq) < (?3, ?5) AND inbox.seq <= ?6";
        let part = |state| format!("SELECT {columns} FROM inbox WHERE {} AND {inside}", self.condition(state));
        let parts: Vec<_> = self.states().map(part).collect();
        let direction = match order {
            Order::NewestFirst => "DESC",
            Order::OldestFirst => "ASC",
        };
        // The third column is the date, the first one the number.
        let ordered = format!("{} ORDER BY 3 {direction}, 1 {direction}", parts.join(" UNION ALL "));
        (!parts.is_empty()).then_some(ordered)
    }

    /// How many rows there are, whatever their text, and how many of them count as unread.
    pub fn count(&self, db: &Connection) -> Result<(u32, u32), StoreError> {
        let (mut all, mut unread) = (0, 0);
        let Stretch { older, newer, .. } = self.stretch();
        for state in self.states() {
            let mut query = db.prepare_cached(&self.counting(state))?;
            let kind = self.kind.as_ref().map(Kind::as_str);
            let count: u32 = query.query_row((kind, older.date, newer.date), |row| row.get(0))?;
            all += count;
            unread += if state == State::Unread { count } else { 0 };
        }
        Ok((all, unread))
    }

    fn counting(&self, state: State) -> String {
        format!("SELECT count(*) FROM inbox WHERE {} AND date >= ?2 AND date < ?3", self.condition(state))
    }

    /// As [`Self::count`], of what arrived later than that: mostly little, so it is looked up by its numbers.
    pub fn count_later(&self, db: &Connection, than: i64) -> Result<(u32, u32), StoreError> {
        let states: Vec<_> = self.states().map(|state| format!("({})", self.condition(state))).collect();
        if states.is_empty() {
            return Ok((0, 0));
        }
        let sql = format!(
            "SELECT count(*), coalesce(sum(status = 0 AND snoozed = 0), 0) FROM inbox NOT INDEXED
             WHERE seq > ?4 AND date >= ?2 AND date < ?3 AND ({})",
            states.join(" OR ")
        );
        let Stretch { older, newer, .. } = self.stretch();
        let kind = self.kind.as_ref().map(Kind::as_str);
        let mut query = db.prepare_cached(&sql)?;
        Ok(query.query_row((kind, older.date, newer.date, than), |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// Which states fit.
    fn states(&self) -> impl Iterator<Item = State> {
        let unread = self.status.is_none_or(|status| status == Status::Unread);
        let read = self.status.is_none_or(|status| status == Status::Read);
        let (awake, snoozed) = (self.snoozed != Some(true), self.snoozed != Some(false));
        let fits =
            [(State::Unread, unread && awake), (State::Snoozed, unread && snoozed), (State::Read, read && awake)];
        fits.into_iter().filter_map(|(state, fits)| fits.then_some(state))
    }

    fn condition(&self, state: State) -> String {
        let condition = if self.follow_up { state.marked() } else { state.condition() };
        if self.kind.is_some() { format!("{condition} AND kind = ?1") } else { condition.to_owned() }
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
        let states = [
            (None, None),
            (None, Some(false)),
            (Some(Status::Unread), None),
            (Some(Status::Unread), Some(false)),
            (Some(Status::Unread), Some(true)),
            (Some(Status::Read), None),
        ];
        kinds.into_iter().flat_map(move |kind| {
            states.into_iter().flat_map(move |(status, snoozed)| {
                let select = Select { kind: kind.clone(), status, snoozed, ..Select::default() };
                [false, true].map(|follow_up| Select { follow_up, ..select.clone() })
            })
        })
    }

    /// How a list is read: in order, from indexes of its own.
    fn is_in_order(select: &Select, plan: &[String]) {
        let index = |step: &&String| step.starts_with("SEARCH inbox USING") && step.contains("date");
        assert_eq!(plan.iter().filter(index).count(), select.states().count(), "{select:?}: {plan:?}");
        assert!(!plan.iter().any(|step| step.contains("TEMP") || step.contains("SCAN")), "{select:?}: {plan:?}");
        let uses = |name: &str| plan.iter().filter(|step| step.contains(name)).count();
        let [all, snoozed] =
            [select.states().count(), select.states().filter(|state| *state == State::Snoozed).count()];
        assert_eq!(uses("inbox_follow_up"), if select.follow_up { all } else { 0 }, "{select:?}: {plan:?}");
        assert_eq!(uses("inbox_snoozed"), if select.follow_up { 0 } else { snoozed }, "{select:?}: {plan:?}");
        let by_kind = select.kind.is_some() && !select.follow_up;
        assert_eq!(uses("by_kind (kind=?"), if by_kind { all - snoozed } else { 0 }, "{select:?}: {plan:?}");
    }

    #[test]
    fn no_list_is_sorted_or_read_from_its_beginning() {
        let db = laid_out();
        for select in every_kind_of() {
            for order in [Order::NewestFirst, Order::OldestFirst] {
                is_in_order(&select, &plan(&db, &select.sql(COLUMNS, order).unwrap()));
            }
        }
        assert_eq!(
            Select { status: Some(Status::Deleted), ..Select::default() }.sql(COLUMNS, Order::NewestFirst),
            None
        );
    }

    #[test]
    fn counting_and_passing_over_look_at_no_row() {
        let db = laid_out();
        // Few are marked or snoozed: there a look at the rows costs less than one more index for all of them.
        let large = |select: &Select| !select.follow_up && (select.kind.is_none() || select.snoozed == Some(false));
        for select in every_kind_of().filter(large) {
            let passing = plan(&db, &select.sql(PLACES, Order::NewestFirst).unwrap());
            is_in_order(&select, &passing);
            let counting = select.states().flat_map(|state| plan(&db, &select.counting(state)));
            for step in passing.into_iter().chain(counting).filter(|step| step.contains("inbox")) {
                assert!(step.starts_with("SEARCH inbox USING COVERING INDEX"), "{select:?}: {step}");
            }
        }
    }
}
