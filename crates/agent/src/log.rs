use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use bridge::Profile;
use tracing_appender::rolling::{InitError, RollingFileAppender, Rotation};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::paths;

/// So many days are kept.
const DAYS: usize = 7;
const PREFIX: &str = "agent";
const SUFFIX: &str = "log";

/// Why nothing is logged to a file.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// There is no place for it.
    #[error(transparent)]
    Place(#[from] paths::DataError),
    /// The file can't be made.
    #[error("the log can't be written: {0}")]
    File(#[from] InitError),
}

/// Logs to the standard error, and where `folder` names one, to a file a day there.
///
/// Only our own crates may speak: libraries log what they carry, and that may be private.
///
/// # Errors
/// When the files can't be made; then there is a log on the standard error all the same.
pub fn begin(folder: Option<&Path>) -> Result<(), LogError> {
    let own = ["agent", "bridge", "client", "store", "takecare"].map(|name| (name, LevelFilter::INFO));
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_target(false);
    let files = folder.map(files).transpose();
    let (files, failed) = match files {
        Ok(files) => (files, None),
        Err(error) => (None, Some(error)),
    };
    let kept =
        files.map(|files| tracing_subscriber::fmt::layer().with_writer(files).with_target(false).with_ansi(false));
    tracing_subscriber::registry().with(lines).with(kept).with(Targets::new().with_targets(own)).init();
    failed.map_or(Ok(()), |error| Err(error.into()))
}

fn files(folder: &Path) -> Result<RollingFileAppender, InitError> {
    let daily = RollingFileAppender::builder().rotation(Rotation::DAILY).max_log_files(DAYS);
    daily.filename_prefix(PREFIX).filename_suffix(SUFFIX).build(folder)
}

/// The folder of a profile's logs, made if missing and open to its owner only.
///
/// # Errors
/// When there is no home, or the folder can't be made.
pub fn folder(profile: &Profile) -> Result<PathBuf, paths::DataError> {
    paths::within(&paths::data(profile)?, "logs")
}

/// The last lines of the newest log, oldest first; none when there is no log.
///
/// # Errors
/// When there is one and it can't be read.
pub fn last(folder: &Path, lines: usize) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        // The day is in the name.
        files.extend(Some(path).filter(|path| path.extension().is_some_and(|suffix| suffix == SUFFIX)));
    }
    let Some(newest) = files.into_iter().max() else { return Ok(Vec::new()) };
    let all = BufReader::new(File::open(newest)?).lines().collect::<io::Result<Vec<_>>>()?;
    Ok(all.into_iter().rev().take(lines).rev().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_days_last_lines_are_the_last_ones() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in
            [("agent.2026-11-21.log", "old\n"), ("agent.2026-11-22.log", "one\ntwo\nthree\n"), ("notes.txt", "mine\n")]
        {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        assert_eq!(last(folder.path(), 2).unwrap(), ["two", "three"]);
        assert_eq!(last(folder.path(), 9).unwrap().len(), 3);
    }
}
