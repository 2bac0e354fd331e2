//! Writes the database that every later version must open, for the layout of this one: `cargo run -p store --example
//! release-fixture -- crates/store/tests/released/1.db`. Once a version is released, its file is never written again.
#![allow(clippy::unwrap_used, reason = "whoever runs it wants to see what went wrong")]

use protocol::{Kind, Notification, NotificationId, Related, Status};
use store::{AccountId, AccountKey, Coverage, FollowUp, Listing, Retention, Store};

/// Not a secret: it opens invented data.
const KEY: [u8; 32] = *b"the key of the released versions";

fn main() {
    let path = std::path::PathBuf::from(std::env::args().nth(1).unwrap());
    if path.exists() {
        std::fs::remove_file(&path).unwrap();
    }
    let account = AccountId::of("https://ward.example", "ada@ward.example");
    let key = AccountKey::from_vault(account, &KEY.to_vec().into(), None).unwrap();
    let mut store = Store::open(&path, account, &key).unwrap();
    let rows: Vec<_> = (0..=6).map(row).collect();
    store.receive(&rows).unwrap();
    store.take_unannounced().unwrap();
    store.act(&[rows[1].id], Status::Read).unwrap();
    store.sending(&store.pending().unwrap()).unwrap();
    store.act(&[rows[2].id], Status::Deleted).unwrap();
    store.act(&[rows[3].id], Status::Read).unwrap();
    let refused = store.pending().unwrap()[2];
    store.park(refused).unwrap();
    store.gone(rows[4].id).unwrap();
    let due = Some("2026-12-01T07:00:00Z".parse().unwrap());
    store.follow_up(&[rows[5].id], Some(FollowUp { due })).unwrap();
    store.snooze(&[rows[6].id], Some("2026-12-02T11:00:00Z".parse().unwrap())).unwrap();
    // The oldest goes.
    store.retain(rows[6].date, &Retention { days: None, rows: Some(4) }).unwrap();
    let place = Listing {
        rows: Vec::new(),
        gone: Vec::new(),
        covers: Coverage::RowsOnly,
        asked_at: 7,
        cursor: Some("after the sixth".to_owned()),
    };
    store.reconcile(&place).unwrap();
    // Not announced yet.
    store.receive(&[row(7)]).unwrap();
}

fn row(n: u8) -> Notification {
    // Either kind of id that objects have.
    let object = if n == 7 { "70000000-0000-4000-8000-000000000007".to_owned() } else { n.to_string() };
    Notification {
        id: NotificationId(format!("00000000-0000-4000-8000-{n:012}").parse().unwrap()),
        kind: Kind::ALL[usize::from(n)].clone(),
        message: format!("Bed {n} is free, żółty pokój"),
        date: format!("2026-11-22T08:{n:02}:00.000001Z").parse().unwrap(),
        status: Status::Unread,
        related: Related { kind: Some("appointment".into()), id: Some(object) },
    }
}
