use std::time::Duration;
use std::{fs, io};

use anyhow::{Context, Result};
use tokio::time::sleep;

/// Memory has settled when so many looks in a row, each a [`PAUSE`] after the other, differ by no more than a hundredth.
const LOOKS: usize = 3;
const PAUSE: Duration = Duration::from_secs(1);
/// After so many looks the last one is taken: some programs never settle.
const MOST_LOOKS: usize = 25;

/// A running process and what it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Its program, cut to 15 letters by the kernel.
    pub name: String,
    /// What it takes.
    pub takes: Footprint,
}

/// What one or more processes take of the machine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Footprint {
    /// Proportional set size, in kB: shared pages count in parts.
    pub memory: u64,
    /// Threads.
    pub threads: usize,
    /// Open files, sockets included.
    pub handles: usize,
}

impl Footprint {
    /// The sum over a tree.
    pub fn of(tree: &[Process]) -> Self {
        let add = |sum: Self, next: Self| Self {
            memory: sum.memory + next.memory,
            threads: sum.threads + next.threads,
            handles: sum.handles + next.handles,
        };
        tree.iter().map(|process| process.takes).fold(Self::default(), add)
    }

    /// The larger figure of each kind.
    #[must_use]
    pub fn most(self, other: Self) -> Self {
        Self {
            memory: self.memory.max(other.memory),
            threads: self.threads.max(other.threads),
            handles: self.handles.max(other.handles),
        }
    }
}

/// A process and all that come from it, as they stand.
///
/// # Errors
/// When the process is not there, or the kernel does not tell.
pub fn tree(root: u32) -> Result<Vec<Process>> {
    let mut found = vec![process(root).with_context(|| format!("process {root} can't be seen"))?];
    for id in family(root)?.split_off(1) {
        match process(id) {
            Ok(process) => found.push(process),
            // One that ended between being listed and being read takes nothing.
            Err(error) if is_gone(&error) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(found)
}

/// A process and all that come from it, once their memory has stopped changing.
///
/// # Errors
/// As [`tree`].
pub async fn settled(root: u32) -> Result<Vec<Process>> {
    let mut looks = vec![tree(root)?];
    while looks.len() < MOST_LOOKS && !are_level(&looks) {
        sleep(PAUSE).await;
        looks.push(tree(root)?);
    }
    Ok(looks.pop().unwrap_or_default())
}

fn are_level(looks: &[Vec<Process>]) -> bool {
    let Some(start) = looks.len().checked_sub(LOOKS) else { return false };
    let memory = looks[start..].iter().map(|tree| Footprint::of(tree).memory);
    let (least, most) = (memory.clone().min().unwrap_or_default(), memory.max().unwrap_or_default());
    most - least <= most / 100
}

/// The ids of a process, which comes first, and of all that come from it.
///
/// # Errors
/// When the kernel does not tell.
pub fn family(root: u32) -> io::Result<Vec<u32>> {
    let (mut found, mut next) = (vec![root], 0);
    while let Some(id) = found.get(next) {
        found.extend(children(*id)?);
        next += 1;
    }
    Ok(found)
}

/// The folders of a process's threads; none when it has ended.
///
/// # Errors
/// When the kernel does not tell.
pub fn threads(id: u32) -> io::Result<Vec<fs::DirEntry>> {
    or_nothing(fs::read_dir(format!("/proc/{id}/task")).and_then(Iterator::collect))
}

/// What the kernel says; nothing when what it is about has ended meanwhile.
///
/// # Errors
/// When the kernel does not tell for any other reason.
pub fn or_nothing<T: Default>(said: io::Result<T>) -> io::Result<T> {
    match said {
        Err(error) if is_gone(&error) => Ok(T::default()),
        said => said,
    }
}

/// Whether the kernel no longer knows a process or thread: its folder is not there, or was just left.
fn is_gone(error: &io::Error) -> bool {
    const NO_SUCH_PROCESS: i32 = 3;
    error.kind() == io::ErrorKind::NotFound || error.raw_os_error() == Some(NO_SUCH_PROCESS)
}

fn process(id: u32) -> io::Result<Process> {
    let name = fs::read_to_string(format!("/proc/{id}/comm"))?.trim().to_owned();
    let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup"))?;
    let memory = share(&rollup).ok_or_else(|| io::Error::other(format!("the kernel tells no PSS of {name}")))?;
    let handles = fs::read_dir(format!("/proc/{id}/fd"))?.count();
    Ok(Process { name, takes: Footprint { memory, threads: threads(id)?.len(), handles } })
}

/// The figure behind `Pss:`, in kB.
fn share(rollup: &str) -> Option<u64> {
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

/// Threads have children of their own, so every thread is asked.
fn children(id: u32) -> io::Result<Vec<u32>> {
    let mut children = Vec::new();
    for thread in threads(id)? {
        // A thread that ended meanwhile has handed its children on to another.
        let words = or_nothing(fs::read_to_string(thread.path().join("children")))?;
        children.extend(words.split_whitespace().filter_map(|word| word.parse::<u32>().ok()));
    }
    Ok(children)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that can't go on should fail")]
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
        let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        let (family, tree) = (family(std::process::id()).unwrap(), tree(std::process::id()).unwrap());
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(family.contains(&child.id()), "{family:?}");
        let (all, own) = (Footprint::of(&tree), tree[0].takes);
        assert!(all.memory > own.memory && all.threads > own.threads && all.handles > own.handles, "{tree:?}");
        assert!(threads(child.id()).unwrap().is_empty(), "it has ended");
    }

    #[test]
    fn memory_is_level_when_three_looks_are_alike() {
        let look = |memory| vec![Process { name: String::new(), takes: Footprint { memory, ..Footprint::default() } }];
        let are_level = |memory: &[u64]| are_level(&memory.iter().copied().map(look).collect::<Vec<_>>());
        assert!(are_level(&[500, 1000, 1010, 1005]));
        assert!(!are_level(&[1000, 1000]) && !are_level(&[1000, 1000, 900]));
    }
}
