use crate::row::Clear;

/// A place in the order of all lists: newest date first, of one date the last to arrive first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Microseconds since 1970, UTC.
    pub date: i64,
    pub seq: i64,
}

impl Place {
    /// Behind all rows, and before all.
    pub const OLDEST: Self = Self::before(i64::MIN);
    pub const NEWEST: Self = Self { date: i64::MAX, seq: i64::MAX };

    /// Between the rows of this date and the older ones.
    pub const fn before(date: i64) -> Self {
        Self { date, seq: i64::MIN }
    }
}

impl From<&Clear> for Place {
    fn from(clear: &Clear) -> Self {
        Self { date: clear.date, seq: clear.seq }
    }
}
