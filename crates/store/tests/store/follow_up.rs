//! What the user wants to come back to stays marked, whatever the server says.

use jiff::Timestamp;
use protocol::{Notification, Status};
use store::{Coverage, FollowUp, Listing, Select, Tally};

use crate::ward::{Ward, note};

fn marked(ward: &Ward) -> Vec<Option<FollowUp>> {
    ward.rows(&Select { follow_up: true, ..Select::default() }).into_iter().map(|row| row.follow_up).collect()
}

fn tomorrow() -> FollowUp {
    FollowUp { due: Some("2026-11-23T07:30:00Z".parse().unwrap()) }
}

#[test]
fn a_mark_is_kept_through_everything_that_the_server_says_and_new_keys() {
    let mut ward = Ward::open();
    let bed = note(1, "Bed 4 is free");
    ward.store.receive(&[bed.clone(), note(2, "other")]).unwrap();
    let revision = ward.store.revision();
    ward.store.follow_up(&[bed.id], Some(tomorrow())).unwrap();
    assert_ne!(ward.store.revision(), revision);
    assert!(!ward.store.follow_up(&[bed.id], Some(tomorrow())).unwrap().any, "nothing changed");
    assert!(ward.store.pending().unwrap().is_empty(), "the server is told nothing");

    ward.store.act(&[bed.id], Status::Read).unwrap();
    let (status, message) = (Status::Read, "Bed 4 is taken".to_owned());
    let told = ward.listing(&[Notification { status, message, ..bed.clone() }, note(2, "other")]);
    ward.store.reconcile(&told).unwrap();
    ward.store.receive(&[bed]).unwrap();
    ward.store.rotate(&ward.key).unwrap();
    ward.reopen();
    assert_eq!(marked(&ward), [Some(tomorrow())]);
    assert_eq!(ward.rows(&Select::default())[1].notification.message, "Bed 4 is taken");
    assert_eq!(ward.store.tally().unwrap(), Tally { total: 2, unread: 1 });
}

#[test]
fn a_mark_is_changed_and_taken_off() {
    let mut ward = Ward::open();
    let rows = [note(1, "one"), note(2, "two")];
    ward.store.receive(&rows).unwrap();
    let ids = rows.map(|row| row.id);
    ward.store.follow_up(&ids, Some(FollowUp::default())).unwrap();
    ward.store.follow_up(&ids[..1], Some(tomorrow())).unwrap();
    assert_eq!(marked(&ward), [Some(FollowUp { due: None }), Some(tomorrow())]);
    ward.store.follow_up(&ids[..1], None).unwrap();
    assert_eq!(marked(&ward), [Some(FollowUp { due: None })]);
    ward.store.follow_up(&ids[..1], Some(FollowUp::default())).unwrap();
    assert_eq!(marked(&ward).len(), 2);
    assert!(marked(&ward).iter().flatten().all(|mark| mark.due.is_none()), "the time went with the mark");
}

#[test]
fn a_deletion_that_is_taken_back_keeps_the_mark_and_what_is_gone_loses_it() {
    let mut ward = Ward::open();
    let bed = note(1, "Bed 4 is free");
    ward.store.receive(std::slice::from_ref(&bed)).unwrap();
    ward.store.follow_up(&[bed.id], Some(tomorrow())).unwrap();
    ward.store.act(&[bed.id], Status::Deleted).unwrap();
    assert!(marked(&ward).is_empty());
    ward.store.follow_up(&[bed.id], None).unwrap();
    ward.store.undo(&[bed.id]).unwrap();
    assert_eq!(marked(&ward), [Some(tomorrow())], "nobody could take it off meanwhile");
    ward.store.gone(bed.id).unwrap();
    ward.store.follow_up(&[bed.id], Some(tomorrow())).unwrap();
    let db = rusqlite::Connection::open(ward.path()).unwrap();
    let left: i64 = db.query_row("SELECT count(*) FROM inbox WHERE follow_up <> 0", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 0);
}

#[test]
fn a_damaged_row_that_the_server_mends_is_still_marked() {
    let mut ward = Ward::open();
    let bed = note(1, "Bed 4 is free");
    ward.store.receive(std::slice::from_ref(&bed)).unwrap();
    ward.store.follow_up(&[bed.id], Some(tomorrow())).unwrap();
    let thief = rusqlite::Connection::open(ward.path()).unwrap();
    thief.execute("UPDATE inbox SET sealed = zeroblob(100)", []).unwrap();
    ward.store.reconcile(&Listing { covers: Coverage::RowsOnly, ..ward.listing(&[bed]) }).unwrap();
    assert_eq!(marked(&ward), [Some(FollowUp { due: None })], "when it was due stood in what was damaged");
}

#[test]
fn from_the_files_nobody_learns_when_it_is_due() {
    let mut ward = Ward::open();
    let bed = note(1, "Bed 4 is free");
    ward.store.receive(std::slice::from_ref(&bed)).unwrap();
    let at = |due: Timestamp| Some(FollowUp { due: Some(due) });
    let columns = |ward: &Ward| -> (i64, i64) {
        let db = rusqlite::Connection::open(ward.path()).unwrap();
        let sql = "SELECT follow_up, length(sealed) FROM inbox";
        db.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
    };
    ward.store.follow_up(&[bed.id], at(Timestamp::MIN)).unwrap();
    let early = columns(&ward);
    ward.store.follow_up(&[bed.id], at(Timestamp::MAX)).unwrap();
    assert_eq!(columns(&ward), early);
}
