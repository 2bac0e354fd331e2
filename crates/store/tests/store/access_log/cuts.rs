//! Power and keyring go at any moment.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use secrecy::SecretSlice;
use store::access_log::{Access, AccessLog, AccessLogError};
use store::{MemoryVault, Vault, VaultError};

use super::{Desk, ENTRY, keep, morning, words};

#[test]
fn a_line_that_a_power_cut_left_half_written_is_dropped_with_a_word() {
    let mut desk = Desk::used();
    let before = desk.text();
    let known = desk.vault.read(ENTRY).unwrap().unwrap();
    desk.does(Access::Locked);
    let text = desk.text();
    let (before, after) = (before.len(), text.len());
    for length in [before, before + 1, (before + after) / 2, after - 1, after] {
        desk.is_tampered(&text[..length]);
        keep(&*desk.vault, &known);
        let torn = length > before && length < after;
        assert_eq!((desk.report().flaw, desk.report().torn), (None, torn), "{length}");
        desk.restarts();
        desk.does(Access::Unlocked);
        let report = desk.report();
        let end: &[&str] = match torn {
            true => &["half-a-line-dropped", "unlocked"],
            false if length == before => &["unlocked"],
            false => &["locked", "unlocked"],
        };
        assert_eq!((report.flaw.clone(), &words(&report)[6..]), (None, end), "{length}");
    }
}

/// A keyring that is gone after so many calls.
#[derive(Default)]
struct Stumbling {
    vault: MemoryVault,
    left: AtomicU32,
}

impl Stumbling {
    fn standing(&self) -> Result<&MemoryVault, VaultError> {
        let left = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        left.map(|_| &self.vault).map_err(|_| VaultError::Silent)
    }
}

impl Vault for Stumbling {
    fn read(&self, name: &str) -> Result<Option<SecretSlice<u8>>, VaultError> {
        self.standing()?.read(name)
    }

    fn write(&self, name: &str, secret: &[u8]) -> Result<(), VaultError> {
        self.standing()?.write(name, secret)
    }

    fn delete(&self, name: &str) -> Result<(), VaultError> {
        self.standing()?.delete(name)
    }
}

const DAY: [Access; 5] = [Access::Started, Access::SignedIn, Access::Locked, Access::Unlocked, Access::KeysChanged];

fn day() -> Vec<&'static str> {
    DAY.map(Access::word).to_vec()
}

#[test]
fn whenever_the_keyring_goes_what_happened_waits_for_it_in_order() {
    for calls in 0..=12 {
        let (folder, vault) = (tempfile::tempdir().unwrap(), Arc::<Stumbling>::default());
        let mut log = AccessLog::at(folder.path().join("access.log"), vault.clone());
        vault.left.store(calls, Ordering::Relaxed);
        for access in DAY {
            log.note(morning(), access, None, None);
            let written = log.write(morning());
            assert!(matches!(written, Ok(()) | Err(AccessLogError::Vault(VaultError::Silent))), "{written:?}");
        }
        vault.left.store(u32::MAX, Ordering::Relaxed);
        log.write(morning()).unwrap();
        let report = log.read().unwrap();
        assert_eq!((report.flaw.clone(), &words(&report)[1..], report.waiting), (None, &*day(), 0), "{calls} calls");
    }
}

#[test]
fn wherever_the_power_is_cut_the_log_is_whole_and_has_what_was_written() {
    for calls in 0..=12 {
        let (folder, vault) = (tempfile::tempdir().unwrap(), Arc::<Stumbling>::default());
        let open = || AccessLog::at(folder.path().join("access.log"), vault.clone());
        vault.left.store(calls, Ordering::Relaxed);
        let mut written = Vec::new();
        for access in DAY {
            let mut log = open();
            log.note(morning(), access, None, None);
            match log.write(morning()) {
                Ok(()) => written.push(access.word()),
                Err(_) => {
                    vault.left.store(u32::MAX, Ordering::Relaxed);
                    assert_eq!(open().read().unwrap().flaw, None, "{calls} calls");
                }
            }
        }
        let report = open().read().unwrap();
        let there = &words(&report)[1..];
        assert!(written.iter().all(|word| there.contains(word)), "{calls} calls: {there:?}");
        let in_order: Vec<_> = day().into_iter().filter(|word| there.contains(word)).collect();
        assert_eq!(there, in_order, "{calls} calls");
    }
}

/// A keyring that a process that is killed leaves behind.
struct FileVault(PathBuf);

impl Vault for FileVault {
    fn read(&self, _: &str) -> Result<Option<SecretSlice<u8>>, VaultError> {
        Ok(std::fs::read(&self.0).ok().map(Into::into))
    }

    fn write(&self, _: &str, secret: &[u8]) -> Result<(), VaultError> {
        let new = self.0.with_extension("new");
        std::fs::write(&new, secret).unwrap();
        std::fs::rename(&new, &self.0).map_err(|error| VaultError::Refused(error.to_string()))
    }

    fn delete(&self, _: &str) -> Result<(), VaultError> {
        Err(VaultError::Refused("nobody deletes".to_owned()))
    }
}

/// Where the child process finds its log.
const CHILD: &str = "STORE_ACCESS_LOG_CHILD";

fn log_of(folder: &Path) -> AccessLog {
    AccessLog::at(folder.join("access.log"), Arc::new(FileVault(folder.join("vault"))))
}

/// Writes without end when it runs as the child of the test below, and does nothing otherwise.
#[test]
fn child_that_writes() {
    let Ok(folder) = std::env::var(CHILD) else { return };
    let mut log = log_of(Path::new(&folder));
    loop {
        log.note(morning(), Access::Unlocked, None, None);
        log.write(morning()).unwrap();
        let written = log.read().unwrap().entries.len();
        std::fs::write(Path::new(&folder).join("written"), written.to_string()).unwrap();
    }
}

fn spawn_child(folder: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "access_log::cuts::child_that_writes"]).env(CHILD, folder);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// What the child has said to be written; half of it when it is killed while it says so.
fn written(folder: &Path) -> usize {
    std::fs::read_to_string(folder.join("written")).unwrap_or_default().parse().unwrap_or(0)
}

#[test]
fn a_writer_that_is_killed_leaves_a_whole_log_with_all_that_it_had_written() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..20 {
        let before = written(folder.path());
        let mut child = spawn_child(folder.path());
        // Once it has begun, at any moment of a write.
        while written(folder.path()) <= before {
            assert_eq!(child.try_wait().unwrap(), None, "the child writes");
            std::thread::yield_now();
        }
        std::thread::sleep(Duration::from_micros(170 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        let report = log_of(folder.path()).read().unwrap();
        assert_eq!(report.flaw, None, "round {round}");
        assert!(report.entries.len() >= written(folder.path()), "round {round}");
    }
}
