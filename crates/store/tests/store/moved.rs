//! Parts of a file put elsewhere by somebody without the key: refused, noticed, or put right by the next check.

use protocol::{Notification, Status};
use rusqlite::Connection;
use store::{AccountId, AccountKey, Refused, Select, Store, StoreError};

use crate::ward::{Ward, account, note};

fn furnished() -> (Ward, [Notification; 3]) {
    let mut ward = Ward::open();
    let rows = [note(1, "for Ada"), note(9, "for Jan"), note(17, "for Zofia")];
    ward.store.receive(&rows).unwrap();
    ward.store.take_unannounced().unwrap();
    (ward, rows)
}

fn thief(ward: &Ward) -> Connection {
    let thief = Connection::open(ward.path()).unwrap();
    thief.pragma_update(None, "foreign_keys", false).unwrap();
    thief
}

fn seen(ward: &Ward) -> (usize, u32) {
    let page = ward.store.reader().unwrap().page(&Select::default(), i64::MAX, 0, 10).unwrap();
    (page.rows.len(), page.damaged)
}

#[test]
fn a_row_of_another_account_is_none_of_this_one() {
    let (mine, theirs) = (furnished().0, furnished().0);
    let thief = thief(&mine);
    thief.execute("ATTACH ? AS theirs", [theirs.path().to_str().unwrap()]).unwrap();
    thief.execute("DELETE FROM main.inbox WHERE seq = 2", []).unwrap();
    thief.execute("INSERT INTO main.inbox SELECT * FROM theirs.inbox WHERE seq = 2", []).unwrap();
    assert_eq!(seen(&mine), (2, 1));
}

