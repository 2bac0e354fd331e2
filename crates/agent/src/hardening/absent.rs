use std::io;

/// Nothing yet on this platform.
///
/// # Errors
/// None here.
pub fn harden() -> io::Result<()> {
    Ok(())
}
