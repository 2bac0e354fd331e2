use std::str::FromStr;

use rusqlite::types::Value;

use crate::Error;

/// One row of an answer. Its columns are read as text, `i64`, `bool`, bytes, or as an `Option` of these.
pub struct Row(Inner);

enum Inner {
    Sqlite(Vec<Value>),
    Postgres(tokio_postgres::Row),
}

impl Row {
    pub(super) fn of_sqlite(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let columns = (0..row.as_ref().column_count()).map(|column| row.get(column));
        Ok(Self(Inner::Sqlite(columns.collect::<Result<_, _>>()?)))
    }

    pub(super) fn of_postgres(row: tokio_postgres::Row) -> Self {
        Self(Inner::Postgres(row))
    }

    /// The value of a column, counted from 0.
    pub fn get<T>(&self, column: usize) -> Result<T, Error>
    where
        T: rusqlite::types::FromSql + for<'a> tokio_postgres::types::FromSql<'a>,
    {
        match &self.0 {
            Inner::Sqlite(columns) => {
                let value = columns.get(column).ok_or(Error::Unreadable)?;
                T::column_result(value.into()).map_err(|_| Error::Unreadable)
            }
            Inner::Postgres(row) => row.try_get(column).map_err(|_| Error::Unreadable),
        }
    }

    /// The value of a column whose text means something.
    pub fn parsed<T: FromStr>(&self, column: usize) -> Result<T, Error> {
        self.get::<String>(column)?.parse().map_err(|_| Error::Unreadable)
    }

    /// A count, which is never negative.
    pub fn count(&self, column: usize) -> Result<u32, Error> {
        u32::try_from(self.get::<i64>(column)?).map_err(|_| Error::Unreadable)
    }
}
