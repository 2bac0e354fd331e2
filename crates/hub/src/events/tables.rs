//! Tables of PostgreSQL that tell by themselves: a trigger notes each change as an event, in the transaction in which it is
//! made. So nothing is lost and nothing told that did not happen, and the module need not know.

use crate::store::Db;
use crate::{Error, Office};

/// What every such trigger is called.
const TRIGGER: &str = "takecare_hub_watch";

impl Office {
    /// Has a table of a module in this PostgreSQL database tell what happens in it, and what these of its columns point to.
    ///
    /// # Errors
    /// [`Error::NeedsPostgres`], [`Error::UnknownTable`], [`Error::NoReference`], or when the database does not allow it.
    pub async fn watch_table(&self, table: &str, with: Vec<String>) -> Result<(), Error> {
        let table = table.to_owned();
        self.store.write(move |db| watch(db, &table, &with)).await
    }

    /// Lets a table tell nothing any more.
    ///
    /// # Errors
    /// As [`Office::watch_table`].
    pub async fn unwatch_table(&self, table: &str) -> Result<(), Error> {
        let table = table.to_owned();
        self.store.write(move |db| unwatch(db, &table)).await
    }

    /// The tables that tell.
    ///
    /// # Errors
    /// [`Error::NeedsPostgres`], or when the database can't be read.
    pub async fn watched_tables(&self) -> Result<Vec<String>, Error> {
        self.store.read(watched).await
    }
}

/// Has a table tell what happens in it. What these of its columns point to is told, too.
fn watch(db: &Db<'_>, table: &str, with: &[String]) -> Result<(), Error> {
    let name = find(db, table)?;
    for column in with {
        is_reference(db, &name, column)?;
    }
    db.execute(include_str!("note_change.sql"), &[])?;
    unwatch(db, table)?;
    let columns: Vec<_> = with.iter().map(|column| literal(column)).collect();
    let sql = format!(
        "CREATE TRIGGER {TRIGGER} AFTER INSERT OR UPDATE OR DELETE ON {name}
         FOR EACH ROW EXECUTE FUNCTION takecare_hub.note_change({})",
        columns.join(", ")
    );
    db.execute(&sql, &[]).map(drop)
}

/// Lets a table tell nothing any more.
fn unwatch(db: &Db<'_>, table: &str) -> Result<(), Error> {
    let name = find(db, table)?;
    db.execute(&format!("DROP TRIGGER IF EXISTS {TRIGGER} ON {name}"), &[]).map(drop)
}

/// The tables that tell, by name.
fn watched(db: &Db<'_>) -> Result<Vec<String>, Error> {
    needs_postgres(db)?;
    let sql = "SELECT CAST(CAST(tgrelid AS regclass) AS TEXT) FROM pg_catalog.pg_trigger WHERE tgname = $1 ORDER BY 1";
    db.rows(sql, &[&TRIGGER])?.iter().map(|row| row.get(0)).collect()
}

/// The whole name of a table, in quotes where it needs them. Without a schema it is one of `public`.
fn find(db: &Db<'_>, table: &str) -> Result<String, Error> {
    needs_postgres(db)?;
    let (schema, name) = table.split_once('.').unwrap_or(("public", table));
    let sql = "SELECT format('%I.%I', nspname, relname) FROM pg_catalog.pg_class
               JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace
               WHERE nspname = $1 AND relname = $2 AND relkind IN ('r', 'p')";
    let found = db.optional(sql, &[&schema, &name])?;
    found.ok_or_else(|| Error::UnknownTable(table.to_owned()))?.get(0)
}

fn is_reference(db: &Db<'_>, table: &str, column: &str) -> Result<(), Error> {
    let sql = "SELECT attname FROM pg_catalog.pg_constraint
               JOIN pg_catalog.pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
               WHERE contype = 'f' AND conrelid = CAST(CAST($1 AS TEXT) AS regclass) AND attname = $2";
    let found = db.optional(sql, &[&table, &column])?;
    found.map(drop).ok_or_else(|| Error::NoReference(column.to_owned()))
}

fn needs_postgres(db: &Db<'_>) -> Result<(), Error> {
    if db.is_postgres() { Ok(()) } else { Err(Error::NeedsPostgres) }
}

/// A text in a statement that takes no parameters.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
