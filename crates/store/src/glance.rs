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

fn count(db: &Connection) -> Result<Glance, StoreError> {
    let sql = "SELECT (SELECT count(*) FROM inbox WHERE status = 0 AND snoozed = 0),
                      (SELECT count(*) FROM inbox WHERE server = 0),
                      (SELECT count(*) FROM outbox WHERE refused IS NULL), (SELECT coalesce(max(date), 0) FROM inbox)";
    Ok(db.query_row(sql, [], |row| {
        Ok(Glance { unread: row.get(0)?, unread_on_server: row.get(1)?, pending: row.get(2)?, newest: row.get(3)? })
    })?)
}
