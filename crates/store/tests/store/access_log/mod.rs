//! The access log: what was written stays provable, and whatever is done to its file is found.

mod cuts;
mod entries;
mod keyring;
mod span;
mod tampering;

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use secrecy::SecretSlice;
use store::access_log::{Access, AccessLog, By, Report};
use store::{MemoryVault, Vault};

use crate::ward::account;

/// The keyring's entry.
const ENTRY: &str = "access log";

/// A log in a folder of its own.
struct Desk {
    folder: tempfile::TempDir,
    vault: Arc<MemoryVault>,
    log: AccessLog,
}

impl Desk {
    fn new() -> Self {
        let (folder, vault) = (tempfile::tempdir().unwrap(), Arc::<MemoryVault>::default());
        let log = AccessLog::at(folder.path().join("access.log"), vault.clone());
        Self { folder, vault, log }
    }

    /// One on which Ada has worked for a morning.
    fn used() -> Self {
        let mut desk = Self::new();
        for access in [Access::Started, Access::SignedIn, Access::Locked, Access::WrongPin, Access::Unlocked] {
            desk.does(access);
        }
        desk
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("access.log")
    }

    fn does(&mut self, access: Access) {
        self.log.note(morning(), access, Some(account()), Some(By::Window));
        self.log.write(morning()).unwrap();
    }

    /// As after a power cut: what was not written is gone.
    fn restarts(&mut self) {
        self.log = AccessLog::at(self.path(), self.vault.clone());
    }

    fn report(&self) -> Report {
        self.log.read().unwrap()
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.path()).unwrap()
    }

    /// Somebody who has the files only puts this in the place of the log.
    fn is_tampered(&self, text: impl AsRef<[u8]>) {
        std::fs::write(self.path(), text).unwrap();
    }

    fn set_aside(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name != "access.log").collect()
    }
}

fn morning() -> Timestamp {
    "2026-11-22T08:00:00Z".parse().unwrap()
}

fn words(report: &Report) -> Vec<&str> {
    report.entries.iter().map(|entry| entry.what.as_str()).collect()
}

/// The lines of a text, with their ends.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn keep(vault: &dyn Vault, entry: &SecretSlice<u8>) {
    vault.write(ENTRY, secrecy::ExposeSecret::expose_secret(entry)).unwrap();
}
