//! One flipped bit anywhere in the file: what is shown is right, or it is said that something is wrong.

use std::path::Path;

use protocol::Status;
use store::{AccountKey, Page, Select, Store, StoreError, StoredRow};

use crate::ward::{Ward, account, note};

/// So many flips in the test command; `STORE_FLIPS=10000` tries more.
const TRIALS: usize = 250;

/// A store as it lies on the disk when nobody has it open, and what it shows.
fn laid_down() -> (Vec<u8>, AccountKey, Vec<StoredRow>) {
    let mut ward = Ward::open();
    let notes: Vec<_> = (1..=300).map(|n| note(n, &format!("Bed {n} is free"))).collect();
    ward.store.receive(&notes).unwrap();
    ward.store.act(&[notes[2].id, notes[5].id], Status::Read).unwrap();
    ward.store.act(&[notes[6].id], Status::Deleted).unwrap();
    let (path, shown) = (ward.path(), ward.rows(&Select::default()));
    let Ward { folder, key, store } = ward;
    // Closing brings everything into the one file.
    drop(store);
    let bytes = std::fs::read(path).unwrap();
    drop(folder);
    (bytes, key, shown)
}

/// Somebody opens this file, looks at everything, and at the badge.
fn look(path: &Path, key: &AccountKey) -> Result<(Page, u32), StoreError> {
    let store = Store::open(path, account(), key)?;
    let reader = store.reader()?;
    reader.verify()?;
    let unread = store.unread_by_kind()?.iter().map(|(_, count)| count).sum();
    Ok((reader.page(&Select::default(), None, 1000)?, unread))
}

#[test]
fn a_flipped_bit_is_never_a_wrong_value() {
    let trials = std::env::var("STORE_FLIPS").map_or(TRIALS, |number| number.parse().unwrap());
    let (bytes, key, truth) = laid_down();
    let unread = truth.iter().filter(|row| row.notification.status == Status::Unread).count();
    let (mut said, mut harmless) = (0, 0);
    for trial in 1..=trials {
        // Multiples of the golden ratio fill the file evenly, however many they are.
        let place = (trial as f64 * 0.618_033_988_749_895).fract();
        let bit = (place * (bytes.len() * 8) as f64) as usize;
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        std::fs::write(&path, &flipped).unwrap();
        match look(&path, &key) {
            Err(_) => said += 1,
            Ok((page, counted)) => {
                assert!(page.rows.iter().all(|row| truth.contains(row)), "bit {bit}: a wrong value");
                assert_eq!(page.rows.len() + page.damaged as usize, truth.len(), "bit {bit}: a row is hidden");
                assert!(page.rows.len() >= truth.len() - 1, "bit {bit}: the others stay readable");
                if page.damaged > 0 {
                    said += 1;
                } else {
                    assert_eq!(counted as usize, unread, "bit {bit}: a wrong badge");
                    harmless += 1;
                }
            }
        }
    }
    assert!(
        said > trials / 5 && harmless > trials / 5,
        "{said} said, {harmless} harmless: both kinds of places are hit"
    );
}

#[test]
fn an_index_that_lost_a_row_is_found_and_made_anew() {
    let mut ward = Ward::open();
    ward.store.receive(&[note(1, "one"), note(2, "two"), note(3, "three")]).unwrap();
    let thief = rusqlite::Connection::open(ward.path()).unwrap();
    // The index of the list becomes one of something else.
    thief
        .execute_batch(
            "PRAGMA writable_schema = ON;
             UPDATE sqlite_schema SET sql = replace(sql, 'status < 2', 'status < 0') WHERE name = 'inbox_by_date';
             PRAGMA writable_schema = RESET; REINDEX inbox_by_date;
             PRAGMA writable_schema = ON;
             UPDATE sqlite_schema SET sql = replace(sql, 'status < 0', 'status < 2') WHERE name = 'inbox_by_date';",
        )
        .unwrap();
    ward.reopen();
    assert!(ward.rows(&Select::default()).is_empty(), "every row is hidden");
    assert!(matches!(ward.store.reader().unwrap().verify(), Err(StoreError::Damaged)));
    ward.store.reindex().unwrap();
    ward.store.reader().unwrap().verify().unwrap();
    assert_eq!(ward.rows(&Select::default()).len(), 3);
}
