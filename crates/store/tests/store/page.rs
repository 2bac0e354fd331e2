//! Lists and searches.

use crate::ward::{Ward, note};
use protocol::{Kind, Status};
use store::{Counts, FollowUp, Place, Select, StoreError, StoredRow};

#[test]
fn pages_follow_each_other_without_gap_or_repetition() {
    let mut ward = Ward::open();
    let rows: Vec<_> = (0..25).map(|n| note(n, "row")).collect();
    ward.store.receive(&rows).unwrap();
    let reader = ward.store.reader().unwrap();
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = reader.page(&Select::default(), after, 10).unwrap();
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
    let reader = ward.store.reader().unwrap();
    let page = reader.page(&appointments, None, 1).unwrap();
    assert_eq!((reader.unread(&appointments).unwrap(), page.rows.len(), page.next.is_some()), (1, 1, true));
    let counts = ward.store.unread_by_kind().unwrap();
    assert_eq!(counts.iter().find(|(kind, _)| *kind == Kind::Appointment), Some(&(Kind::Appointment, 1)));
}

#[test]
fn dates_and_follow_ups_narrow_every_list_with_everything_else() {
    let mut ward = Ward::open();
    let rows: Vec<_> = (0..40).map(|n| note(n, if n % 2 == 0 { "Bed is free" } else { "Bell" })).collect();
    ward.store.receive(&rows).unwrap();
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    ward.store.act(&ids[..20], Status::Read).unwrap();
    ward.store.follow_up(&[ids[8], ids[16], ids[24], ids[25], ids[32]], Some(FollowUp::default())).unwrap();
    let mut search = ward.store.search().unwrap().fold().unwrap();
    let mut lists = |select: Select| {
        let reader = ward.store.reader().unwrap();
        let (page, unread) = (reader.page(&select, None, 100).unwrap(), reader.unread(&select).unwrap());
        let found = (search.page(&select, None, 100).unwrap().rows, search.unread(&select).unwrap());
        assert_eq!((&page.rows, unread), (&found.0, found.1), "{select:?}");
        let place = |row: &StoredRow| ids.iter().position(|id| *id == row.notification.id).unwrap();
        (page.rows.iter().map(place).collect::<Vec<_>>(), unread)
    };
    let (since, until) = (Some(rows[16].date), Some(rows[25].date));
    let between = Select { since, until, ..Select::default() };
    assert_eq!(lists(between.clone()), ((16..25).rev().collect(), 5), "the first belongs to it, the last does not");
    assert_eq!(lists(Select { until: Some(rows[2].date), ..Select::default() }), (vec![1, 0], 0));
    assert_eq!(lists(Select { follow_up: true, ..Select::default() }), (vec![32, 25, 24, 16, 8], 3));
    let read = Select { follow_up: true, status: Some(Status::Read), ..Select::default() };
    assert_eq!(lists(read), (vec![16, 8], 0));
    let kind = Some(rows[0].kind.clone());
    assert_eq!(lists(Select { kind: kind.clone(), ..between.clone() }), (vec![24, 16], 1));
    let text = Some("bed".to_owned());
    let narrow = Select { kind, status: Some(Status::Unread), follow_up: true, text, ..between };
    assert_eq!(lists(narrow), (vec![24], 1));
    assert!(lists(Select { status: Some(Status::Deleted), ..Select::default() }).0.is_empty());
}

#[test]
fn types_are_counted_by_status_and_follow_up() {
    let mut ward = Ward::open();
    let rows: Vec<_> = (0..17).map(|n| note(n, "row")).collect();
    ward.store.receive(&rows).unwrap();
    ward.store.act(&[rows[0].id, rows[1].id], Status::Read).unwrap();
    ward.store.act(&[rows[9].id], Status::Deleted).unwrap();
    ward.store.follow_up(&[rows[0].id, rows[8].id, rows[9].id], Some(FollowUp::default())).unwrap();
    let counts = ward.store.reader().unwrap().counts().unwrap();
    let of = |n: usize| counts.iter().find(|counts| counts.kind == rows[n].kind).unwrap();
    assert_eq!(*of(0), Counts { kind: rows[0].kind.clone(), unread: 2, read: 1, follow_up: 2 });
    assert_eq!(
        *of(1),
        Counts { kind: rows[1].kind.clone(), unread: 0, read: 1, follow_up: 0 },
        "the deleted one is not"
    );
    assert_eq!(counts.len(), 8);
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
    assert_eq!(reader.unread(&even).unwrap(), 10);
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
