use std::io;

/// Nothing yet on this platform. On macOS belongs here `PT_DENY_ATTACH`, beside a program that is signed for the hardened
/// runtime; on Windows an access list of the process that leaves out reading its memory, and no crash dumps
/// (`WerAddExcludedApplication`).
///
/// # Errors
/// None here.
pub fn harden() -> io::Result<()> {
    Ok(())
}
