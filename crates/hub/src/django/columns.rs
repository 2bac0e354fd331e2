use crate::Error;
use crate::store::Db;

/// Every table and column of Django that the hub reads or writes, and its type (section 10).
const COLUMNS: [(&str, &[(&str, &str)]); 3] = [
    (
        "accounts_user",
        &[
            ("id", "uuid"),
            ("password", "character varying"),
            ("name", "character varying"),
            ("email", "character varying"),
            ("role", "character varying"),
            ("is_active", "boolean"),
            ("is_staff", "boolean"),
        ],
    ),
    (
        SESSION,
        &[("session_key", "character varying"), ("session_data", "text"), ("expire_date", "timestamp with time zone")],
    ),
    (
        NOTIFICATION,
        &[
            ("id", "uuid"),
            ("receiver_id", "uuid"),
            ("subject", "character varying"),
            ("message", "text"),
            ("is_encrypted", "boolean"),
            ("date", "timestamp with time zone"),
            ("delivered_at", "timestamp with time zone"),
            ("read_at", "timestamp with time zone"),
            ("notification_type", "character varying"),
            ("severity", "character varying"),
            ("status", "character varying"),
            ("delivery_channel", "character varying"),
            ("retry_count", "smallint"),
            ("max_retries", "smallint"),
            ("object_id", "uuid"),
            ("is_resolved", "boolean"),
            ("resolved_at", "timestamp with time zone"),
        ],
    ),
];

/// The table that is of no use without a Django.
const SESSION: &str = "django_session";

/// The one table that the hub writes whole rows into.
const NOTIFICATION: &str = "notifications_notification";

/// A column as the database has it.
struct Column {
    name: String,
    kind: String,
    /// Whether whoever writes a row has to say what goes into it.
    is_needed: bool,
}

/// Refuses a database whose tables are not those of TakeCare as the hub knows it.
pub fn check(db: &Db<'_>) -> Result<(), Error> {
    if !db.is_postgres() {
        return Err(Error::NeedsPostgres);
    }
    for (table, wanted) in COLUMNS {
        let found = found(db, table)?;
        let problem = lack(table, wanted, &found).or_else(|| demand(table, wanted, &found));
        problem.map_or(Ok(()), |problem| Err(Error::NotTakeCare(problem)))?;
    }
    Ok(())
}

/// The same for people and notifications that are only to be read.
pub fn check_readable(db: &Db<'_>) -> Result<(), Error> {
    for (table, wanted) in COLUMNS.into_iter().filter(|(table, _)| *table != SESSION) {
        let lack = lack(table, wanted, &found(db, table)?);
        lack.map_or(Ok(()), |lack| Err(Error::NotTakeCare(lack)))?;
    }
    Ok(())
}

fn found(db: &Db<'_>, table: &str) -> Result<Vec<Column>, Error> {
    let sql = "SELECT CAST(attname AS TEXT), format_type(atttypid, NULL),
                      attnotnull AND NOT atthasdef AND attidentity = ''
               FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped";
    let rows = db.rows(sql, &[&format!("public.{table}")])?;
    rows.iter().map(|row| Ok(Column { name: row.get(0)?, kind: row.get(1)?, is_needed: row.get(2)? })).collect()
}

/// What a table lacks, if it lacks something.
fn lack(table: &str, wanted: &[(&str, &str)], found: &[Column]) -> Option<String> {
    if found.is_empty() {
        return Some(format!("there is no table {table}"));
    }
    wanted.iter().find_map(|(name, kind)| match found.iter().find(|column| column.name == *name) {
        None => Some(format!("the table {table} has no column {name}")),
        Some(column) if column.kind != *kind => Some(format!("{table}.{name} is {}, not {kind}", column.kind)),
        Some(_) => None,
    })
}

/// What a table wants of those who write rows, if the hub has to and does not know it.
fn demand(table: &str, wanted: &[(&str, &str)], found: &[Column]) -> Option<String> {
    let is_new = |column: &&Column| column.is_needed && !wanted.iter().any(|(name, _)| column.name == *name);
    let needed = found.iter().find(is_new).filter(|_| table == NOTIFICATION);
    needed.map(|column| format!("{table}.{} wants a value that the hub does not know", column.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_table_is_said() {
        let wanted: &[(&str, &str)] = &[("id", "uuid"), ("status", "text")];
        let column =
            |name: &str, kind: &str, is_needed| Column { name: name.to_owned(), kind: kind.to_owned(), is_needed };
        let id = || column("id", "uuid", true);
        for (table, found, said) in [
            ("t", vec![], Some("there is no table t")),
            ("t", vec![id()], Some("the table t has no column status")),
            ("t", vec![id(), column("status", "integer", true)], Some("t.status is integer, not text")),
            ("t", vec![column("status", "text", true), column("more", "text", true), id()], None),
            (NOTIFICATION, vec![column("status", "text", true), column("more", "text", false), id()], None),
            (
                NOTIFICATION,
                vec![column("status", "text", true), column("more", "text", true), id()],
                Some("notifications_notification.more wants a value that the hub does not know"),
            ),
        ] {
            let problem = lack(table, wanted, &found).or_else(|| demand(table, wanted, &found));
            assert_eq!(problem.as_deref(), said);
        }
    }
}
