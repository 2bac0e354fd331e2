//! A file that is replaced by another without a moment at which neither is there. Names say how far it came:
//! `….filling` is worthless, `….next` is whole and takes the place of the one before, which is set aside, never deleted.

use std::io;
use std::path::{Path, PathBuf};

use crate::journal::name;

const TAILS: [&str; 3] = ["-wal", "-shm", ""];

/// Where a new file is made. What an earlier attempt left there is removed.
pub fn begin(path: &Path) -> io::Result<PathBuf> {
    let filling = name(path, ".filling");
    for tail in TAILS.into_iter().chain(["-remains", "-remains-journal"]) {
        remove(&name(&filling, tail))?;
    }
    Ok(filling)
}

/// Removes a file if it is there.
pub fn remove(file: &Path) -> io::Result<()> {
    present(std::fs::remove_file(file))
}

/// Puts the new file, which is closed, into its place.
pub fn replace(path: &Path) -> io::Result<()> {
    std::fs::rename(name(path, ".filling"), name(path, ".next"))?;
    finish(path)
}

/// Brings a replacement to its end that was cut short.
pub fn finish(path: &Path) -> io::Result<()> {
    let next = name(path, ".next");
    if next.exists() {
        set_aside(path)?;
        std::fs::rename(next, path)?;
    }
    Ok(())
}

/// Gives a database and its journals the first free name. The journals go first: one that stayed would be taken for that of
/// the next file.
///
/// # Errors
/// Some may have their names already; the next call goes on there.
pub fn set_aside(path: &Path) -> io::Result<()> {
    let aside = |number: u32| name(path, &format!(".set-aside-{number}"));
    let number = (1..).find(|number| !aside(*number).exists()).unwrap_or(u32::MAX);
    TAILS.iter().try_for_each(|tail| present(std::fs::rename(name(path, tail), name(&aside(number), tail))))
}

/// What is not there is done.
fn present(done: io::Result<()>) -> io::Result<()> {
    done.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}
