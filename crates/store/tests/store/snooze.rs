//! What is snoozed counts nowhere as unread until its time comes, and then it is handed out once.

use jiff::Timestamp;
use protocol::{Notification, NotificationId, Status};
use store::{Cause, Coverage, FollowUp, Listing, Retention, Select};

use crate::ward::{Ward, note};

/// The moment of the `n`th minute.
fn minute(n: u32) -> Timestamp {
    note(n, "").date
}

fn unread(ward: &Ward) -> u32 {
    let count: u32 = ward.store.unread_by_kind().unwrap().iter().map(|(_, count)| count).sum();
    let listed = Select { status: Some(Status::Unread), snoozed: Some(false), ..Select::default() };
    assert_eq!(ward.rows(&listed).len() as u32, count);
    assert_eq!(ward.store.newest_unread(100).unwrap().len() as u32, count);
    assert_eq!(ward.store.glance().unwrap().unread, count);
    count
}

fn snoozed(ward: &Ward) -> Vec<NotificationId> {
    let rows = ward.rows(&Select { snoozed: Some(true), ..Select::default() });
    assert_eq!(ward.store.marked().unwrap().1 as usize, rows.len());
    assert!(rows.iter().all(|row| row.snoozed.is_some()));
    rows.into_iter().map(|row| row.notification.id).collect()
}

/// Beds 1 and 2, the first snoozed until the hour is over.
fn ward() -> (Ward, [Notification; 2]) {
    let mut ward = Ward::open();
    let beds = [note(1, "Bed 1"), note(2, "Bed 2")];
    ward.store.receive(&beds).unwrap();
    let quieted = ward.store.snooze(&[beds[0].id], Some(minute(60))).unwrap().quieted;
    assert_eq!(quieted, [beds[0].id], "its toast is withdrawn");
    (ward, beds)
}

#[test]
fn it_is_kept_through_everything_and_stands_in_the_lists_of_all() {
    let (mut ward, beds) = ward();
    assert!(ward.store.pending().unwrap().is_empty(), "the server is told nothing");
    let told = Notification { message: "Bed 1 is free".to_owned(), ..beds[0].clone() };
    ward.store.reconcile(&ward.listing(&[told, beds[1].clone()])).unwrap();
    ward.store.receive(&beds).unwrap();
    ward.store.rotate(&ward.key).unwrap();
    ward.reopen();
    assert_eq!((unread(&ward), snoozed(&ward)), (1, vec![beds[0].id]));
    let row = &ward.rows(&Select::default())[1];
    assert_eq!((row.snoozed, row.notification.message.as_str()), (Some(minute(60)), "Bed 1 is free"));
    assert_eq!(ward.store.tally().unwrap().unread, 2, "the server counts it");
    assert_eq!(ward.store.glance().unwrap().unread_on_server, 2);
    let kind = Select { kind: Some(beds[0].kind.clone()), ..Select::default() };
    assert_eq!(ward.rows(&kind).len(), 1);
    assert_eq!(ward.store.reader().unwrap().extent(&kind, i64::MAX).unwrap().unread, 0);
}

#[test]
fn it_wakes_once_when_its_time_has_come() {
    let (mut ward, beds) = ward();
    ward.store.snooze(&[beds[1].id], Some(minute(90))).unwrap();
    let due = ward.store.take_due(minute(59)).unwrap();
    assert_eq!((due.rows.len(), due.next, due.changes.any), (0, Some(minute(60)), false));
    let revision = ward.store.revision();
    let due = ward.store.take_due(minute(60)).unwrap();
    assert_eq!((due.rows, due.next), (vec![(beds[0].clone(), Cause::Snooze)], Some(minute(90))));
    assert_ne!(ward.store.revision(), revision);
    ward.reopen();
    assert_eq!((unread(&ward), snoozed(&ward)), (1, vec![beds[1].id]));
    assert_eq!(ward.store.take_due(minute(61)).unwrap().rows, []);
    // Nobody looked for long: the earliest comes first.
    ward.store.snooze(&[beds[0].id], Some(minute(120))).unwrap();
    let due = ward.store.take_due(minute(9000)).unwrap();
    let ids: Vec<_> = due.rows.into_iter().map(|(row, _)| row.id).collect();
    assert_eq!((ids, due.next), (vec![beds[1].id, beds[0].id], None));
}

