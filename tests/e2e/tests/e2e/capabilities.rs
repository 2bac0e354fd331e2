//! What the desktop makes of the things that our hub does beyond the deployed wire (`docs/capabilities.md`).

use std::time::Duration;

use bridge::{Filter, Request, Snapshot, Status as Shown};
use e2e::{ADA, Desk, PASSWORD, Ward};
use protocol::{Kind, Status};
use services::Place;
use tokio::time::timeout;
use visitor::Visitor;

services::everywhere! {
    what_is_done_elsewhere_is_seen_at_once,
    what_is_kept_is_confirmed_and_counts_as_delivered,
    a_cursor_that_the_server_does_not_know_costs_one_full_read,
}

/// Half of what passes between two checks.
const SOON: Duration = Duration::from_secs(15);

/// Waits for this well before the next regular check, beginning right after one.
async fn sees_soon(desk: &Desk, what: impl Fn(&Snapshot) -> bool) {
    timeout(SOON, desk.sees(what)).await.expect("seen before a regular check");
}

async fn is_checked_again(desk: &Desk) {
    let before = desk.is_live().await.checked;
    desk.sees(|state| state.checked != before).await;
}

async fn what_is_done_elsewhere_is_seen_at_once(place: Place) {
    let ward = Ward::open_at(place).await;
    let ada = ward.ada().await;
    let (read, deleted) = (ward.tell(Kind::Issue, "one").await, ward.tell(Kind::Issue, "two").await);
    ada.sees(|state| state.unread == 2).await;
    is_checked_again(&ada).await;

    let web = Visitor::new(ward.server().parse().unwrap());
    web.sign_in(ADA, PASSWORD).await;
    web.answer(reqwest::Method::POST, &format!("{read}/mark-read/")).await;
    sees_soon(&ada, |state| state.unread == 1).await;
    web.answer(reqwest::Method::DELETE, &format!("{deleted}/")).await;
    sees_soon(&ada, |state| state.unread == 0).await;
    web.answer(reqwest::Method::POST, "mark-all-read/").await;
    let left = ada.lists(Filter::default()).await;
    assert_eq!(left.iter().map(|row| (row.id, row.status)).collect::<Vec<_>>(), [(read.0, Shown::Read)]);
}

async fn what_is_kept_is_confirmed_and_counts_as_delivered(place: Place) {
    let ward = Ward::open_at(place).await;
    let ada = ward.ada().await;
    ada.is_live().await;
    let id = ward.tell(Kind::Medical, "Bed 4 alarm").await;
    ada.sees(|state| state.unread == 1).await;
    let delivered = async {
        loop {
            let rows = ward.hub().notifications_of(ward.ada).await.unwrap();
            if rows.iter().any(|row| row.notification.id == id && row.delivered_at.is_some()) {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    timeout(e2e::PATIENCE, delivered).await.expect("a confirmation");
}

#[tokio::test]
async fn an_action_is_settled_by_its_answer() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    let (read, deleted) = (ward.tell(Kind::Issue, "one").await, ward.tell(Kind::Issue, "two").await);
    ada.sees(|state| state.unread == 2).await;
    is_checked_again(&ada).await;
    ada.marks_read(read).await;
    ada.asks(Request::Delete { ids: vec![deleted.0] }).await.unwrap();
    sees_soon(&ada, |state| state.pending == 0).await;
    assert_eq!((ward.status(read).await, ward.status(deleted).await), (Status::Read, Status::Deleted));
}

async fn a_cursor_that_the_server_does_not_know_costs_one_full_read(place: Place) {
    let ward = Ward::open_at(place).await;
    let ada = ward.ada().await;
    let id = ward.tell(Kind::Issue, "one").await;
    ada.sees(|state| state.unread == 1).await;
    ada.is_live().await;
    let (folder, vault) = ada.switch_off().await;
    let set_cursor = |cursor: &str| {
        let account = std::fs::read_dir(folder.path().join("accounts")).unwrap().next().unwrap().unwrap();
        let db = rusqlite::Connection::open(account.path().join("store.db")).unwrap();
        db.execute("UPDATE meta SET value = ? WHERE name = 'cursor'", [cursor]).unwrap()
    };
    assert_eq!(set_cursor("of another database-7"), 1, "a cursor was kept");
    let later = ward.tell(Kind::Issue, "two").await;

    let ada = Desk::with(folder, vault);
    ada.sees(|state| state.unread == 2 && state.checked.is_some()).await;
    let ids: Vec<_> = ada.lists(Filter::default()).await.into_iter().map(|row| row.id).collect();
    assert_eq!(ids, [later.0, id.0]);
}
