//! Without the key the file says nothing, and nothing in it can be changed unnoticed.

use crate::ward::{Ward, account, note};
use protocol::{Notification, Related, Status};
use store::{AccountId, AccountKey, Select, Store, StoreError};

const CANARY: &str = "Zofia Canary, room 12";
const OBJECT: &str = "7d1b6f0e-canary-object";

fn with_a_canary() -> Ward {
    let mut ward = Ward::open();
    let mut secret = note(1, CANARY);
    secret.related = Related { kind: Some("appointment".into()), id: Some(OBJECT.into()) };
    ward.store.receive(&[secret.clone()]).unwrap();
    ward.store.act(&[secret.id], Status::Read).unwrap();
    ward
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn no_file_shows_a_message_an_object_or_an_id() {
    let ward = with_a_canary();
    let id = note(1, "").id;
    let mut files = 0;
    for entry in std::fs::read_dir(ward.folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        files += 1;
        for needle in [CANARY.as_bytes(), OBJECT.as_bytes(), id.0.as_bytes(), id.to_string().as_bytes()] {
            assert!(!contains(&bytes, needle));
        }
        assert!(!contains(&bytes, &ward.key.to_vault(account(), None).unwrap()));
    }
    assert!(files >= 2, "the database and its write-ahead log");
    let row = ward.rows(&Select::default()).remove(0);
    assert_eq!(row.notification.message, CANARY, "with the key it reads");
}

#[test]
fn every_part_of_a_notification_comes_back_as_it_was() {
    let mut ward = Ward::open();
    let kinds = [None, Some(""), Some("wizyta \u{1F4C5}")];
    let ids = [
        None,
        Some(""),
        Some("42"),
        Some("7d1b6f0e-8c3a-4b5d-9e2f-0a1b2c3d4e5f"),
        Some("7D1B6F0E-8C3A-4B5D-9E2F-0A1B2C3D4E5F"),
        Some("{7d1b6f0e-8c3a-4b5d-9e2f-0a1b2c3d4e5f}"),
        Some("7d1b6f0e8c3a4b5d9e2f0a1b2c3d4e5f"),
    ];
    let related = kinds
        .into_iter()
        .flat_map(|kind| ids.map(|id| Related { kind: kind.map(str::to_owned), id: id.map(str::to_owned) }));
    let rows: Vec<_> = (0..).zip(related).map(|(n, related)| Notification { related, ..note(n, CANARY) }).collect();
    ward.store.receive(&rows).unwrap();
    let mut kept: Vec<_> = ward.rows(&Select::default()).into_iter().map(|row| row.notification).collect();
    kept.reverse();
    assert_eq!(kept, rows);
}

#[test]
fn another_key_or_account_opens_nothing_and_changes_nothing() {
    let ward = with_a_canary();
    assert!(matches!(ward.open_again(&AccountKey::generate()), Err(StoreError::WrongKey)));
    let other = AccountId::of("https://ward.example", "jan@ward.example");
    assert!(matches!(Store::open(&ward.path(), other, &ward.key), Err(StoreError::WrongKey)));
    assert_eq!(ward.open_again(&ward.key).unwrap().pending().unwrap().len(), 1);
}

#[test]
fn a_changed_column_is_noticed() {
    for change in [
        "status = 0",
        "server = 1",
        "follow_up = 1",
        "date = date + 1",
        "kind = 'ISSUE'",
        "sealed = zeroblob(length(sealed))",
    ] {
        let ward = with_a_canary();
        let thief = rusqlite::Connection::open(ward.path()).unwrap();
        thief.execute(&format!("UPDATE inbox SET {change}"), []).unwrap();
        let page = ward.store.reader().unwrap().page(&Select::default(), i64::MAX, 0, 10).unwrap();
        assert_eq!((page.rows.len(), page.damaged), (0, 1), "{change}");
    }
}

#[test]
fn a_column_that_can_not_be_ours_hides_no_other_row_and_is_mended() {
    for change in ["tag = x'01'", "kind = CAST(x'FF' AS TEXT)", "server = 300", "follow_up = 7"] {
        let mut ward = Ward::open();
        let rows = [note(1, "for Ada"), note(2, "for Jan")];
        ward.store.receive(&rows).unwrap();
        let thief = rusqlite::Connection::open(ward.path()).unwrap();
        thief.execute(&format!("UPDATE inbox SET {change} WHERE seq = 2"), []).unwrap();
        let page = ward.store.reader().unwrap().page(&Select::default(), i64::MAX, 0, 10).unwrap();
        assert_eq!((page.rows.len(), page.damaged), (1, 1), "{change}");
        assert_eq!(ward.store.newest_unread(5).unwrap().len(), 1);
        ward.store.unread_by_kind().unwrap();
        ward.store.reconcile(&ward.listing(&rows)).unwrap();
        let page = ward.store.reader().unwrap().page(&Select::default(), i64::MAX, 0, 10).unwrap();
        assert_eq!((page.rows.len(), page.damaged), (2, 0), "{change}");
    }
}

#[test]
fn a_status_that_can_not_be_ours_hides_its_row_until_the_file_is_looked_at_or_the_server_asked() {
    let mut ward = Ward::open();
    let rows = [note(1, "for Ada"), note(2, "for Jan")];
    ward.store.receive(&rows).unwrap();
    for status in [-1, 2, 3, 300] {
        let thief = rusqlite::Connection::open(ward.path()).unwrap();
        thief.execute("UPDATE inbox SET status = ? WHERE seq = 2", [status]).unwrap();
        assert_eq!(ward.rows(&Select::default()).len(), 1);
        assert_eq!(ward.store.reader().unwrap().verify().unwrap(), [2], "{status}");
        ward.store.reconcile(&ward.listing(&rows)).unwrap();
        assert_eq!(ward.rows(&Select::default()).len(), 2, "{status}");
    }
}

#[test]
fn a_number_without_a_next_one_is_damage() {
    let mut ward = with_a_canary();
    let thief = rusqlite::Connection::open(ward.path()).unwrap();
    thief.execute("INSERT OR REPLACE INTO meta VALUES ('announced', 9223372036854775807)", []).unwrap();
    assert!(matches!(ward.store.receive(&[note(2, "two")]), Err(StoreError::Damaged)));
}

#[test]
fn an_action_whose_key_is_damaged_gets_another() {
    let mut ward = with_a_canary();
    let thief = rusqlite::Connection::open(ward.path()).unwrap();
    thief.execute("UPDATE outbox SET key = x'01'", []).unwrap();
    assert!(ward.store.pending().unwrap().is_empty());
    ward.reopen();
    assert_eq!(ward.store.pending().unwrap().len(), 1);
}

#[test]
fn rows_can_not_change_places() {
    let mut ward = Ward::open();
    ward.store.receive(&[note(1, "for Ada"), note(9, "for Jan")]).unwrap();
    let thief = rusqlite::Connection::open(ward.path()).unwrap();
    thief.execute_batch("UPDATE inbox SET sealed = (SELECT sealed FROM inbox WHERE seq = 2) WHERE seq = 1").unwrap();
    let page = ward.store.reader().unwrap().page(&Select::default(), i64::MAX, 0, 10).unwrap();
    assert_eq!((page.rows.len(), page.damaged), (1, 1));
}

#[test]
fn a_newer_database_is_refused_and_left_alone() {
    let ward = with_a_canary();
    let future = rusqlite::Connection::open(ward.path()).unwrap();
    future.pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(ward.open_again(&ward.key), Err(StoreError::Newer { found: 99, .. })));
    let version: i64 = future.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, 99);
}

