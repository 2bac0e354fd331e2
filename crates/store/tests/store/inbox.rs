//! What the server says, kept once and followed.

use crate::ward::{Ward, note};
use protocol::Status;
use store::{Coverage, Listing, Select, Tally};

#[test]
fn a_notification_is_kept_once_however_often_it_comes() {
    let mut ward = Ward::open();
    let bed = note(1, "Bed 4 is free");
    assert_eq!(ward.store.receive(&[bed.clone(), bed.clone()]).unwrap().fresh, 1);
    assert_eq!(ward.store.receive(std::slice::from_ref(&bed)).unwrap().fresh, 0);
    assert_eq!(ward.store.reconcile(&ward.listing(std::slice::from_ref(&bed))).unwrap().fresh, 0);
    assert_eq!(ward.rows(&Select::default())[0].notification, bed);
}

#[test]
fn new_rows_are_handed_out_once_even_after_a_restart() {
    let mut ward = Ward::open();
    ward.store.receive(&[note(1, "one"), note(2, "two")]).unwrap();
    assert_eq!(ward.store.take_unannounced().unwrap().len(), 2);
    ward.reopen();
    assert!(ward.store.take_unannounced().unwrap().is_empty());
    ward.store.receive(&[note(3, "three")]).unwrap();
    ward.reopen();
    assert_eq!(ward.store.take_unannounced().unwrap().len(), 1, "kept but not announced before the power cut");
}

#[test]
fn what_is_received_as_news_is_handed_out_with_it_and_never_again() {
    let mut ward = Ward::open();
    ward.store.receive(&[note(1, "one")]).unwrap();
    let (changes, news) = ward.store.receive_news(&[note(1, "one"), note(2, "two")]).unwrap();
    assert_eq!((changes.fresh, news.len()), (1, 2), "what was kept before and not announced comes along");
    ward.reopen();
    assert!(ward.store.take_unannounced().unwrap().is_empty());
    assert_eq!(ward.rows(&Select::default()).len(), 2);
}

#[test]
fn a_late_push_does_not_undo_what_rest_said() {
    let mut ward = Ward::open();
    let mut read_elsewhere = note(1, "Seen on the web page");
    read_elsewhere.status = Status::Read;
    ward.store.reconcile(&ward.listing(&[read_elsewhere.clone()])).unwrap();
    ward.store.receive(&[note(1, "Seen on the web page")]).unwrap();
    assert_eq!(ward.status(&read_elsewhere), Some(Status::Read));
}

#[test]
fn reads_and_deletes_made_elsewhere_are_followed() {
    let mut ward = Ward::open();
    let (mut read, deleted) = (note(1, "read on the phone"), note(2, "deleted on the phone"));
    ward.store.receive(&[read.clone(), deleted.clone()]).unwrap();
    read.status = Status::Read;
    let changes = ward.store.reconcile(&ward.listing(&[read.clone()])).unwrap();
    assert_eq!(changes.quieted, [read.id, deleted.id]);
    assert_eq!(ward.status(&deleted), None);
    assert_eq!(ward.store.tally().unwrap(), Tally { total: 1, unread: 0 });
    assert_eq!(ward.store.receive(&[deleted]).unwrap().fresh, 0, "a replay does not bring it back");
}

#[test]
fn what_arrived_while_the_server_was_asked_is_not_taken_for_deleted() {
    let mut ward = Ward::open();
    let before = ward.listing(&[]);
    let pushed = note(1, "pushed in between");
    ward.store.receive(std::slice::from_ref(&pushed)).unwrap();
    ward.store.reconcile(&before).unwrap();
    assert_eq!(ward.status(&pushed), Some(Status::Unread));
}

#[test]
fn a_partial_listing_says_nothing_about_older_rows() {
    let mut ward = Ward::open();
    let rows: Vec<_> = (1..=3).map(|n| note(n, "row")).collect();
    ward.store.receive(&rows).unwrap();
    let newest = Listing { covers: Coverage::DownTo(rows[2].date), ..ward.listing(&rows[2..]) };
    assert!(!ward.store.reconcile(&newest).unwrap().any);
    let without_the_second =
        Listing { covers: Coverage::DownTo(rows[0].date), ..ward.listing(&[rows[2].clone(), rows[0].clone()]) };
    ward.store.reconcile(&without_the_second).unwrap();
    assert_eq!(ward.status(&rows[1]), None);
    assert_eq!(ward.status(&rows[0]), Some(Status::Unread));
}

#[test]
fn the_live_text_stays_when_rest_shortens_it() {
    let mut ward = Ward::open();
    let live = note(1, "Result for room 7");
    ward.store.receive(std::slice::from_ref(&live)).unwrap();
    ward.store.reconcile(&ward.listing(&[note(1, "Result for room 7 [ENCRYPTED]")])).unwrap();
    assert_eq!(ward.rows(&Select::default())[0].notification.message, live.message);
    ward.store.reconcile(&ward.listing(&[note(1, "Result for room 8")])).unwrap();
    assert_eq!(ward.rows(&Select::default())[0].notification.message, "Result for room 8");
}

#[test]
fn a_list_that_left_rows_out_proves_nothing_deleted() {
    let mut ward = Ward::open();
    let rows: Vec<_> = (1..=3).map(|n| note(n, "row")).collect();
    ward.store.receive(&rows).unwrap();
    let listing = Listing { covers: Coverage::RowsOnly, ..ward.listing(&rows[..1]) };
    assert!(!ward.store.reconcile(&listing).unwrap().any);
}

#[test]
fn an_old_row_that_is_marked_unread_is_no_news() {
    let mut ward = Ward::open();
    let old = protocol::Notification { status: Status::Read, ..note(1, "read long ago") };
    ward.store.reconcile(&ward.listing(std::slice::from_ref(&old))).unwrap();
    assert!(ward.store.take_unannounced().unwrap().is_empty());
    ward.store.act(&[old.id], Status::Unread).unwrap();
    ward.store.receive(&[note(2, "new")]).unwrap();
    assert_eq!(ward.store.take_unannounced().unwrap().len(), 1);
}

#[test]
fn changes_are_kept_together_with_the_place_from_which_to_go_on() {
    let mut ward = Ward::open();
    let (read, deleted) = (note(1, "read on the phone"), note(2, "deleted on the phone"));
    ward.store.receive(&[read.clone(), deleted.clone()]).unwrap();
    assert_eq!(ward.store.cursor().unwrap(), None);
    let told = Listing {
        covers: Coverage::RowsOnly,
        gone: vec![deleted.id],
        cursor: Some("after both".to_owned()),
        ..ward.listing(&[protocol::Notification { status: Status::Read, ..read.clone() }, note(3, "new")])
    };
    let changes = ward.store.reconcile(&told).unwrap();
    assert_eq!((changes.fresh, changes.quieted), (1, vec![read.id, deleted.id]));
    ward.reopen();
    assert_eq!(ward.store.cursor().unwrap().as_deref(), Some("after both"));
    assert_eq!((ward.status(&read), ward.status(&deleted)), (Some(Status::Read), None));
}
