use protocol::Kind;

use crate::listing::Tally;
use crate::{Reader, Store, StoreError};

/// How many rows of a type there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// The type.
    pub kind: Kind,
    /// Unread ones.
    pub unread: u32,
    /// Read ones.
    pub read: u32,
    /// Those that the user wants to come back to, unread or read.
    pub follow_up: u32,
}

/// One look at the database, so that the numbers fit together.
const COUNTS: &str = "
    SELECT kind, sum(unread), sum(read), sum(follow_up) FROM (
        SELECT kind, count(*) AS unread, 0 AS read, 0 AS follow_up FROM inbox WHERE status = 0 AND snoozed = 0 GROUP BY kind
        UNION ALL SELECT kind, 0, count(*), 0 FROM inbox WHERE status = 1 GROUP BY kind
        UNION ALL SELECT kind, 0, 0, count(*) FROM inbox WHERE follow_up = 1 AND status < 2 GROUP BY kind
    ) GROUP BY kind";

/// From one type of the index to the next, counting what stands between: half the work of `GROUP BY`, which looks at the
/// type of every row.
const UNREAD: &str = "
    WITH RECURSIVE kinds (kind) AS (
        SELECT min(kind) FROM inbox WHERE status = 0 AND snoozed = 0
        UNION ALL
        SELECT (SELECT min(kind) FROM inbox WHERE status = 0 AND snoozed = 0 AND kind > kinds.kind)
        FROM kinds WHERE kind IS NOT NULL
    )
    SELECT kind, (SELECT count(*) FROM inbox WHERE status = 0 AND snoozed = 0 AND kind = kinds.kind)
    FROM kinds WHERE kind IS NOT NULL";

impl Reader {
    /// How many rows of each type there are that are listed at all; types without any are left out.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn counts(&self) -> Result<Vec<Counts>, StoreError> {
        let mut query = self.db.prepare_cached(COUNTS)?;
        let rows = query.query_map([], |row| {
            let (unread, read, follow_up) = (row.get(1)?, row.get(2)?, row.get(3)?);
            Ok(Counts { kind: kind(row)?, unread, read, follow_up })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Store {
    /// What the server should count.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn tally(&self) -> Result<Tally, StoreError> {
        let sql = "SELECT count(*), coalesce(sum(server = 0), 0) FROM inbox WHERE server < 2";
        Ok(self.db.query_row(sql, [], |row| Ok(Tally { total: row.get(0)?, unread: row.get(1)? }))?)
    }

    /// How many rows the user wants to come back to, and how many are snoozed.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn marked(&self) -> Result<(u32, u32), StoreError> {
        let sql = "SELECT (SELECT count(*) FROM inbox WHERE follow_up = 1 AND status < 2),
                          (SELECT count(*) FROM inbox WHERE status = 0 AND snoozed = 1)";
        Ok(self.db.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// Unread rows per type, as the user sees them.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn unread_by_kind(&self) -> Result<Vec<(Kind, u32)>, StoreError> {
        let mut query = self.db.prepare_cached(UNREAD)?;
        let rows = query.query_map([], |row| Ok((kind(row)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// The type in the first column, even of a row that was changed.
pub fn kind(row: &rusqlite::Row<'_>) -> rusqlite::Result<Kind> {
    Ok(Kind::from(String::from_utf8_lossy(row.get_ref(0)?.as_bytes()?).as_ref()))
}