#[test]
fn a_file_that_is_no_database_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    std::fs::write(&path, "not a database at all, but long enough to look at".repeat(100)).unwrap();
    assert!(matches!(Store::open(&path, account(), &AccountKey::generate()), Err(StoreError::Damaged)));
}

#[test]
#[cfg(unix)]
fn the_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let ward = Ward::open();
    assert_eq!(std::fs::metadata(ward.path()).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn keys_are_not_printed() {
    let key = AccountKey::generate();
    assert_eq!(format!("{key:?}"), "AccountKey(..)");
}

#[test]
fn a_damaged_row_stops_nothing_and_the_server_mends_it() {
    let mut ward = Ward::open();
    let rows = [note(1, "one"), note(2, "two"), note(3, "three")];
    ward.store.receive(&rows).unwrap();
    let thief = rusqlite::Connection::open(ward.path()).unwrap();
    thief.execute("UPDATE inbox SET sealed = zeroblob(100) WHERE seq = 2", []).unwrap();

    assert_eq!(ward.store.take_unannounced().unwrap().len(), 2);
    assert_eq!(ward.store.newest_unread(5).unwrap().len(), 2);
    ward.store.act(&[rows[0].id, rows[1].id, rows[2].id], Status::Read).unwrap();
    assert_eq!(ward.store.pending().unwrap().len(), 2);

    ward.store.reconcile(&ward.listing(&rows)).unwrap();
    let page = ward.store.reader().unwrap().page(&Select::default(), i64::MAX, 0, 10).unwrap();
    assert_eq!((page.rows.len(), page.damaged), (3, 0));

    thief.execute("UPDATE inbox SET sealed = zeroblob(100) WHERE seq = 2", []).unwrap();
    ward.store.reconcile(&ward.listing(&[rows[0].clone(), rows[2].clone()])).unwrap();
    let page = ward.store.reader().unwrap().page(&Select::default(), i64::MAX, 0, 10).unwrap();
    assert_eq!((page.rows.len(), page.damaged), (2, 0), "gone from the server, gone here");
}
