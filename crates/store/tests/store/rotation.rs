//! New keys: everything stays readable, the old ones open nothing, and a power cut leaves one or the other, whole.

use std::path::Path;
use std::time::Duration;

use protocol::Status;
use store::{AccountKey, Select, Store, StoreError};

use crate::child;
use crate::ward::{Ward, account, note};

fn furnished() -> Ward {
    let mut ward = Ward::open();
    let rows: Vec<_> = (1..=40).map(|n| note(n, &format!("Bed {n} is free"))).collect();
    ward.store.receive(&rows).unwrap();
    ward.store.take_unannounced().unwrap();
    ward.store.act(&[rows[3].id, rows[7].id], Status::Read).unwrap();
    ward
}

#[test]
fn everything_stays_and_the_old_key_opens_nothing() {
    let mut ward = furnished();
    let (before, pending) = (ward.rows(&Select::default()), ward.store.pending().unwrap());
    let stale = ward.store.reader().unwrap();
    let old = std::mem::replace(&mut ward.key, AccountKey::generate());
    ward.store.rotate(&ward.key).unwrap();
    let page = stale.page(&Select::default(), i64::MAX, 0, 100).unwrap();
    assert_eq!((page.rows.len(), page.damaged), (0, 40), "a reader from before reads nothing");
    ward.reopen();
    assert_eq!(ward.rows(&Select::default()), before);
    assert_eq!(ward.store.pending().unwrap(), pending);
    assert!(ward.store.take_unannounced().unwrap().is_empty(), "nothing is news again");
    assert_eq!(ward.store.receive(&[note(1, "again")]).unwrap().fresh, 0, "known by its new tag");
    assert!(matches!(ward.open_again(&old), Err(StoreError::WrongKey)));
}

#[test]
fn another_key_for_the_same_data_needs_no_new_seals() {
    let mut ward = furnished();
    let before = ward.rows(&Select::default());
    let old = std::mem::replace(&mut ward.key, AccountKey::generate());
    ward.store.rewrap(&ward.key).unwrap();
    ward.reopen();
    assert_eq!(ward.rows(&Select::default()), before);
    assert!(matches!(ward.open_again(&old), Err(StoreError::WrongKey)));
}

#[test]
fn a_row_of_an_earlier_epoch_is_not_taken_back() {
    let mut ward = furnished();
    let thief = rusqlite::Connection::open(ward.path()).unwrap();
    let row = "SELECT tag, sealed FROM inbox WHERE seq = 1";
    let old: (Vec<u8>, Vec<u8>) = thief.query_row(row, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    ward.store.rotate(&ward.key).unwrap();
    thief.execute("UPDATE inbox SET tag = ?, sealed = ? WHERE seq = 1", old).unwrap();
    let page = ward.store.reader().unwrap().page(&Select::default(), i64::MAX, 0, 100).unwrap();
    assert_eq!((page.rows.len(), page.damaged), (39, 1));
}

#[test]
fn damaged_rows_are_left_behind_and_everything_is_asked_for_again() {
    let mut ward = furnished();
    let cursor = store::Listing { cursor: Some("here".into()), ..ward.listing(&[]) };
    let cursor = store::Listing { covers: store::Coverage::RowsOnly, ..cursor };
    ward.store.reconcile(&cursor).unwrap();
    let thief = rusqlite::Connection::open(ward.path()).unwrap();
    thief.execute("UPDATE inbox SET sealed = zeroblob(80) WHERE seq IN (4, 5)", []).unwrap();
    ward.store.rotate(&ward.key).unwrap();
    let page = ward.store.reader().unwrap().page(&Select::default(), i64::MAX, 0, 100).unwrap();
    assert_eq!((page.rows.len(), page.damaged), (38, 0));
    assert_eq!(ward.store.cursor().unwrap(), None);
}

/// So many kills in the test command; `STORE_ROTATIONS=1000` does more.
fn kills() -> u64 {
    std::env::var("STORE_ROTATIONS").map_or(25, |number| number.parse().unwrap())
}

/// Rotates without end when it runs as the child of the test below, and does nothing otherwise.
#[test]
fn child_that_rotates() {
    let Some((folder, key)) = child::given() else { return };
    let mut store = Store::open(&folder.join("store.db"), account(), &key).unwrap();
    loop {
        store.rotate(&key).unwrap();
        store.rewrap(&key).unwrap();
    }
}

#[test]
fn a_rotation_that_is_killed_leaves_the_old_keys_or_the_new_ones() {
    let ward = furnished();
    let (path, before) = (ward.path(), ward.rows(&Select::default()));
    let (folder, key) = child::hand_over(ward);
    for round in 0..kills() {
        let epoch = epoch(&path);
        let mut child = child::spawn("rotation::child_that_rotates", folder.path());
        // Once it has begun, at any moment of a rotation.
        while self::epoch(&path) == epoch {
            std::thread::yield_now();
        }
        std::thread::sleep(Duration::from_micros(700 * (round % 25)));
        child.kill().unwrap();
        child.wait().unwrap();
        let store = Store::open(&path, account(), &key).unwrap();
        let reader = store.reader().unwrap();
        assert_eq!(reader.page(&Select::default(), i64::MAX, 0, 1000).unwrap().rows, before, "round {round}");
        assert!(reader.verify().unwrap().is_empty(), "round {round}");
    }
}

fn epoch(path: &Path) -> i64 {
    let db = rusqlite::Connection::open(path).unwrap();
    db.busy_timeout(Duration::from_secs(5)).unwrap();
    db.query_row("SELECT epoch FROM data_key", [], |row| row.get(0)).unwrap()
}
