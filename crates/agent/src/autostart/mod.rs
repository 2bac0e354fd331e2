//! Whether TakeCare starts with the login session, hidden in the tray: `set`, and nothing else.

#[cfg(target_os = "linux")]
mod entry;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::set;

#[cfg(windows)]
mod windows;
#[cfg(windows)]
pub use windows::set;

#[cfg(not(any(target_os = "linux", windows)))]
mod absent;
#[cfg(not(any(target_os = "linux", windows)))]
pub use absent::set;

use std::io;
use std::path::PathBuf;

use language::{Phrase, say};

/// Why it can't be set or said.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.phrase())]
pub enum AutostartError {
    /// The environment names no home.
    NoHome(#[from] etcetera::HomeDirError),
    /// The operating system does not say where this program is.
    Program(io::Error),
    /// A desktop entry can't name every path.
    Unnameable(PathBuf),
    /// The user has said no with the desktop's own settings, and these have the last word.
    TurnedOff(PathBuf),
    /// The entry can't be read, written or removed.
    File {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Nobody has built it for this platform, or for a profile of its own there.
    Absent,
}

impl AutostartError {
    /// What to tell people.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::NoHome(_) => say::autostart_no_home(),
            Self::Program(error) => say::autostart_program(error.to_string()),
            Self::Unnameable(path) => say::autostart_unnameable(path.display().to_string()),
            Self::TurnedOff(path) => say::autostart_turned_off(path.display().to_string()),
            Self::File { path, source } => say::autostart_file(path.display().to_string(), source.to_string()),
            Self::Absent => say::autostart_absent(),
        }
    }
}
