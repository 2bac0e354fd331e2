//! Somebody without the key overwrites and cuts the store's files, or leaves one out. Opening them ends, with the situation
//! named or with nothing but what was written; and so does the rescue.
#![no_main]

use std::cell::RefCell;
use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;

use arbitrary::Arbitrary;
use fuzz::{Ward, account};
use libfuzzer_sys::fuzz_target;
use store::{Select, Store, StoreError};
use tempfile::TempDir;

/// What the files of a database are called behind its name: itself, its journal, and the journal's index.
const TAILS: [&str; 3] = ["", "-wal", "-shm"];

/// What they do to each of the files, or that it is missing.
#[derive(Debug, Arbitrary)]
struct Burglary {
    files: [Option<Damage>; 3],
    rescue: bool,
}

#[derive(Debug, Arbitrary)]
struct Damage {
    patches: Vec<Patch>,
    cut: Option<u32>,
}

#[derive(Debug, Arbitrary)]
struct Patch {
    at: u32,
    bytes: Vec<u8>,
}

/// A store that was killed, the last row in its journal only; and room for the burglary.
struct Scene {
    ward: Ward,
    files: [Vec<u8>; 3],
    room: TempDir,
}

thread_local! {
    static SCENE: RefCell<Scene> = RefCell::new(Scene::set());
}

fuzz_target!(|burglary: Burglary| {
    SCENE.with_borrow(|scene| {
        scene.lay_down(&burglary.files);
        // Counts what it finds; it has no key.
        let _ = store::glance(&scene.path());
        match Store::open(&scene.path(), account(), &scene.ward.key) {
            Ok(store) => scene.look(&store),
            Err(StoreError::Damaged) if burglary.rescue => scene.rescue(),
            Err(_) => {}
        }
    });
});

impl Scene {
    fn set() -> Self {
        let mut ward = Ward::open();
        let db = rusqlite::Connection::open(ward.path()).unwrap();
        db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
        ward.receive(Ward::ROWS + 1);
        let files = TAILS.map(|tail| fs::read(format!("{}{tail}", ward.path().display())).unwrap());
        Self { ward, files, room: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.room.path().join("store.db")
    }

    fn lay_down(&self, files: &[Option<Damage>; 3]) {
        for left in fs::read_dir(self.room.path()).unwrap() {
            fs::remove_file(left.unwrap().path()).unwrap();
        }
        for ((tail, file), damage) in TAILS.iter().zip(&self.files).zip(files) {
            if let Some(damage) = damage {
                fs::write(format!("{}{tail}", self.path().display()), damage.done_to(file)).unwrap();
            }
        }
    }

    /// What can be listed was written; and once the whole file is known to fit, it stands there once.
    fn look(&self, store: &Store) {
        let reader = store.reader().unwrap();
        let whole = reader.verify().is_ok();
        if let Ok(page) = reader.page(&Select::default(), i64::MAX, 0, 100) {
            assert!(page.rows.iter().all(|row| self.ward.wrote(row)), "a wrong value");
            let numbers: HashSet<_> = page.rows.iter().map(|row| row.seq).collect();
            assert!(!whole || numbers.len() == page.rows.len(), "a row twice");
        }
        let pending = store.pending().unwrap_or_default();
        assert!(pending.iter().all(|action| self.ward.wanted(action)), "nobody wanted that");
        let _ = (store.unread_by_kind(), store.tally(), store.glance());
    }

    /// A new file is made from what proves itself.
    fn rescue(&self) {
        if let Ok(mut store) = Store::open_or_rescue(&self.path(), account(), &self.ward.key) {
            store.take_repair().unwrap().expect("the file was replaced");
            store.reader().unwrap().verify().unwrap();
            self.look(&store);
        }
    }
}

impl Damage {
    fn done_to(&self, file: &[u8]) -> Vec<u8> {
        let mut bytes = file.to_vec();
        for Patch { at, bytes: patch } in &self.patches {
            let at = *at as usize % bytes.len();
            let end = bytes.len().min(at + patch.len());
            bytes[at..end].copy_from_slice(&patch[..end - at]);
        }
        if let Some(cut) = self.cut {
            bytes.truncate(cut as usize % bytes.len());
        }
        bytes
    }
}
