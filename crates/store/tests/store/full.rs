//! A disk that fills up, a real one: nothing is said to be kept that is not, reading goes on, and writing goes on once there
//! is room. It takes a file system of its own, so the test runs itself again in a mount namespace: `unshare` must be allowed,
//! to a user or to root.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use protocol::{NotificationId, Status};
use store::{AccountKey, Select, Store, StoreError};

use crate::child;
use crate::ward::{account, note};

const MOUNT: &str =
    r#"mount -t tmpfs -o size=16m tmpfs "$STORE_CHILD" && exec "$0" --exact full::child_on_a_small_disk"#;

#[test]
fn a_full_disk_loses_nothing_and_passes() {
    let unshare = ["-rm", "-m"].into_iter().find(|how| {
        let tried = Command::new("unshare").args([how, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).output();
        tried.is_ok_and(|tried| tried.status.success())
    });
    let unshare = unshare.expect("neither a user namespace nor root may mount a small disk here");
    let place = tempfile::tempdir().unwrap();
    let mut child = Command::new("unshare");
    child.args([unshare, "sh", "-c", MOUNT]).arg(std::env::current_exe().unwrap()).env(child::FOLDER, place.path());
    let ended = child.output().unwrap();
    let said = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success() && said.contains("1 passed"), "{said}{}", String::from_utf8_lossy(&ended.stderr));
}

/// Runs on a disk of 16 MiB as the child of the test above.
#[test]
fn child_on_a_small_disk() {
    let Some(disk) = std::env::var_os(child::FOLDER).map(PathBuf::from) else { return };
    // From a disk that is full at once to one on which hundreds of rows have room.
    let kept = (0..=720).step_by(40).chain([1500, 3000, 6000]).map(|free| Disk::with(&disk, free * 1024).fill_up(free));
    assert!(kept.max() > Some(100), "much was kept before the disk was full");
}

/// A store on a disk with a file in the way, which can be removed to make room.
struct Disk {
    path: PathBuf,
    ballast: PathBuf,
    key: AccountKey,
    /// What was said to be kept, and as what.
    kept: BTreeMap<NotificationId, Status>,
}

impl Disk {
    fn with(disk: &Path, free: usize) -> Self {
        let folder = disk.join("account");
        std::fs::create_dir(&folder).unwrap();
        let ballast = disk.join("ballast");
        std::fs::write(&ballast, vec![1; 15 * 1024 * 1024 - free]).unwrap();
        // Whatever is left over.
        let room = (0..).take_while(|part| std::fs::write(disk.join(format!("part{part}")), [1; 4096]).is_ok()).count();
        (0..free / 4096).filter(|part| *part < room).for_each(|part| {
            std::fs::remove_file(disk.join(format!("part{part}"))).unwrap();
        });
        Self { path: folder.join("store.db"), ballast, key: AccountKey::generate(), kept: BTreeMap::new() }
    }

    fn open(&self) -> Result<Store, StoreError> {
        Store::open_or_rescue(&self.path, account(), &self.key)
    }

    /// Tells how much was kept.
    fn fill_up(mut self, free: usize) -> usize {
        let story = format!("{free} KiB free");
        if let Some(store) = passing(self.open(), &story) {
            self.write_until_full(store, &story);
        }
        // Another start on the full disk.
        if let Some(store) = passing(self.open(), &story) {
            self.look(&store, &story);
        }
        std::fs::remove_file(&self.ballast).unwrap();
        let mut store = self.open().unwrap();
        self.look(&store, &story);
        assert!(store.reader().unwrap().verify().unwrap().is_empty(), "{story}");
        assert!(store.take_repair().unwrap().is_none(), "{story}");
        assert_eq!(store.receive(&[note(9999, "There is room again")]).unwrap().fresh, 1, "{story}");
        store.rotate(&self.key).unwrap();
        drop(store);
        let disk = self.path.parent().unwrap().parent().unwrap();
        std::fs::remove_dir_all(self.path.parent().unwrap()).unwrap();
        std::fs::read_dir(disk).unwrap().for_each(|left| std::fs::remove_file(left.unwrap().path()).unwrap());
        self.kept.len()
    }

    fn write_until_full(&mut self, mut store: Store, story: &str) {
        for n in 1.. {
            let one = note(n, &"Bed 4 is free. ".repeat(1 + n as usize % 60));
            let Some(_) = passing(store.receive(std::slice::from_ref(&one)), story) else { break };
            self.kept.insert(one.id, Status::Unread);
            if n % 3 == 0 {
                let Some(_) = passing(store.act(&[one.id], Status::Read), story) else { break };
                self.kept.insert(one.id, Status::Read);
            }
            // Room that is made is made as far as there is any.
            let (more, length) = (n % 7 == 0, self.journal());
            if more && passing(store.make_room(), story).is_none() {
                assert_eq!(self.journal(), length, "{story}: the room that there is stays");
            }
            // Now and then all at once, which takes as much room again.
            if n % 50 == 0 && passing(store.rotate(&self.key), story).is_none() {
                break;
            }
        }
        // What is smaller may still fit, or not; either way what was said holds.
        for n in 0..5 {
            let small = note(5000 + n, "small");
            if passing(store.receive(std::slice::from_ref(&small)), story).is_some() {
                self.kept.insert(small.id, Status::Unread);
            }
        }
        self.look(&store, story);
    }

    fn journal(&self) -> u64 {
        self.path.with_extension("db-wal").metadata().map_or(0, |journal| journal.len())
    }

    /// All that was said to be kept can be read, and nothing else.
    fn look(&self, store: &Store, story: &str) {
        let page = store.reader().unwrap().page(&Select::default(), i64::MAX, 0, u32::MAX).unwrap();
        let rows = page.rows.iter().map(|row| (row.notification.id, row.notification.status));
        assert_eq!(rows.collect::<BTreeMap<_, _>>(), self.kept, "{story}");
        assert_eq!(page.damaged, 0, "{story}");
    }
}

/// Nothing when the disk is full; anything else is a failure.
fn passing<T>(done: Result<T, StoreError>, story: &str) -> Option<T> {
    match done {
        Ok(done) => Some(done),
        Err(error) => {
            assert!(error.is_passing(), "{story}: {error}");
            None
        }
    }
}