#[test]
fn a_data_key_of_another_account_or_epoch_opens_nothing() {
    let (mut ward, _) = furnished();
    // The same key in the keyring, as if somebody had copied the entry.
    let folder = tempfile::tempdir().unwrap();
    let jan = AccountId::of("https://ward.example", "jan@ward.example");
    let path = folder.path().join("store.db");
    drop(Store::open(&path, jan, &ward.key).unwrap());
    let copied: Vec<u8> =
        Connection::open(&path).unwrap().query_row("SELECT wrapped FROM data_key", [], |row| row.get(0)).unwrap();
    let thief = thief(&ward);
    let first: (i64, Vec<u8>) =
        thief.query_row("SELECT epoch, wrapped FROM data_key", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();

    thief.execute("UPDATE data_key SET wrapped = ?", [copied]).unwrap();
    assert!(matches!(ward.open_again(&ward.key), Err(StoreError::WrongKey)));

    thief.execute("UPDATE data_key SET wrapped = ?", [&first.1]).unwrap();
    ward.store.rotate(&ward.key).unwrap();
    thief.execute("UPDATE data_key SET wrapped = ?", [&first.1]).unwrap();
    assert!(matches!(ward.open_again(&ward.key), Err(StoreError::WrongKey)), "of an epoch before");
    thief.execute("UPDATE data_key SET epoch = ?, wrapped = ?", first).unwrap();
    assert!(matches!(ward.open_again(&ward.key), Err(StoreError::Damaged)), "no row is of that epoch");
    thief.execute("DELETE FROM data_key", []).unwrap();
    assert!(matches!(ward.open_again(&ward.key), Err(StoreError::Damaged)), "no other key is made for these rows");
}

#[test]
fn a_row_under_another_number_tag_or_status_does_not_open() {
    for change in [
        "UPDATE inbox SET seq = 40 WHERE seq = 2",
        "UPDATE inbox SET tag = zeroblob(16) WHERE seq = 2",
        "UPDATE inbox SET status = 1, server = 1 WHERE seq = 2",
        "UPDATE inbox SET status = 1 WHERE seq = 2",
        "UPDATE inbox SET server = 2 WHERE seq = 2",
        "UPDATE inbox SET follow_up = 1 WHERE seq = 2",
        "UPDATE inbox SET snoozed = 1 WHERE seq = 2",
        "UPDATE inbox SET sealed = CAST(sealed || x'00' AS BLOB) WHERE seq = 2",
        "UPDATE inbox SET sealed = x'' WHERE seq = 2",
    ] {
        let (mut ward, rows) = furnished();
        thief(&ward).execute(change, []).unwrap();
        assert_eq!(seen(&ward), (2, 1), "{change}");
        let damaged = ward.store.reader().unwrap().verify().unwrap();
        assert_eq!(damaged.len(), 1, "{change}");
        ward.store.write_off(&damaged).unwrap();
        assert_eq!(seen(&ward), (2, 0), "{change}");
        ward.store.reconcile(&ward.listing(&rows)).unwrap();
        assert_eq!(seen(&ward), (3, 0), "{change}: the server's copy takes its place");
    }
}

/// What SECURITY.md says is not noticed in the file itself: a whole row, its numbers and seal, as it was before.
#[test]
fn an_earlier_state_of_the_same_row_is_put_right_by_the_next_check_only() {
    let (mut ward, mut rows) = furnished();
    let thief = thief(&ward);
    thief.execute_batch("CREATE TEMP TABLE before AS SELECT * FROM inbox WHERE seq = 1").unwrap();
    rows[0].status = Status::Read;
    ward.store.reconcile(&ward.listing(&rows)).unwrap();
    thief.execute_batch("DELETE FROM inbox WHERE seq = 1; INSERT INTO inbox SELECT * FROM temp.before").unwrap();
    assert_eq!(ward.status(&rows[0]), Some(Status::Unread), "it proves itself");
    assert!(ward.store.reader().unwrap().verify().unwrap().is_empty());
    ward.store.reconcile(&ward.listing(&rows)).unwrap();
    assert_eq!(ward.status(&rows[0]), Some(Status::Read));
}

#[test]
fn the_outbox_can_not_be_made_to_want_something_else() {
    for change in [
        "DELETE FROM outbox",
        "UPDATE outbox SET sent = 1 - sent",
        "UPDATE outbox SET row = CASE row WHEN 1 THEN -2 ELSE -1 END; UPDATE outbox SET row = -row",
        "UPDATE outbox SET key = randomblob(16)",
        "UPDATE outbox SET row = 3 WHERE row = 2",
        "UPDATE outbox SET row = 77 WHERE row = 2",
        "INSERT INTO outbox (row, key) VALUES (3, randomblob(16))",
    ] {
        let (mut ward, rows) = furnished();
        ward.store.act(&[rows[0].id], Status::Read).unwrap();
        ward.store.act(&[rows[1].id], Status::Deleted).unwrap();
        thief(&ward).execute_batch(change).unwrap();
        ward.reopen();
        let mut wanted: Vec<_> = ward.store.pending().unwrap().iter().map(|one| (one.id, one.wanted)).collect();
        wanted.sort_by_key(|(id, _)| id.0);
        assert_eq!(wanted, [(rows[0].id, Status::Read), (rows[1].id, Status::Deleted)], "{change}");
    }
}

#[test]
fn an_action_that_is_made_to_look_refused_says_so() {
    let (mut ward, rows) = furnished();
    ward.store.act(&[rows[0].id], Status::Read).unwrap();
    thief(&ward).execute("UPDATE outbox SET refused = 'no'", []).unwrap();
    ward.reopen();
    let row = ward.store.reader().unwrap().row(rows[0].id).unwrap().unwrap();
    assert_eq!(
        (row.refused, row.waiting),
        (Some(Refused { wanted: None }), true),
        "it is not sent, and the row says both"
    );
}

#[test]
fn the_mark_of_what_was_announced_can_repeat_news_but_not_hide_any() {
    for mark in ["0", "-5", "2", "3000000000", "'three'", "x'03'"] {
        let (mut ward, _) = furnished();
        thief(&ward).execute_batch(&format!("UPDATE meta SET value = {mark} WHERE name = 'announced'")).unwrap();
        ward.store = Store::open_or_rescue(&ward.path(), account(), &ward.key).unwrap();
        ward.store.receive(&[note(4, "new")]).unwrap();
        let news = ward.store.take_unannounced().unwrap();
        assert!(news.iter().any(|row| row.notification.message == "new"), "{mark}");
    }
}

#[test]
fn the_key_of_another_account_opens_nothing() {
    let (ward, _) = furnished();
    assert!(matches!(Store::open(&ward.path(), account(), &AccountKey::generate()), Err(StoreError::WrongKey)));
    let jan = AccountId::of("https://ward.example", "jan@ward.example");
    assert!(matches!(Store::open(&ward.path(), jan, &ward.key), Err(StoreError::WrongKey)));
}
