use std::io;

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

/// From now on only root can trace this process or read its memory, and no crash writes it to a disk; what it starts leaves
/// no core dumps either (`PR_SET_DUMPABLE` in prctl(2), ptrace(2)).
///
/// # Errors
/// When the operating system refuses.
pub fn harden() -> io::Result<()> {
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    Ok(setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?)
}
