use jiff::Timestamp;
use protocol::Kind;

use crate::counts::kind;
use crate::{Reader, StoreError};

/// What came in one hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hour {
    /// When it began, in UTC.
    pub began: Timestamp,
    /// The type.
    pub kind: Kind,
    /// How many of it the server made.
    pub count: u32,
}

/// Whatever became of the rows since; those of which nothing is known but their tag have no type. An hour has so many
/// microseconds.
const HOURS: &str = "
    SELECT kind, date - date % 3600000000 AS hour, count(*) FROM (
        SELECT kind, date FROM inbox WHERE server < 2 AND server IN (0, 1) AND date >= ?1
        UNION ALL SELECT kind, date FROM inbox WHERE server = 2 AND date >= ?1
    ) WHERE kind <> '' GROUP BY hour, kind";

impl Reader {
    /// How many rows of each type were made in each hour since then, the earliest first; hours without any are left out.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn hours(&self, since: Timestamp) -> Result<Vec<Hour>, StoreError> {
        let mut query = self.db.prepare_cached(HOURS)?;
        let rows = query.query_map([since.as_microsecond()], |row| Ok((row.get(1)?, kind(row)?, row.get(2)?)))?;
        let hours = rows.map(|row| {
            let (began, kind, count) = row?;
            let began = Timestamp::from_microsecond(began).map_err(|_| StoreError::Damaged)?;
            Ok(Hour { began, kind, count })
        });
        hours.collect()
    }
}
