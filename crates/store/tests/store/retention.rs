//! What is old is let go for good, and the server may go on listing it.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use memchr::memmem;
use protocol::{Notification, Status};
use store::{Coverage, FollowUp, Listing, Retention, Select, Tally};

use crate::ward::{Ward, note};

const TWO_DAYS: Retention = Retention { days: Some(2), rows: None };

/// A note that was made so many days ago; the higher its number, the newer of its day.
fn aged(n: u32, days: i64, message: &str) -> Notification {
    let date = now() - SignedDuration::from_hours(24 * days) + SignedDuration::from_secs(n.into());
    Notification { date, ..note(n, message) }
}

fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

fn newest(rows: u32) -> Retention {
    Retention { days: None, rows: Some(rows) }
}

/// Lets everything go that should, and tells what was unread.
fn retain(ward: &mut Ward, keep: &Retention) -> Vec<protocol::NotificationId> {
    let mut quieted = Vec::new();
    loop {
        let retained = ward.store.retain(now(), keep).unwrap();
        quieted.extend(retained.changes.quieted);
        if !retained.more {
            return quieted;
        }
    }
}

fn messages(ward: &Ward) -> Vec<String> {
    ward.rows(&Select::default()).into_iter().map(|row| row.notification.message).collect()
}

#[test]
fn what_is_too_old_goes_and_no_replay_or_full_read_brings_it_back() {
    let mut ward = Ward::open();
    let rows = [aged(1, 3, "Bed 4 is free"), aged(2, 2, "Bed 5 is free"), aged(3, 0, "Bed 6 is free")];
    ward.store.receive(&rows).unwrap();
    assert_eq!(retain(&mut ward, &TWO_DAYS), [rows[0].id], "its toast is withdrawn");
    for _ in 0..2 {
        assert_eq!(messages(&ward), ["Bed 6 is free", "Bed 5 is free"]);
        assert_eq!(ward.status(&rows[0]), None);
        assert_eq!(ward.store.unread_by_kind().unwrap().len(), 2);
        assert_eq!(ward.store.tally().unwrap(), Tally { total: 3, unread: 3 }, "what the server should count");
        assert_eq!(ward.store.receive(&rows).unwrap().fresh, 0);
        assert!(!ward.store.reconcile(&ward.listing(&rows)).unwrap().any);
        assert!(retain(&mut ward, &TWO_DAYS).is_empty(), "it goes once");
        ward.store.rotate(&ward.key).unwrap();
        ward.reopen();
    }
}

#[test]
fn the_servers_word_on_what_was_let_go_is_followed_in_the_counts_alone() {
    let mut ward = Ward::open();
    let old = aged(1, 3, "Bed 4 is free");
    ward.store.receive(&[old.clone(), aged(2, 0, "new")]).unwrap();
    ward.store.take_unannounced().unwrap();
    retain(&mut ward, &TWO_DAYS);
    let bare = sealed(&ward)[&1].len();
    for status in [Status::Read, Status::Unread] {
        let changed = Notification { status, message: "Bed 4 is taken".to_owned(), ..old.clone() };
        let told = Listing { covers: Coverage::RowsOnly, ..ward.listing(&[changed]) };
        ward.store.reconcile(&told).unwrap();
        assert_eq!(ward.store.tally().unwrap().unread, 1 + u32::from(status == Status::Unread));
        assert_eq!(messages(&ward), ["new"]);
        assert_eq!(sealed(&ward)[&1].len(), bare, "its text is not stored again");
    }
    ward.store.act(&[old.id], Status::Deleted).unwrap();
    ward.store.undo(&[old.id]).unwrap();
    ward.store.follow_up(&[old.id], Some(FollowUp::default())).unwrap();
    ward.reopen();
    assert!(ward.store.pending().unwrap().is_empty(), "nobody can do anything with it");
    assert!(ward.rows(&Select { follow_up: true, ..Select::default() }).is_empty());
    assert!(ward.store.take_unannounced().unwrap().is_empty());
    ward.store.gone(old.id).unwrap();
    assert_eq!(ward.store.tally().unwrap().total, 1);
    assert_eq!(ward.store.receive(&[old]).unwrap().fresh, 0, "nor is it back when the server has it no longer");
}

