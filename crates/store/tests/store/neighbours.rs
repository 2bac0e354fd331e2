//! What stands beside a row in a list.

use protocol::{Notification, NotificationId, Status};
use store::{FollowUp, Neighbours, Select};

use crate::ward::{Ward, note};

/// Twenty notes; every second one is about a bed, and each minute has two.
fn ward() -> (Ward, Vec<Notification>) {
    let mut ward = Ward::open();
    let text = |n: u32| if n.is_multiple_of(2) { "Bed" } else { "Bell" };
    let rows: Vec<_> = (0..20).map(|n| Notification { date: note(n / 2, "").date, ..note(n, text(n)) }).collect();
    ward.store.receive(&rows).unwrap();
    (ward, rows)
}

fn beside(ward: &Ward, select: &Select, of: &Notification) -> [Option<NotificationId>; 2] {
    let Neighbours { newer, older } = ward.store.reader().unwrap().neighbours(select, of.id).unwrap();
    [newer, older]
}

#[test]
fn going_from_one_to_the_next_is_the_list() {
    let (mut ward, rows) = ward();
    ward.store.act(&[rows[3].id, rows[4].id, rows[11].id], Status::Read).unwrap();
    ward.store.follow_up(&[rows[3].id, rows[9].id, rows[18].id], Some(FollowUp::default())).unwrap();
    ward.store.snooze(&[rows[7].id, rows[14].id], Some(rows[19].date)).unwrap();
    let lists = [
        Select::default(),
        Select { status: Some(Status::Unread), ..Select::default() },
        Select { status: Some(Status::Read), ..Select::default() },
        Select { kind: Some(rows[3].kind.clone()), ..Select::default() },
        Select { follow_up: true, ..Select::default() },
        Select { snoozed: Some(true), ..Select::default() },
        Select { since: Some(rows[5].date), until: Some(rows[15].date), ..Select::default() },
        Select { text: Some("bed".to_owned()), ..Select::default() },
    ];
    for select in lists {
        let list: Vec<_> = ward.rows(&select).into_iter().map(|row| row.notification).collect();
        assert!(list.len() > 1, "{select:?}");
        for (at, row) in list.iter().enumerate() {
            let id = |at: Option<usize>| at.and_then(|at| list.get(at)).map(|row| row.id);
            assert_eq!(beside(&ward, &select, row), [id(at.checked_sub(1)), id(Some(at + 1))], "{at} of {select:?}");
        }
    }
}

#[test]
fn a_row_that_left_the_list_keeps_its_place_beside_it() {
    let (mut ward, rows) = ward();
    let unread = Select { status: Some(Status::Unread), ..Select::default() };
    let both = [Some(rows[9].id), Some(rows[7].id)];
    ward.store.act(&[rows[8].id], Status::Read).unwrap();
    assert_eq!(beside(&ward, &unread, &rows[8]), both);
    ward.store.act(&[rows[8].id], Status::Deleted).unwrap();
    assert_eq!(beside(&ward, &unread, &rows[8]), both);
    ward.store.gone(rows[8].id).unwrap();
    assert_eq!(beside(&ward, &unread, &rows[8]), both);
    assert_eq!(beside(&ward, &unread, &note(99, "never here")), [None, None]);
}

#[test]
fn damaged_rows_are_passed_over() {
    let (ward, rows) = ward();
    let thief = rusqlite::Connection::open(ward.path()).unwrap();
    thief.execute("UPDATE inbox SET sealed = zeroblob(80) WHERE seq IN (8, 10)", []).unwrap();
    assert_eq!(beside(&ward, &Select::default(), &rows[8]), [Some(rows[10].id), Some(rows[6].id)]);
}
