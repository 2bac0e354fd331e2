//! Whether TakeCare starts with the login session, hidden in the tray: `set`, and nothing else.

#[cfg(target_os = "linux")]
mod entry;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::set;

#[cfg(not(target_os = "linux"))]
mod absent;
#[cfg(not(target_os = "linux"))]
pub use absent::set;

use std::io;
use std::path::PathBuf;

/// Why it can't be set or said.
#[derive(Debug, thiserror::Error)]
pub enum AutostartError {
    /// The environment names no home.
    #[error("there is no home folder to keep settings in: set HOME")]
    NoHome(#[from] etcetera::HomeDirError),
    /// The operating system does not say where this program is.
    #[error("TakeCare can't find its own program: {0}")]
    Program(io::Error),
    /// A desktop entry can't name every path.
    #[error(
        "TakeCare's own path {0} can't be written where the desktop looks: install it in a folder whose name is plain \
         text without `=` and `%`"
    )]
    Unnameable(PathBuf),
    /// The user has said no with the desktop's own settings, and these have the last word.
    #[error("the desktop's own settings keep TakeCare from starting: switch it on there, or remove {0} and try again")]
    TurnedOff(PathBuf),
    /// The entry can't be read, written or removed.
    #[error("{path} can't be used: {source}")]
    File {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Nobody has built it for this platform.
    #[error("on this platform TakeCare can't start by itself yet")]
    Absent,
}
