use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// How long anything may take to happen. Generous: a loaded machine is slow, and a broken program is broken for ever.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// How long to look away between two looks.
const BLINK: Duration = Duration::from_millis(20);

/// Looks until there is something to see.
///
/// # Errors
/// When `look` fails, or nothing was seen within [`PATIENCE`]; `what` completes "waited … for".
pub fn until<T>(what: &str, mut look: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if let Some(seen) = look()? {
            return Ok(seen);
        }
        thread::sleep(BLINK);
    }
    bail!("waited {} s for {what}, in vain", PATIENCE.as_secs())
}
