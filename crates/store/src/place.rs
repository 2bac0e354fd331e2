use std::fmt;
use std::str::FromStr;

use crate::StoredRow;
use crate::row::Clear;

/// A place in the order of all lists: newest date first, of one date the last to arrive first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Microseconds since 1970, UTC.
    pub(crate) date: i64,
    pub(crate) seq: i64,
}

impl Place {
    /// Behind all rows, and before all.
    pub(crate) const OLDEST: Self = Self::before(i64::MIN);
    pub(crate) const NEWEST: Self = Self { date: i64::MAX, seq: i64::MAX };

    /// Between the rows of this date and the older ones.
    pub(crate) const fn before(date: i64) -> Self {
        Self { date, seq: i64::MIN }
    }

    pub(crate) fn of(row: &StoredRow) -> Self {
        Self { date: row.notification.date.as_microsecond(), seq: row.seq }
    }
}

impl From<&Clear> for Place {
    fn from(clear: &Clear) -> Self {
        Self { date: clear.date, seq: clear.seq }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.date, self.seq)
    }
}

/// The text does not name a place.
#[derive(Debug, thiserror::Error)]
#[error("this is no place in a list")]
pub struct NoPlace;

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (date, seq) = text.split_once(':').ok_or(NoPlace)?;
        let number = |text: &str| text.parse().map_err(|_| NoPlace);
        Ok(Self { date: number(date)?, seq: number(seq)? })
    }
}