#[test]
fn it_is_moved_and_taken_off() {
    let (mut ward, beds) = ward();
    ward.store.snooze(&[beds[0].id], Some(minute(70))).unwrap();
    assert_eq!(ward.store.take_due(minute(69)).unwrap().next, Some(minute(70)));
    ward.store.snooze(&[beds[0].id], None).unwrap();
    assert!(!ward.store.snooze(&[beds[0].id], None).unwrap().any, "nothing changed");
    assert_eq!((unread(&ward), snoozed(&ward)), (2, vec![]));
    assert_eq!(ward.store.take_due(minute(9000)).unwrap().rows, []);
}

#[test]
fn only_what_is_unread_can_be_snoozed() {
    let (mut ward, beds) = ward();
    ward.store.act(&[beds[1].id], Status::Read).unwrap();
    assert!(!ward.store.snooze(&[beds[1].id, note(9, "never here").id], Some(minute(60))).unwrap().any);
    ward.store.act(&[beds[1].id], Status::Unread).unwrap();
    assert_eq!(snoozed(&ward), [beds[0].id]);
}

#[test]
fn reading_or_deleting_it_ends_that_and_taking_back_restores_it() {
    for wanted in [Status::Read, Status::Deleted] {
        let (mut ward, beds) = ward();
        ward.store.act(&[beds[0].id], wanted).unwrap();
        assert!(snoozed(&ward).is_empty());
        assert_eq!(ward.store.take_due(minute(9000)).unwrap().rows, [], "there is nobody to wake");
        ward.store.undo(&[beds[0].id]).unwrap();
        assert_eq!((unread(&ward), snoozed(&ward)), (1, vec![beds[0].id]));
        assert_eq!(ward.store.take_due(minute(59)).unwrap().next, Some(minute(60)));
    }
}

#[test]
fn who_wants_it_unread_again_wants_to_see_it() {
    let (mut ward, beds) = ward();
    ward.store.act(&[beds[0].id], Status::Unread).unwrap();
    assert_eq!(snoozed(&ward), [beds[0].id], "it was");
    ward.store.act(&[beds[0].id], Status::Read).unwrap();
    ward.store.act(&[beds[0].id], Status::Unread).unwrap();
    assert_eq!((unread(&ward), snoozed(&ward)), (2, vec![]));
}

#[test]
fn once_the_server_has_it_as_read_it_is_snoozed_no_more() {
    type Way = fn(&mut Ward, &Notification);
    let ways: [(&str, Way); 3] = [
        ("elsewhere", |_, _| {}),
        ("here", |ward, bed| {
            ward.store.act(&[bed.id], Status::Read).unwrap();
            ward.send_all();
        }),
        ("here, and the answer is the row", |ward, bed| {
            ward.store.act(&[bed.id], Status::Read).unwrap();
            let action = ward.send_all()[0];
            ward.store.answered(action, &Notification { status: Status::Read, ..bed.clone() }).unwrap();
        }),
    ];
    for (way, reads) in ways {
        let (mut ward, beds) = ward();
        reads(&mut ward, &beds[0]);
        for status in [Status::Read, Status::Unread] {
            let told = Notification { status, ..beds[0].clone() };
            let listing = Listing { covers: Coverage::RowsOnly, ..ward.listing(&[told]) };
            ward.store.reconcile(&listing).unwrap();
            assert!(snoozed(&ward).is_empty(), "{status:?}, read {way}");
        }
        assert_eq!(unread(&ward), 2, "somebody marked it as unread again");
    }
}

#[test]
fn a_refused_reading_leaves_it_snoozed() {
    let (mut ward, beds) = ward();
    ward.store.act(&[beds[0].id], Status::Read).unwrap();
    let action = ward.send_all()[0];
    ward.store.park(action).unwrap();
    assert_eq!((unread(&ward), snoozed(&ward)), (1, vec![beds[0].id]));
}

#[test]
fn what_is_gone_or_damaged_is_snoozed_no_more() {
    let (mut ward, beds) = ward();
    ward.store.snooze(&[beds[1].id], Some(minute(60))).unwrap();
    ward.store.gone(beds[1].id).unwrap();
    let thief = rusqlite::Connection::open(ward.path()).unwrap();
    thief.execute("UPDATE inbox SET sealed = zeroblob(100) WHERE seq = 1", []).unwrap();
    assert_eq!(ward.store.take_due(minute(9000)).unwrap().rows, [], "nobody knows when");
    ward.store.reconcile(&Listing { covers: Coverage::RowsOnly, ..ward.listing(&beds[..1]) }).unwrap();
    assert_eq!((unread(&ward), snoozed(&ward)), (1, vec![]), "one look too many costs less than a patient");
    let left: i64 = thief.query_row("SELECT sum(snoozed) FROM inbox", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 0);
}

