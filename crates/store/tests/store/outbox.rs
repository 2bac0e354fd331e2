//! What the user does is kept, shown at once, and leaves only when the server shows it.

use crate::ward::{Ward, note};
use protocol::Status;
use store::{Pending, Select};

#[test]
fn an_action_survives_a_power_cut_and_leaves_when_the_server_shows_it() {
    let mut ward = Ward::open();
    let bed = note(1, "Bed 4 is free");
    ward.store.receive(std::slice::from_ref(&bed)).unwrap();
    let changes = ward.store.act(&[bed.id], Status::Read).unwrap();
    assert_eq!(changes.quieted, [bed.id]);
    ward.reopen();
    assert_eq!(ward.store.pending().unwrap()[0].wanted, Status::Read);
    assert_eq!(ward.store.depth_of_pending().unwrap(), 1);

    ward.store.reconcile(&ward.listing(std::slice::from_ref(&bed))).unwrap();
    assert_eq!(ward.status(&bed), Some(Status::Read), "the server does not know yet; the user's word stands");
    assert!(ward.rows(&Select::default())[0].waiting);

    let read = protocol::Notification { status: Status::Read, ..bed.clone() };
    let changes = ward.store.reconcile(&ward.listing(&[read])).unwrap();
    assert_eq!(changes.settled, [bed.id]);
    assert!(ward.store.pending().unwrap().is_empty());
    assert!(!ward.rows(&Select::default())[0].waiting);
}

#[test]
fn undoing_what_was_never_sent_leaves_nothing_to_send() {
    let mut ward = Ward::open();
    let bed = note(1, "Bed 4 is free");
    ward.store.receive(std::slice::from_ref(&bed)).unwrap();
    ward.store.act(&[bed.id], Status::Read).unwrap();
    ward.store.act(&[bed.id], Status::Unread).unwrap();
    assert!(ward.store.pending().unwrap().is_empty());
}

#[test]
fn a_deleted_row_is_gone_at_once_and_settled_when_the_server_lists_it_no_more() {
    let mut ward = Ward::open();
    let bed = note(1, "Bed 4 is free");
    ward.store.receive(std::slice::from_ref(&bed)).unwrap();
    ward.store.act(&[bed.id], Status::Deleted).unwrap();
    assert!(ward.rows(&Select::default()).is_empty());
    ward.store.reconcile(&ward.listing(std::slice::from_ref(&bed))).unwrap();
    assert_eq!(ward.store.pending().unwrap().len(), 1);
    let changes = ward.store.reconcile(&ward.listing(&[])).unwrap();
    assert_eq!(changes.settled, [bed.id]);
    assert!(ward.store.pending().unwrap().is_empty());
}

#[test]
fn a_refused_action_is_undone_and_says_why() {
    let mut ward = Ward::open();
    let bed = note(1, "Bed 4 is free");
    ward.store.receive(std::slice::from_ref(&bed)).unwrap();
    ward.store.act(&[bed.id], Status::Read).unwrap();
    ward.store.park(Pending { id: bed.id, wanted: Status::Read }, "The server does not allow it.").unwrap();
    let row = &ward.rows(&Select::default())[0];
    assert_eq!(row.notification.status, Status::Unread);
    assert_eq!(row.refused.as_deref(), Some("The server does not allow it."));
    assert!(ward.store.pending().unwrap().is_empty(), "a parked action waits for nothing");
    ward.store.act(&[bed.id], Status::Read).unwrap();
    assert_eq!(ward.rows(&Select::default())[0].refused, None, "trying again clears the reason");
}

#[test]
fn actions_keep_their_order() {
    let mut ward = Ward::open();
    let rows: Vec<_> = (1..=3).map(|n| note(n, "row")).collect();
    ward.store.receive(&rows).unwrap();
    for n in [2, 0, 1] {
        ward.store.act(&[rows[n].id], Status::Read).unwrap();
    }
    ward.store.act(&[rows[2].id], Status::Deleted).unwrap();
    let order: Vec<_> = ward.store.pending().unwrap().into_iter().map(|action| action.id).collect();
    assert_eq!(order, [rows[0].id, rows[1].id, rows[2].id], "the last word on a row counts, and when it was said");
    assert_eq!(ward.store.depth_of_pending().unwrap(), 3);
}

#[test]
fn taking_back_what_may_be_on_its_way_is_sent_too() {
    let mut ward = Ward::open();
    let bed = note(1, "Bed 4 is free");
    ward.store.receive(std::slice::from_ref(&bed)).unwrap();
    ward.store.act(&[bed.id], Status::Read).unwrap();
    assert_eq!(ward.store.take_pending().unwrap().len(), 1, "the server may do it from here on");
    ward.store.act(&[bed.id], Status::Unread).unwrap();
    assert_eq!(ward.store.pending().unwrap(), [Pending { id: bed.id, wanted: Status::Unread }]);

    let done = protocol::Notification { status: Status::Read, ..bed.clone() };
    ward.store.reconcile(&ward.listing(&[done])).unwrap();
    assert_eq!(ward.status(&bed), Some(Status::Unread), "the user's last word stands");
    ward.store.reconcile(&ward.listing(std::slice::from_ref(&bed))).unwrap();
    assert!(ward.store.pending().unwrap().is_empty());
}

#[test]
fn a_late_refusal_does_not_undo_what_the_user_did_since() {
    let mut ward = Ward::open();
    let bed = note(1, "Bed 4 is free");
    ward.store.receive(std::slice::from_ref(&bed)).unwrap();
    ward.store.act(&[bed.id], Status::Read).unwrap();
    let sent = ward.store.take_pending().unwrap()[0];
    ward.store.act(&[bed.id], Status::Deleted).unwrap();
    ward.store.park(sent, "The server does not allow it.").unwrap();
    assert_eq!(ward.store.pending().unwrap()[0].wanted, Status::Deleted);
}
