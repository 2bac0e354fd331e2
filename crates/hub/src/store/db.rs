use rusqlite::params_from_iter;

use super::postgres::Session;
use super::row::Row;
use crate::Error;

/// A value that goes into a statement of either database.
pub trait Parameter: rusqlite::ToSql + tokio_postgres::types::ToSql + Sync {}

impl<T: rusqlite::ToSql + tokio_postgres::types::ToSql + Sync> Parameter for T {}

/// An open transaction of either database.
///
/// One SQL serves both. Its parameters are `$1`, `$2` …, numbered by first appearance (SQLite takes them for names and
/// counts for itself), and given as text, `i64`, `bool` or bytes. `user` is a word of PostgreSQL and stands in quotes.
pub struct Db<'a>(pub(super) Inner<'a>);

pub(super) enum Inner<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(Session<'a>),
}

impl Db<'_> {
    /// Does something, and tells how many rows it was done to.
    pub fn execute(&self, sql: &str, parameters: &[&dyn Parameter]) -> Result<u64, Error> {
        match &self.0 {
            Inner::Sqlite(db) => {
                let parameters = params_from_iter(parameters.iter().map(|value| *value as &dyn rusqlite::ToSql));
                Ok(db.prepare_cached(sql)?.execute(parameters)? as u64)
            }
            Inner::Postgres(session) => session.execute(sql, parameters),
        }
    }

    /// Does what several statements without parameters say.
    pub fn run(&self, sql: &str) -> Result<(), Error> {
        match &self.0 {
            Inner::Sqlite(db) => Ok(db.execute_batch(sql)?),
            Inner::Postgres(session) => session.run(sql),
        }
    }

    /// All rows of an answer.
    pub fn rows(&self, sql: &str, parameters: &[&dyn Parameter]) -> Result<Vec<Row>, Error> {
        match &self.0 {
            Inner::Sqlite(db) => {
                let parameters = params_from_iter(parameters.iter().map(|value| *value as &dyn rusqlite::ToSql));
                let mut query = db.prepare_cached(sql)?;
                let rows = query.query_map(parameters, Row::of_sqlite)?;
                Ok(rows.collect::<Result<_, _>>()?)
            }
            Inner::Postgres(session) => session.rows(sql, parameters),
        }
    }

    /// The first row of an answer, if there is one.
    pub fn optional(&self, sql: &str, parameters: &[&dyn Parameter]) -> Result<Option<Row>, Error> {
        Ok(self.rows(sql, parameters)?.into_iter().next())
    }

    /// The row of an answer that always has one.
    pub fn row(&self, sql: &str, parameters: &[&dyn Parameter]) -> Result<Row, Error> {
        self.optional(sql, parameters)?.ok_or(Error::Unreadable)
    }

    /// A table of the lists in a JSON list that a parameter holds: `key` is the place of each and `value` the list, whose
    /// parts are `value ->> 0`, `value ->> 1` …
    pub fn each(&self, parameter: &str) -> String {
        match &self.0 {
            Inner::Sqlite(_) => format!("json_each({parameter})"),
            Inner::Postgres(_) => format!(
                "jsonb_array_elements(CAST(CAST({parameter} AS TEXT) AS JSONB)) WITH ORDINALITY AS each (value, key)"
            ),
        }
    }

    /// Whether it is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        matches!(self.0, Inner::Postgres(_))
    }

    /// A count that goes up whenever another process wrote; none where the database keeps no such count.
    pub fn others(&self) -> Result<Option<i64>, Error> {
        match &self.0 {
            Inner::Sqlite(db) => Ok(Some(db.pragma_query_value(None, "data_version", |row| row.get(0))?)),
            Inner::Postgres(_) => Ok(None),
        }
    }
}
