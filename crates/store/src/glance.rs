use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::{Store, StoreError, aside, journal};

/// What can be said of a store that is locked: what stands in the clear (see SECURITY.md), counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Glance {
    /// Unread, as the user sees it; what is snoozed is not.
    pub unread: u32,
    /// Unread, as the server last said it.
    pub unread_on_server: u32,
    /// Actions that wait for the server.
    pub pending: u32,
    /// When the newest row was made, whatever became of it; microseconds since 1970 in UTC.
    pub newest: i64,
}

/// Counts in a database without its key. No database is made or changed; a replacement that was cut short is brought to its
/// end.
///
/// # Errors
/// When there is no database, or it can't be read. [`StoreError::Damaged`] when it takes the key to repair it.
pub fn glance(path: &Path) -> Result<Glance, StoreError> {
    aside::finish(path)?;
    // SQLite would forget how much of the journal there should be.
    if !journal::is_whole(path)? {
        return Err(StoreError::Damaged);
    }
    count(&Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?)
}

impl Store {
    /// What will be known of it once it is locked.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn glance(&self) -> Result<Glance, StoreError> {
        count(&self.db)
    }
}

/// Each number from an index that holds nothing else: what locks can't wait for a look at every row.
const COUNTS: &str = "
    SELECT (SELECT count(*) FROM inbox WHERE status = 0 AND snoozed = 0),
           (SELECT count(*) FROM inbox WHERE server = 0 AND server < 2),
           (SELECT count(*) FROM outbox WHERE refused IS NULL),
           max(coalesce((SELECT max(date) FROM inbox WHERE server = 0 AND server < 2), 0),
               coalesce((SELECT max(date) FROM inbox WHERE server = 1 AND server < 2), 0),
               coalesce((SELECT max(date) FROM inbox WHERE server = 2), 0))";

fn count(db: &Connection) -> Result<Glance, StoreError> {
    Ok(db.query_row(COUNTS, [], |row| {
        Ok(Glance { unread: row.get(0)?, unread_on_server: row.get(1)?, pending: row.get(2)?, newest: row.get(3)? })
    })?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_row_is_looked_at() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(include_str!("migrations/1.sql")).unwrap();
        let mut query = db.prepare(&format!("EXPLAIN QUERY PLAN {COUNTS}")).unwrap();
        let steps = query.query_map([], |row| row.get(3)).unwrap();
        let steps: Vec<String> = steps.map(Result::unwrap).filter(|step: &String| step.contains("inbox")).collect();
        assert_eq!(steps.len(), 5, "{steps:?}");
        assert!(steps.iter().all(|step| step.contains("USING COVERING INDEX")), "{steps:?}");
    }
}