#[test]
fn so_many_of_the_newest_stay() {
    let mut ward = Ward::open();
    let rows: Vec<_> = (1..=9).map(|n| aged(n, 0, &format!("Bed {n}"))).collect();
    ward.store.receive(&rows).unwrap();
    ward.store.act(&[rows[8].id], Status::Deleted).unwrap();
    ward.store.gone(rows[8].id).unwrap();
    retain(&mut ward, &newest(9));
    assert_eq!(messages(&ward).len(), 8);
    retain(&mut ward, &newest(3));
    assert_eq!(messages(&ward), ["Bed 8", "Bed 7", "Bed 6"], "those that are gone do not count");
    retain(&mut ward, &Retention { days: Some(2), rows: Some(2) });
    assert_eq!(messages(&ward), ["Bed 8", "Bed 7"], "both limits hold");
    retain(&mut ward, &newest(0));
    assert!(messages(&ward).is_empty());
    retain(&mut ward, &Retention::default());
}

#[test]
fn what_waits_or_is_to_be_followed_up_stays_until_that_is_done() {
    let mut ward = Ward::open();
    let rows: Vec<_> = (1..=4).map(|n| aged(n, 9, &format!("Bed {n}"))).collect();
    ward.store.receive(&rows).unwrap();
    ward.store.act(&[rows[0].id], Status::Read).unwrap();
    ward.store.act(&[rows[1].id], Status::Deleted).unwrap();
    ward.store.follow_up(&[rows[2].id], Some(FollowUp::default())).unwrap();
    retain(&mut ward, &TWO_DAYS);
    assert_eq!(messages(&ward), ["Bed 3", "Bed 1"]);
    ward.store.undo(&[rows[1].id]).unwrap();
    assert_eq!(messages(&ward), ["Bed 3", "Bed 2", "Bed 1"], "a deletion can still be taken back");
    retain(&mut ward, &TWO_DAYS);
    ward.store.follow_up(&[rows[2].id], None).unwrap();
    let read = Notification { status: Status::Read, ..rows[0].clone() };
    ward.store.reconcile(&Listing { covers: Coverage::RowsOnly, ..ward.listing(&[read]) }).unwrap();
    retain(&mut ward, &TWO_DAYS);
    assert!(messages(&ward).is_empty());
}

#[test]
fn an_open_search_finds_it_no_more() {
    let mut ward = Ward::open();
    ward.store.receive(&[aged(1, 3, "Bed 4"), aged(2, 0, "Bed 5")]).unwrap();
    let mut search = ward.store.search().unwrap().fold().unwrap();
    retain(&mut ward, &TWO_DAYS);
    let beds = Select { text: Some("bed".to_owned()), ..Select::default() };
    assert_eq!(search.page(&beds, i64::MAX, 0, 10).unwrap().rows.len(), 1);
    assert_eq!(search.extent(&beds, i64::MAX).unwrap().total, 1);
}

#[test]
fn many_go_some_at_a_time_the_oldest_first() {
    let mut ward = Ward::open();
    let rows: Vec<_> = (1..=2500).map(|n| aged(n, 9, "Bed")).collect();
    ward.store.receive(&rows).unwrap();
    let mut left = Vec::new();
    loop {
        let retained = ward.store.retain(now(), &TWO_DAYS).unwrap();
        left.push(ward.store.reader().unwrap().counts().unwrap().iter().map(|counts| counts.unread).sum::<u32>());
        if !retained.more {
            break;
        }
    }
    assert_eq!(left, [1500, 500, 0]);
}

