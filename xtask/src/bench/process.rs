use std::{fs, io};

use anyhow::{Context, Result};

/// A running process and its fair share of the memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Its id.
    pub id: u32,
    /// Its program, cut to 15 letters by the kernel.
    pub name: String,
    /// Proportional set size, in kB: shared pages count in parts.
    pub pss: u64,
}

/// A process and all that come from it.
pub fn tree(root: u32) -> Result<Vec<Process>> {
    let mut found = vec![process(root)?];
    for child in children(root)? {
        // One that ended between being listed and being read takes no memory.
        match tree(child) {
            Err(error) if error.downcast_ref().is_some_and(is_gone) => {}
            processes => found.extend(processes?),
        }
    }
    Ok(found)
}

/// Whether the kernel no longer knows a process or thread: its folder is not there, or was just left.
fn is_gone(error: &io::Error) -> bool {
    const NO_SUCH_PROCESS: i32 = 3;
    error.kind() == io::ErrorKind::NotFound || error.raw_os_error() == Some(NO_SUCH_PROCESS)
}

/// The sum, in kB.
pub fn pss(processes: &[Process]) -> u64 {
    processes.iter().map(|process| process.pss).sum()
}

fn process(id: u32) -> Result<Process> {
    let name = fs::read_to_string(format!("/proc/{id}/comm"))?.trim().to_owned();
    let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup"))?;
    let pss = share(&rollup).with_context(|| format!("no PSS of {name}"))?;
    Ok(Process { id, name, pss })
}

/// The figure behind `Pss:`, in kB.
fn share(rollup: &str) -> Option<u64> {
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

/// Threads have children of their own, so every thread is asked.
fn children(id: u32) -> Result<Vec<u32>> {
    let mut children = Vec::new();
    for thread in fs::read_dir(format!("/proc/{id}/task"))? {
        match fs::read_to_string(thread?.path().join("children")) {
            Ok(words) => children.extend(words.split_whitespace().filter_map(|word| word.parse::<u32>().ok())),
            // A thread that ended meanwhile has handed its children on to another.
            Err(error) if is_gone(&error) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(children)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_is_read_from_its_own_line() {
        let rollup = "558bb000-7ffd000 ---p 00000000 00:00 0 [rollup]\nRss:     2020 kB\nPss:      437 kB\n\
                      Pss_Dirty:  92 kB\n";
        assert_eq!(share(rollup), Some(437));
        assert_eq!(share("Rss: 2020 kB\n"), None);
    }

    #[test]
    fn a_child_is_found_and_counted() {
        let mut child = std::process::Command::new("sleep").arg("60").spawn().expect("sleep is there");
        let found = tree(std::process::id()).expect("our own tree can be read");
        child.kill().expect("our own child can be ended");
        child.wait().expect("our own child can be reaped");
        assert!(found.iter().any(|process| process.id == child.id()));
        assert!(pss(&found) >= found[0].pss);
    }
}