#[test]
fn it_is_not_let_go_before_it_wakes() {
    let (mut ward, beds) = ward();
    let none = Retention { days: None, rows: Some(0) };
    ward.store.retain(minute(60), &none).unwrap();
    assert_eq!((ward.rows(&Select::default()).len(), snoozed(&ward)), (1, vec![beds[0].id]));
    ward.store.take_due(minute(60)).unwrap();
    ward.store.retain(minute(60), &none).unwrap();
    assert!(ward.rows(&Select::default()).is_empty());
}

#[test]
fn what_was_snoozed_before_it_was_announced_is_news_when_it_wakes() {
    let (mut ward, beds) = ward();
    let news = ward.store.take_unannounced().unwrap();
    assert_eq!(news.iter().map(|row| row.notification.id).collect::<Vec<_>>(), [beds[1].id]);
    assert_eq!(ward.store.take_due(minute(60)).unwrap().rows.len(), 1);
    assert!(ward.store.take_unannounced().unwrap().is_empty());
}

#[test]
fn a_follow_up_is_due_once_for_each_time_that_is_set() {
    let (mut ward, beds) = ward();
    let until = |n| Some(FollowUp { due: Some(minute(n)) });
    ward.store.follow_up(&[beds[1].id], until(30)).unwrap();
    ward.store.act(&[beds[1].id], Status::Read).unwrap();
    let due = ward.store.take_due(minute(30)).unwrap();
    let read = Notification { status: Status::Read, ..beds[1].clone() };
    assert_eq!((due.rows, due.next), (vec![(read, Cause::FollowUp)], Some(minute(60))));
    ward.reopen();
    ward.store.follow_up(&[beds[1].id], until(30)).unwrap();
    assert_eq!(ward.store.take_due(minute(31)).unwrap().rows, [], "nothing changed");
    ward.store.follow_up(&[beds[1].id], until(31)).unwrap();
    assert_eq!(ward.store.take_due(minute(31)).unwrap().rows.len(), 1, "another time");
    assert_eq!(ward.store.marked().unwrap(), (1, 1), "it stays marked");
}

#[test]
fn one_that_has_both_times_is_told_at_each() {
    let (mut ward, beds) = ward();
    ward.store.follow_up(&[beds[0].id], Some(FollowUp { due: Some(minute(40)) })).unwrap();
    let causes = |due: store::Due| due.rows.into_iter().map(|(_, cause)| cause).collect::<Vec<_>>();
    assert_eq!(causes(ward.store.take_due(minute(40)).unwrap()), [Cause::FollowUp]);
    assert_eq!(snoozed(&ward), [beds[0].id]);
    assert_eq!(causes(ward.store.take_due(minute(60)).unwrap()), [Cause::Snooze]);
    ward.store.snooze(&[beds[0].id], Some(minute(50))).unwrap();
    ward.store.follow_up(&[beds[0].id], Some(FollowUp { due: Some(minute(50)) })).unwrap();
    let due = ward.store.take_due(minute(60)).unwrap();
    assert_eq!((due.next, causes(due)), (Some(minute(50)), vec![Cause::Snooze]), "the other waits");
    assert_eq!(causes(ward.store.take_due(minute(60)).unwrap()), [Cause::FollowUp]);
}

#[test]
fn from_the_files_nobody_learns_until_when() {
    let (mut ward, beds) = ward();
    let columns = |ward: &Ward| -> (i64, i64) {
        let db = rusqlite::Connection::open(ward.path()).unwrap();
        let sql = "SELECT snoozed, length(sealed) FROM inbox WHERE seq = 1";
        db.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
    };
    ward.store.snooze(&[beds[0].id], Some(Timestamp::MIN)).unwrap();
    let early = columns(&ward);
    ward.store.snooze(&[beds[0].id], Some(Timestamp::MAX)).unwrap();
    assert_eq!(columns(&ward), early);
}