#[test]
fn what_the_server_has_not_had_for_a_year_leaves_nothing() {
    let mut ward = Ward::open();
    let rows = [aged(1, 500, "long gone"), aged(2, 100, "gone"), aged(3, 500, "there")];
    ward.store.receive(&rows).unwrap();
    ward.store.gone(rows[0].id).unwrap();
    ward.store.gone(rows[1].id).unwrap();
    let last = ward.store.last_seq().unwrap();
    let held = |ward: &Ward| -> Vec<i64> {
        let db = rusqlite::Connection::open(ward.path()).unwrap();
        let mut seqs = db.prepare("SELECT seq FROM inbox ORDER BY seq").unwrap();
        seqs.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    retain(&mut ward, &TWO_DAYS);
    assert_eq!(held(&ward), [1, 2, 3], "a number that was not announced is not given up");
    ward.store.take_unannounced().unwrap();
    retain(&mut ward, &TWO_DAYS);
    assert_eq!(held(&ward), [2, 3]);
    assert_eq!(ward.store.last_seq().unwrap(), last);
}

/// All that is in the files of the store.
fn bytes(ward: &Ward) -> Vec<u8> {
    let files = std::fs::read_dir(ward.folder.path()).unwrap();
    files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
}

/// What stands in the sealed column of each row.
fn sealed(ward: &Ward) -> HashMap<i64, Vec<u8>> {
    let db = rusqlite::Connection::open(ward.path()).unwrap();
    let mut query = db.prepare("SELECT seq, sealed FROM inbox").unwrap();
    query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
}

/// How many of these sealed values have a part of them in the files.
fn traces<'a>(files: &[u8], sealed: impl Iterator<Item = &'a Vec<u8>>) -> usize {
    let part = |at: usize, value: &[u8]| memmem::find(files, &value[at..at + 16]).is_some();
    sealed.filter(|value| [16, value.len() / 2, value.len() - 20].into_iter().any(|at| part(at, value))).count()
}

#[test]
fn no_byte_of_a_text_is_left_in_the_files_not_even_sealed() {
    let mut ward = Ward::open();
    let canary = |n: u32| {
        format!("Zofia Canary, room {n}. ").repeat(1 + n as usize * 7 % 11 + if n.is_multiple_of(50) { 400 } else { 0 })
    };
    let rows: Vec<_> = (0..600).map(|n| aged(n, if n % 3 == 0 { 1 } else { 9 }, &canary(n))).collect();
    rows.chunks(100).for_each(|rows| {
        ward.store.receive(rows).unwrap();
    });
    ward.store.act(&[rows[4].id, rows[7].id], Status::Read).unwrap();
    let before = sealed(&ward);
    assert_eq!(traces(&bytes(&ward), before.values()), 600);

    retain(&mut ward, &TWO_DAYS);
    let (files, after) = (bytes(&ward), sealed(&ward));
    let stays = |seq: &i64| after[seq] == before[seq];
    let (kept, gone): (Vec<_>, Vec<_>) = before.keys().partition(|seq| stays(seq));
    assert_eq!((kept.len(), gone.len()), (202, 398), "those that wait stay");
    assert_eq!(traces(&files, gone.iter().map(|seq| &before[seq])), 0);
    assert_eq!(traces(&files, kept.iter().map(|seq| &before[seq])), 202);
    assert_eq!(messages(&ward).len(), 202);

    ward.store.receive(&[aged(700, 0, "new")]).unwrap();
    retain(&mut ward, &newest(1));
    let files = bytes(&ward);
    assert_eq!(messages(&ward).len(), 3);
    let waits: Vec<_> = ward.rows(&Select::default()).iter().map(|row| row.seq).collect();
    assert_eq!(traces(&files, before.iter().filter(|(seq, _)| !waits.contains(seq)).map(|(_, value)| value)), 0);
}

#[test]
fn while_somebody_reads_the_old_pages_stay_and_that_is_said() {
    let mut ward = Ward::open();
    ward.store.receive(&[aged(1, 9, "Bed 4 is free")]).unwrap();
    let before = sealed(&ward);
    let somebody = rusqlite::Connection::open(ward.path()).unwrap();
    somebody.execute_batch("BEGIN; SELECT count(*) FROM inbox;").unwrap();
    assert!(ward.store.retain(now(), &TWO_DAYS).unwrap().more);
    assert!(messages(&ward).is_empty());
    somebody.execute_batch("COMMIT").unwrap();
    let again = ward.store.retain(now(), &TWO_DAYS).unwrap();
    assert_eq!((again.changes.any, again.more), (false, false));
    assert_eq!(traces(&bytes(&ward), before.values()), 0);
}
