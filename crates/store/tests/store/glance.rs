//! What a store says without its key.

use protocol::{Notification, Status};
use store::{Glance, Retention};

use crate::ward::{Ward, note};

#[test]
fn counts_are_known_without_a_key_whatever_became_of_the_rows() {
    let mut ward = Ward::open();
    let rows: Vec<_> = (1..=6).map(|n| note(n, "Bed")).collect();
    let newest = |n: usize| rows[n].date.as_microsecond();
    let says = |ward: &Ward| {
        let glance = store::glance(&ward.path()).unwrap();
        assert_eq!(ward.store.glance().unwrap(), glance);
        glance
    };
    assert_eq!(says(&ward), Glance::default());
    ward.store.receive(&rows[..5]).unwrap();
    assert_eq!(says(&ward), Glance { unread: 5, unread_on_server: 5, pending: 0, newest: newest(4) });
    ward.store.act(&[rows[0].id], Status::Read).unwrap();
    ward.store.snooze(&[rows[1].id], Some(rows[5].date)).unwrap();
    assert_eq!(says(&ward), Glance { unread: 3, unread_on_server: 5, pending: 1, newest: newest(4) });
    let read = Notification { status: Status::Read, ..rows[4].clone() };
    ward.store.reconcile(&ward.listing(&[&rows[..4], &[read]].concat())).unwrap();
    assert_eq!(says(&ward), Glance { unread: 2, unread_on_server: 4, pending: 1, newest: newest(4) });
    ward.store.gone(rows[4].id).unwrap();
    assert_eq!(says(&ward).newest, newest(4), "gone, and the newest all the same");
    ward.store.receive(&rows[5..]).unwrap();
    ward.store.retain(rows[5].date, &Retention { days: None, rows: Some(0) }).unwrap();
    assert_eq!(says(&ward), Glance { unread: 0, unread_on_server: 5, pending: 1, newest: newest(5) });
}
