//! A database of every released version is opened for ever. `examples/release-fixture.rs` wrote them, with this key; a
//! released one is never written again.

use std::path::Path;

use protocol::Status;
use store::{AccountKey, FollowUp, Refused, Select, Store, StoreError};

use crate::ward::{Ward, account, note};

const KEY: [u8; 32] = *b"the key of the released versions";

/// A copy of a released file, in a folder of its own.
fn laid_out(version: &str) -> (tempfile::TempDir, AccountKey) {
    let folder = tempfile::tempdir().unwrap();
    let released = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/released").join(version);
    std::fs::copy(released, folder.path().join("store.db")).unwrap();
    (folder, AccountKey::from_vault(account(), &KEY.to_vec().into(), None).unwrap())
}

#[test]
fn every_released_database_opens() {
    let released = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/released")).unwrap();
    let names: Vec<_> = released.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert!(names.contains(&"1.db".to_owned()), "{names:?}");
    for name in names {
        let (folder, key) = laid_out(&name);
        let store = Store::open(&folder.path().join("store.db"), account(), &key).unwrap();
        let mut ward = Ward { folder, key, store };
        says_what_was_stored(&mut ward, &name);
        ward.store.rotate(&ward.key).unwrap();
        ward.reopen();
        assert_eq!(ward.rows(&Select::default()).len(), 5, "{name}, with new keys");
    }
}

fn says_what_was_stored(ward: &mut Ward, name: &str) {
    assert!(ward.store.reader().unwrap().verify().unwrap().is_empty(), "{name}");
    assert!(ward.store.take_repair().unwrap().is_none(), "{name}");
    let rows = ward.rows(&Select::default());
    let texts: Vec<_> = rows.iter().map(|row| row.notification.message.as_str()).collect();
    let expected = [7, 6, 5, 3, 1].map(|n| format!("Bed {n} is free, żółty pokój"));
    assert_eq!(texts, expected, "{name}: the second is deleted, the fourth gone");
    let first = rows.last().unwrap();
    assert_eq!((first.notification.status, first.waiting), (Status::Read, true), "{name}");
    assert_eq!(first.notification.date.to_string(), "2026-11-22T08:01:00.000001Z", "{name}");
    assert_eq!(first.notification.related.id.as_deref(), Some("1"), "{name}");
    let object = rows[0].notification.related.id.as_deref();
    assert_eq!(object, Some("70000000-0000-4000-8000-000000000007"), "{name}");
    assert_eq!(rows[3].refused, Some(Refused { wanted: None }), "{name}: only why was kept then");
    assert_eq!(ward.wanted(), [Status::Read, Status::Deleted], "{name}");
    assert_eq!(ward.store.depth_of_sent().unwrap(), 6, "{name}: the first was sent");
    assert_eq!(ward.store.cursor().unwrap().as_deref(), Some("after the sixth"), "{name}");
    let news = ward.store.take_unannounced().unwrap();
    assert_eq!(news.iter().map(|row| row.seq).collect::<Vec<_>>(), [8], "{name}: seven were announced");
    let due = Some("2026-12-01T07:00:00Z".parse().unwrap());
    assert_eq!(rows[2].follow_up, Some(FollowUp { due }), "{name}");
    assert_eq!(rows[1].snoozed, Some("2026-12-02T11:00:00Z".parse().unwrap()), "{name}");
    assert_eq!(ward.store.receive(&[note(0, "again")]).unwrap().fresh, 0, "{name}: it was let go");
}

#[test]
fn a_newer_one_is_refused_and_left_byte_for_byte_as_it_was() {
    let (folder, key) = laid_out("1.db");
    let path = folder.path().join("store.db");
    let known = rusqlite::Connection::open(&path).unwrap();
    let version: i64 = known.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    // The newest that there is, and one more.
    drop(Store::open(&path, account(), &key).unwrap());
    let newest: i64 = known.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert!(newest >= version);
    known.pragma_update(None, "user_version", newest + 1).unwrap();
    known.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    drop(known);
    let before = std::fs::read(&path).unwrap();
    for opened in [Store::open(&path, account(), &key), Store::open_or_rescue(&path, account(), &key)] {
        let refused = opened.err().unwrap();
        assert!(matches!(refused, StoreError::Newer { found, known } if (found, known) == (newest + 1, newest)));
    }
    assert_eq!(std::fs::read(&path).unwrap(), before);
}
