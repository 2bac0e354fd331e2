//! The layout of the file: its numbered versions, and whether a file has the one that it says.

use rusqlite::{Connection, ErrorCode};

use crate::StoreError;

/// One file a version, applied in order; released ones never change.
const MIGRATIONS: [&str; 1] = [include_str!("migrations/1.sql")];

/// Marks our files in SQLite's header: "TCDs".
const OURS: i32 = 0x5443_4473;

/// The file's version, 0 for a new one.
///
/// # Errors
/// [`StoreError::Newer`] for a later version than we know; nothing may be written then.
pub fn version(db: &Connection) -> Result<i64, StoreError> {
    let found: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = MIGRATIONS.len() as i64;
    if found > known { Err(StoreError::Newer { found, known }) } else { Ok(found) }
}

/// Brings a file to the latest version; `begin` furnishes one that is new, in the same transaction.
pub fn migrate(
    db: &mut Connection,
    begin: impl FnOnce(&Connection) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let found = version(db)?;
    let step = db.transaction()?;
    for migration in MIGRATIONS.iter().skip(usize::try_from(found).map_err(|_| StoreError::Damaged)?) {
        step.execute_batch(migration)?;
    }
    if found < MIGRATIONS.len() as i64 {
        step.pragma_update(None, "user_version", MIGRATIONS.len() as i64)?;
        step.pragma_update(None, "application_id", OURS)?;
    }
    if found == 0 {
        begin(&step)?;
    }
    Ok(step.commit()?)
}

/// Sees that a file of an earlier version is ours, and that one of this version has exactly our tables and indexes: a
/// changed index could hide rows.
pub fn check(db: &Connection) -> Result<(), StoreError> {
    match fits(db) {
        Ok(true) => Ok(()),
        // What nobody else holds up, and SQLite can't read for a reason without a name, has a changed header.
        Err(StoreError::Sqlite(error)) if error.sqlite_error_code() == Some(ErrorCode::Unknown) => {
            Err(StoreError::Damaged)
        }
        Ok(false) => Err(StoreError::Damaged),
        Err(other) => Err(other),
    }
}

fn fits(db: &Connection) -> Result<bool, StoreError> {
    let owner: i32 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    Ok(match version(db)? {
        0 => schema(db)?.is_empty(),
        found if found == MIGRATIONS.len() as i64 => owner == OURS && schema(db)? == latest()?,
        _ => owner == OURS,
    })
}

/// The schema of a new file.
fn latest() -> Result<Vec<Option<String>>, StoreError> {
    let mut fresh = Connection::open_in_memory()?;
    migrate(&mut fresh, |_| Ok(()))?;
    schema(&fresh)
}

fn schema(db: &Connection) -> Result<Vec<Option<String>>, StoreError> {
    let mut query =
        db.prepare("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY name")?;
    let rows = query.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
