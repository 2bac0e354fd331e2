//! Lists and searches.

use crate::ward::{Ward, note};
use protocol::{Kind, Status};
use store::{Place, Select, StoreError};

#[test]
fn pages_follow_each_other_without_gap_or_repetition() {
    let mut ward = Ward::open();
    let rows: Vec<_> = (0..25).map(|n| note(n, "row")).collect();
    ward.store.receive(&rows).unwrap();
    let reader = ward.store.reader().unwrap();
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = reader.page(&Select::default(), after, 10).unwrap();
        assert_eq!(page.unread, 25);
        seen.extend(page.rows.into_iter().map(|row| row.notification.id));
        match page.next {
            Some(next) => after = Some(next.to_string().parse::<Place>().unwrap()),
            None => break,
        }
    }
    let newest_first: Vec<_> = rows.iter().rev().map(|row| row.id).collect();
    assert_eq!(seen, newest_first);
}

#[test]
fn conditions_hold_together() {
    let mut ward = Ward::open();
    let rows: Vec<_> = (0..16).map(|n| note(n, "row")).collect();
    ward.store.receive(&rows).unwrap();
    ward.store.act(&[rows[0].id], Status::Read).unwrap();
    let appointments = Select { kind: Some(Kind::Appointment), ..Select::default() };
    assert_eq!(ward.rows(&appointments).len(), 2);
    let unread = Select { status: Some(Status::Unread), ..appointments.clone() };
    assert_eq!(ward.rows(&unread).len(), 1);
    let page = ward.store.reader().unwrap().page(&appointments, None, 1).unwrap();
    assert_eq!((page.unread, page.rows.len(), page.next.is_some()), (1, 1, true));
    let counts = ward.store.unread_by_kind().unwrap();
    assert_eq!(counts.iter().find(|(kind, _)| *kind == Kind::Appointment), Some(&(Kind::Appointment, 1)));
}

#[test]
fn search_folds_the_case_of_every_script() {
    let mut ward = Ward::open();
    ward.store
        .receive(&[note(1, "Wizyta: ŻÓŁĆ"), note(2, "Приём в КАБИНЕТЕ 7"), note(3, "Straße 9"), note(4, "other")])
        .unwrap();
    let found = |text: &str| ward.rows(&Select { text: Some(text.to_owned()), ..Select::default() }).len();
    assert_eq!([found("żółć"), found("кабинет"), found("STRASSE"), found("OTHER"), found("absent")], [1, 1, 1, 1, 0]);
}

#[test]
fn a_search_goes_on_where_its_page_ended() {
    let mut ward = Ward::open();
    let rows: Vec<_> = (0..20).map(|n| note(n, if n % 2 == 0 { "even" } else { "odd" })).collect();
    ward.store.receive(&rows).unwrap();
    let even = Select { text: Some("even".to_owned()), ..Select::default() };
    let reader = ward.store.reader().unwrap();
    let first = reader.page(&even, None, 6).unwrap();
    let second = reader.page(&even, first.next, 6).unwrap();
    assert_eq!((first.rows.len(), second.rows.len(), second.next), (6, 4, None));
    assert_eq!((first.unread, second.unread), (10, 10));
}

#[test]
fn what_arrived_after_a_list_was_made_was_not_shown_in_it_however_old_it_is() {
    let mut ward = Ward::open();
    ward.store.receive(&[note(5, "shown")]).unwrap();
    let reader = ward.store.reader().unwrap();
    let shown = reader.page(&Select::default(), None, 10).unwrap().last;
    ward.store.receive(&[note(1, "older, found later"), note(9, "newer")]).unwrap();
    assert_eq!(reader.unread_through(&Select::default(), shown).unwrap(), [note(5, "").id]);
}

#[test]
fn closing_the_store_ends_whoever_reads_it() {
    let mut ward = Ward::open();
    let rows: Vec<_> = (0..2_000).map(|n| note(n, "Bed 4 wants water")).collect();
    ward.store.receive(&rows).unwrap();
    let (reader, unfolded) = (ward.store.reader().unwrap(), ward.store.search().unwrap());
    assert_eq!(reader.page(&Select::default(), None, 5).unwrap().rows.len(), 5);
    drop(ward.store);
    assert!(matches!(reader.page(&Select::default(), None, usize::MAX), Err(StoreError::Closed)));
    assert!(matches!(reader.verify(), Err(StoreError::Closed)));
    assert!(matches!(unfolded.fold().map(|_| ()), Err(StoreError::Closed)));
}
