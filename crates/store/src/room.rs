//! Room for the write-ahead log, made before it is needed.

use std::fs::OpenOptions;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use crate::journal::{self, FRAME};

/// So many frames SQLite writes before it begins the log anew (`PRAGMA wal_autocheckpoint`), and some for the transaction
/// that gets there.
const FRAMES: u64 = 1100;

/// Lengthens the log of a database with zeros, which SQLite takes for nothing: a commit into a file that is long enough
/// has the disk write down those bytes alone, and not that the file has grown, too.
///
/// To be called by whoever writes the database, between two transactions. What does not fit on the disk leaves the log as
/// it was.
pub fn make(database: &Path) -> io::Result<()> {
    let mut log = OpenOptions::new().write(true).open(journal::name(database, "-wal"))?;
    let length = log.seek(SeekFrom::End(0))?;
    let missing = (FRAMES * FRAME as u64).saturating_sub(length);
    if missing == 0 {
        return Ok(());
    }
    let made = io::copy(&mut io::repeat(0).take(missing), &mut log).and_then(|_| log.sync_all());
    made.or_else(|error| {
        log.set_len(length)?;
        Err(error)
    })
}
