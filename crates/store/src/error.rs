use rusqlite::ErrorCode;

/// Why the store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file was made by a newer version of this program.
    #[error("the database has version {found}, this program knows versions up to {known}")]
    Newer {
        /// The file's version.
        found: i64,
        /// The newest version this program can read.
        known: i64,
    },
    /// The key does not open this file: the keyring's entry was emptied or changed.
    #[error("the key in the keyring does not open the database")]
    WrongKey,
    /// The key in the keyring is sealed under a PIN, and none was given.
    #[error("the key in the keyring opens with a PIN")]
    PinNeeded,
    /// The PIN is not the one that the key was sealed under.
    #[error("that is not the PIN")]
    WrongPin,
    /// The disk is full, or the file can't be written for another reason. Nothing was changed.
    #[error("the database can't be written: {0}")]
    CannotWrite(rusqlite::Error),
    /// The file is damaged, or something in it was changed from outside.
    #[error("the database is damaged")]
    Damaged,
    /// The store was closed while it was being read.
    #[error("the database was closed")]
    Closed,
    /// Anything else that SQLite says.
    #[error("the database refused: {0}")]
    Sqlite(rusqlite::Error),
    /// The operating system refused.
    #[error("the database's file can't be used: {0}")]
    Io(#[from] std::io::Error),
}

impl StoreError {
    /// Whether the same call may work later, without anybody changing the file or the program.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::CannotWrite(_) | Self::Io(_))
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error::{FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, Utf8Error};
        // What stands there can't have been written by us.
        if let FromSqlConversionFailure(..) | IntegralValueOutOfRange(..) | InvalidColumnType(..) | Utf8Error(..) =
            error
        {
            return Self::Damaged;
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::ReadOnly) => {
                Self::CannotWrite(error)
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            Some(ErrorCode::OperationInterrupted) => Self::Closed,
            _ => Self::Sqlite(error),
        }
    }
}
