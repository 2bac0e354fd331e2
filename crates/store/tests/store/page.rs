//! Lists and searches.

use crate::ward::{Ward, note};
use protocol::{Kind, Notification, Status};
use store::{Counts, Extent, FollowUp, Select, StoreError, StoredRow};

/// Thirty notes: every third is read, one is snoozed, and each minute has two.
fn mixed() -> Ward {
    let mut ward = Ward::open();
    let rows: Vec<_> = (0..30).map(|n| Notification { date: note(n / 2, "").date, ..note(n, "Bed") }).collect();
    ward.store.receive(&rows).unwrap();
    let read: Vec<_> = rows.iter().step_by(3).map(|row| row.id).collect();
    ward.store.act(&read, Status::Read).unwrap();
    ward.store.snooze(&[rows[13].id], Some(rows[29].date)).unwrap();
    ward.store.follow_up(&[rows[3].id, rows[4].id, rows[13].id], Some(FollowUp::default())).unwrap();
    ward
}

fn every_list() -> [Select; 9] {
    let status = |status| Select { status: Some(status), ..Select::default() };
    [
        Select::default(),
        status(Status::Unread),
        status(Status::Read),
        Select { snoozed: Some(false), ..status(Status::Unread) },
        Select { snoozed: Some(true), ..Select::default() },
        Select { kind: Some(Kind::Issue), ..Select::default() },
        Select { follow_up: true, ..Select::default() },
        Select { since: Some(note(4, "").date), until: Some(note(11, "").date), ..Select::default() },
        Select { text: Some("bed".to_owned()), ..Select::default() },
    ]
}

#[test]
fn every_part_of_a_list_is_where_its_number_says() {
    let mut ward = mixed();
    let reader = ward.store.reader().unwrap();
    let mut search = ward.store.search().unwrap().fold().unwrap();
    for select in every_list() {
        let all = reader.page(&select, i64::MAX, 0, 100).unwrap().rows;
        assert!(!all.is_empty(), "{select:?}");
        for (skip, limit) in (0..=all.len() as u32 + 1).flat_map(|skip| [(skip, 0), (skip, 1), (skip, 7)]) {
            let expected: Vec<_> = all.iter().skip(skip as usize).take(limit as usize).cloned().collect();
            assert_eq!(reader.page(&select, i64::MAX, skip, limit).unwrap().rows, expected, "{skip} of {select:?}");
            assert_eq!(search.page(&select, i64::MAX, skip, limit).unwrap().rows, expected, "{skip} of {select:?}");
        }
    }
}

#[test]
fn a_list_that_is_being_read_keeps_its_places_while_news_come() {
    let mut ward = mixed();
    let reader = ward.store.reader().unwrap();
    let mut search = ward.store.search().unwrap().fold().unwrap();
    let last = reader.page(&Select::default(), i64::MAX, 0, 1).unwrap().last;
    let before = every_list().map(|select| {
        let extent = reader.extent(&select, last).unwrap();
        assert_eq!(extent, reader.extent(&select, i64::MAX).unwrap(), "{select:?}");
        (reader.page(&select, last, 3, 9).unwrap().rows, extent)
    });
    // Newest, oldest and in the middle.
    let news: Vec<_> = (40..48).map(|n| Notification { date: note(n % 16, "").date, ..note(n, "Bed") }).collect();
    ward.store.receive(&news).unwrap();
    ward.store.act(&[news[0].id], Status::Read).unwrap();
    ward.store.snooze(&[news[1].id], Some(news[1].date)).unwrap();
    for (select, (rows, extent)) in every_list().into_iter().zip(before) {
        let page = reader.page(&select, last, 3, 9).unwrap();
        assert_eq!((&page.rows, page.last), (&rows, last + 8), "{select:?}");
        assert_eq!(search.page(&select, last, 3, 9).unwrap().rows, rows, "{select:?}");
        let (now, all) = (reader.extent(&select, last).unwrap(), reader.extent(&select, i64::MAX).unwrap());
        let newer = all.total - extent.total;
        assert_eq!(now, Extent { newer, ..extent }, "{select:?}");
        assert_eq!([search.extent(&select, last).unwrap(), search.extent(&select, i64::MAX).unwrap()], [now, all]);
    }
    assert_eq!(reader.extent(&Select::default(), last).unwrap().newer, 8);
}

#[test]
fn a_damaged_row_keeps_its_place_and_moves_no_other() {
    let ward = mixed();
    let reader = ward.store.reader().unwrap();
    let whole = reader.page(&Select::default(), i64::MAX, 0, 100).unwrap().rows;
    let thief = rusqlite::Connection::open(ward.path()).unwrap();
    thief.execute("UPDATE inbox SET sealed = zeroblob(80) WHERE seq = ?", [whole[4].seq]).unwrap();
    let page = reader.page(&Select::default(), i64::MAX, 2, 5).unwrap();
    let left = [2, 3, 5, 6].map(|at| whole[at].clone());
    assert_eq!((page.rows.as_slice(), page.damaged), (&left[..], 1));
    assert_eq!(reader.page(&Select::default(), i64::MAX, 7, 1).unwrap().rows[0], whole[7]);
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
    let page = reader.page(&appointments, i64::MAX, 0, 1).unwrap();
    let extent = reader.extent(&appointments, i64::MAX).unwrap();
    assert_eq!((page.rows.len(), extent), (1, Extent { total: 2, unread: 1, newer: 0 }));
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
        let (page, extent) =
            (reader.page(&select, i64::MAX, 0, 100).unwrap(), reader.extent(&select, i64::MAX).unwrap());
        let found = (search.page(&select, i64::MAX, 0, 100).unwrap().rows, search.extent(&select, i64::MAX).unwrap());
        assert_eq!((&page.rows, extent), (&found.0, found.1), "{select:?}");
        assert_eq!(extent.total as usize, page.rows.len(), "{select:?}");
        let place = |row: &StoredRow| ids.iter().position(|id| *id == row.notification.id).unwrap();
        (page.rows.iter().map(place).collect::<Vec<_>>(), extent.unread)
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
fn what_arrived_after_a_list_was_made_was_not_shown_in_it_however_old_it_is() {
    let mut ward = Ward::open();
    ward.store.receive(&[note(5, "shown")]).unwrap();
    let reader = ward.store.reader().unwrap();
    let shown = reader.page(&Select::default(), i64::MAX, 0, 10).unwrap().last;
    ward.store.receive(&[note(1, "older, found later"), note(9, "newer")]).unwrap();
    assert_eq!(reader.ids(&Select::default(), shown, 10).unwrap(), [note(5, "").id]);
    assert_eq!(reader.ids(&Select::default(), i64::MAX, 2).unwrap(), [note(9, "").id, note(5, "").id]);
}

#[test]
fn closing_the_store_ends_whoever_reads_it() {
    let mut ward = Ward::open();
    let rows: Vec<_> = (0..2_000).map(|n| note(n, "Bed 4 wants water")).collect();
    ward.store.receive(&rows).unwrap();
    let (reader, unfolded) = (ward.store.reader().unwrap(), ward.store.search().unwrap());
    assert_eq!(reader.page(&Select::default(), i64::MAX, 0, 5).unwrap().rows.len(), 5);
    drop(ward.store);
    assert!(matches!(reader.page(&Select::default(), i64::MAX, 0, u32::MAX), Err(StoreError::Closed)));
    assert!(matches!(reader.verify(), Err(StoreError::Closed)));
    assert!(matches!(unfolded.fold().map(|_| ()), Err(StoreError::Closed)));
}
