//! A search that is open answers at once, and right while rows arrive, change and go.

use protocol::{Notification, Status};
use store::{Extent, Listing, Search, Select};

use crate::ward::{Ward, note};

fn found(search: &mut Search, text: &str) -> Vec<String> {
    let select = Select { text: Some(text.to_owned()), ..Select::default() };
    search.page(&select, i64::MAX, 0, 100).unwrap().rows.into_iter().map(|row| row.notification.message).collect()
}

fn searching(ward: &mut Ward) -> Search {
    ward.store.search().unwrap().fold().unwrap()
}

#[test]
fn it_folds_every_script_and_shows_the_newest_first() {
    let mut ward = Ward::open();
    ward.store.receive(&[note(1, "ŁÓŻKO 4"), note(2, "Straße 7"), note(3, "łóżko 5"), note(4, "Палата ПЯТЬ")]).unwrap();
    let mut search = searching(&mut ward);
    assert_eq!(found(&mut search, "Łóżko"), ["łóżko 5", "ŁÓŻKO 4"]);
    assert_eq!(found(&mut search, "STRASSE"), ["Straße 7"]);
    assert_eq!(found(&mut search, "палата пять"), ["Палата ПЯТЬ"]);
    assert!(found(&mut search, "4straße").is_empty(), "texts do not run into each other");
    assert!(found(&mut search, "nowhere").is_empty());
}

#[test]
fn what_arrives_changes_and_goes_is_seen() {
    let mut ward = Ward::open();
    let (bed, bell) = (note(5, "Bed 4 is free"), note(6, "Bell in bed 7"));
    ward.store.receive(&[bed.clone(), bell.clone()]).unwrap();
    let mut search = searching(&mut ward);
    ward.store.receive(&[note(3, "Bed 2, long ago"), note(8, "Bed 9, just now")]).unwrap();
    assert_eq!(found(&mut search, "bed"), ["Bed 9, just now", "Bell in bed 7", "Bed 4 is free", "Bed 2, long ago"]);

    ward.store.act(&[bell.id], Status::Deleted).unwrap();
    assert_eq!(found(&mut search, "bell").len(), 0);
    ward.store.undo(&[bell.id]).unwrap();
    assert_eq!(found(&mut search, "bell").len(), 1);

    let told = Notification { message: "Room 4 is free".into(), ..bed };
    ward.store.reconcile(&Listing { covers: store::Coverage::RowsOnly, ..ward.listing(&[told]) }).unwrap();
    assert_eq!(found(&mut search, "4 is free"), ["Room 4 is free"]);
    assert!(found(&mut search, "bed 4").is_empty());
}

#[test]
fn conditions_hold_together_with_the_text() {
    let mut ward = Ward::open();
    let rows: Vec<_> = (1..=16).map(|n| note(n, "Bed")).collect();
    ward.store.receive(&rows).unwrap();
    let mut search = searching(&mut ward);
    ward.store.act(&[rows[0].id], Status::Read).unwrap();
    let (kind, text) = (Some(rows[0].kind.clone()), Some("bed".to_owned()));
    let select = Select { kind, status: Some(Status::Read), text, ..Select::default() };
    let page = search.page(&select, i64::MAX, 0, 10).unwrap();
    assert_eq!((page.rows.len(), page.rows[0].notification.id), (1, rows[0].id));
    assert_eq!(search.extent(&select, i64::MAX).unwrap(), Extent { total: 1, unread: 0, newer: 0 });
    let all = Select { status: None, kind: None, ..select };
    let page = search.page(&all, i64::MAX, 0, 5).unwrap();
    assert_eq!(page.rows.len(), 5);
    assert_eq!(search.extent(&all, i64::MAX).unwrap(), Extent { total: 16, unread: 15, newer: 0 });
}

#[test]
fn few_are_found_among_many() {
    let mut ward = Ward::open();
    let beds = [1, 2, 50, 51, 199];
    let text = |n: u32| if beds.contains(&n) { format!("Bed {n}") } else { format!("Bell {n}") };
    let rows: Vec<_> = (1..=200).map(|n| note(n, &text(n))).collect();
    ward.store.receive(&rows).unwrap();
    let mut search = searching(&mut ward);
    assert_eq!(found(&mut search, "bed"), ["Bed 199", "Bed 51", "Bed 50", "Bed 2", "Bed 1"]);
    assert_eq!(found(&mut search, "bell 200"), ["Bell 200"]);
}
