//! What the user does is kept, shown at once, and leaves only when the server shows it.

use crate::ward::{Ward, note};
use protocol::Status;
use store::{Refused, Select};

#[test]
fn an_action_survives_a_power_cut_and_leaves_when_the_server_shows_it() {
    let mut ward = Ward::open();
    let bed = note(1, "Bed 4 is free");
    ward.store.receive(std::slice::from_ref(&bed)).unwrap();
    let changes = ward.store.act(&[bed.id], Status::Read).unwrap();
    assert_eq!(changes.quieted, [bed.id]);
    ward.reopen();
    assert_eq!(ward.wanted(), [Status::Read]);
    assert_eq!(ward.store.depth_of_sent().unwrap(), 0, "what was not sent has no effect to look for");
    ward.send_all();
    assert_eq!(ward.store.depth_of_sent().unwrap(), 1);

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
fn a_refused_action_is_undone_and_says_what_it_was() {
    let mut ward = Ward::open();
    let bed = note(1, "Bed 4 is free");
    ward.store.receive(std::slice::from_ref(&bed)).unwrap();
    ward.store.act(&[bed.id], Status::Read).unwrap();
    let action = ward.send_all()[0];
    ward.store.park(action).unwrap();
    let row = &ward.rows(&Select::default())[0];
    assert_eq!(row.notification.status, Status::Unread);
    assert_eq!(row.refused, Some(Refused { wanted: Some(Status::Read) }));
    assert!(ward.store.pending().unwrap().is_empty(), "a parked action waits for nothing");
    ward.store.act(&[bed.id], Status::Read).unwrap();
    assert_eq!(ward.rows(&Select::default())[0].refused, None, "trying again clears it");
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
    ward.send_all();
    assert_eq!(ward.store.depth_of_sent().unwrap(), 3);
}

#[test]
fn taking_back_what_may_be_on_its_way_is_sent_too() {
    let mut ward = Ward::open();
    let bed = note(1, "Bed 4 is free");
    ward.store.receive(std::slice::from_ref(&bed)).unwrap();
    ward.store.act(&[bed.id], Status::Read).unwrap();
    assert_eq!(ward.send_all().len(), 1, "the server may do it from here on");
    ward.store.act(&[bed.id], Status::Unread).unwrap();
    assert_eq!(ward.wanted(), [Status::Unread]);

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
    let sent = ward.send_all()[0];
    ward.store.act(&[bed.id], Status::Deleted).unwrap();
    ward.store.park(sent).unwrap();
    assert_eq!(ward.store.pending().unwrap()[0].wanted, Status::Deleted);
}

#[test]
fn an_action_taken_back_before_it_was_sent_leaves_no_trace() {
    let mut ward = Ward::open();
    let mut read = note(1, "Bed 4 is free");
    read.status = Status::Read;
    let bell = note(2, "The bell is broken");
    ward.store.receive(&[read.clone(), bell.clone()]).unwrap();
    ward.store.act(&[read.id, bell.id], Status::Deleted).unwrap();
    ward.store.undo(&[read.id, bell.id]).unwrap();
    assert_eq!((ward.status(&read), ward.status(&bell)), (Some(Status::Read), Some(Status::Unread)));
    assert!(ward.store.pending().unwrap().is_empty());
    assert!(!ward.store.undo(&[bell.id]).unwrap().any, "there is nothing left to take back");
}

#[test]
fn an_action_taken_back_after_it_was_sent_is_turned_round_but_for_a_deletion() {
    let mut ward = Ward::open();
    let (read, deleted) = (note(1, "Bed 4 is free"), note(2, "The bell is broken"));
    ward.store.receive(&[read.clone(), deleted.clone()]).unwrap();
    ward.store.act(&[read.id], Status::Read).unwrap();
    ward.store.act(&[deleted.id], Status::Deleted).unwrap();
    ward.send_all();
    ward.store.undo(&[read.id, deleted.id]).unwrap();
    assert_eq!((ward.status(&read), ward.status(&deleted)), (Some(Status::Unread), None));
    assert_eq!(ward.wanted(), [Status::Deleted, Status::Unread]);
}

#[test]
fn an_action_keeps_its_key_and_another_has_another() {
    let mut ward = Ward::open();
    let bed = note(1, "Bed 4 is free");
    ward.store.receive(std::slice::from_ref(&bed)).unwrap();
    ward.store.act(&[bed.id], Status::Read).unwrap();
    let first = ward.send_all()[0].key;
    ward.reopen();
    assert_eq!(ward.send_all()[0].key, first);
    ward.store.act(&[bed.id], Status::Unread).unwrap();
    assert_ne!(ward.send_all()[0].key, first);
}

#[test]
fn an_answered_action_is_done_even_if_somebody_changed_the_row_since() {
    let mut ward = Ward::open();
    let bed = note(1, "Bed 4 is free");
    ward.store.receive(std::slice::from_ref(&bed)).unwrap();
    ward.store.act(&[bed.id], Status::Read).unwrap();
    let action = ward.send_all()[0];
    ward.store.answered(action, &bed).unwrap();
    assert!(ward.store.pending().unwrap().is_empty());
    assert_eq!(ward.status(&bed), Some(Status::Unread), "marked unread elsewhere before the answer was made");
}

#[test]
fn a_late_answer_leaves_what_the_user_did_since() {
    let mut ward = Ward::open();
    let bed = note(1, "Bed 4 is free");
    ward.store.receive(std::slice::from_ref(&bed)).unwrap();
    ward.store.act(&[bed.id], Status::Read).unwrap();
    let action = ward.send_all()[0];
    ward.store.act(&[bed.id], Status::Unread).unwrap();
    ward.store.answered(action, &protocol::Notification { status: Status::Read, ..bed.clone() }).unwrap();
    assert_eq!(ward.wanted(), [Status::Unread]);
    assert_eq!(ward.status(&bed), Some(Status::Unread));
}

#[test]
fn an_answer_with_a_deleted_row_buries_it() {
    let mut ward = Ward::open();
    let bed = note(1, "Bed 4 is free");
    ward.store.receive(std::slice::from_ref(&bed)).unwrap();
    ward.store.act(&[bed.id], Status::Read).unwrap();
    let action = ward.send_all()[0];
    ward.store.answered(action, &protocol::Notification { status: Status::Deleted, ..bed.clone() }).unwrap();
    assert_eq!(ward.status(&bed), None);
    assert!(ward.store.pending().unwrap().is_empty());
}
