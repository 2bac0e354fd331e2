use anyhow::Result;

use super::beside;
use crate::command;

/// Measures frame to toast, burst, catch-up and idle requests beside their yardsticks (`tests/bench`).
pub fn sync() -> Result<()> {
    command::run(&mut beside::gotify_tray("sync")?)
}
