//! `docs/capabilities.md` where it takes more than a client: many changes, many writers, other processes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hub::{Hub, NewNotification, UserId};
use protocol::{Changes, Kind, NotificationId, Status, Wants};
use reqwest::Method;
use serde_json::json;
use services::Place;
use tokio::task::JoinSet;
use visitor::{Visitor, answer};

use crate::ward::{PASSWORD, Ward};

everywhere! {
    many_changes_come_in_parts,
    who_follows_many_writers_in_two_processes_ends_with_exactly_the_servers_set,
    what_is_changed_in_another_process_is_told_live,
    a_burst_with_changes_in_it_is_told_whole_and_each_row_once,
    what_changes_while_a_long_replay_goes_on_is_told,
}

const ADA: &str = "ada@ward.example";

/// What somebody who follows the changes knows.
#[derive(Default)]
struct Follower {
    cursor: String,
    rows: BTreeMap<NotificationId, Status>,
}

impl Follower {
    /// Begins with nothing, at a moment when there is nothing.
    async fn of(visitor: &Visitor) -> Self {
        let start: Changes = serde_json::from_value(visitor.get("changes/").await).unwrap();
        assert_eq!(start.count, 0);
        Self { cursor: start.cursor, rows: BTreeMap::new() }
    }

    /// Takes the next changes; true when there are more.
    async fn reads_on(&mut self, visitor: &Visitor) -> bool {
        let next = visitor.get(&format!("changes/?since={}", self.cursor)).await;
        let next: Changes = serde_json::from_value(next).unwrap();
        assert!(next.changes.len() <= 500);
        for change in next.changes {
            match change.row {
                Some(row) => self.rows.insert(change.id, row.status),
                None => self.rows.remove(&change.id),
            };
        }
        self.cursor = next.cursor;
        if !next.more {
            let unread = self.rows.values().filter(|status| **status == Status::Unread).count();
            assert_eq!((self.rows.len() as u64, unread as u64), (next.count, next.unread_count), "one moment");
        }
        next.more
    }
}

/// What the hub holds, as far as a client can see it.
async fn set_of(hub: &Hub, user: UserId) -> BTreeMap<NotificationId, Status> {
    let all = hub.notifications_of(user).await.unwrap().into_iter().map(|stored| stored.notification);
    all.filter(|kept| kept.status != Status::Deleted).map(|kept| (kept.id, kept.status)).collect()
}

async fn ada_at(hub: &Hub) -> Visitor {
    let ada = Visitor::new(hub.base_url());
    assert_eq!(ada.sign_in(ADA, PASSWORD).await.status(), 302);
    ada
}

async fn many_changes_come_in_parts(place: Place) {
    let ward = Ward::open(place).await;
    let id = ward.ada().await;
    let ada = ward.signed_in(ADA).await;
    let mut follower = Follower::of(&ada).await;
    ward.hub().send_bulk_notification(vec![id; 1_000], NewNotification::new(Kind::System, "x")).await.unwrap();

    assert!(follower.reads_on(&ada).await);
    assert!(!follower.reads_on(&ada).await, "the second part is full, and the last");
    assert_eq!(follower.rows, set_of(ward.hub(), id).await);

    ada.answer(Method::POST, "mark-all-read/").await;
    while follower.reads_on(&ada).await {}
    assert_eq!(follower.rows, set_of(ward.hub(), id).await);
}

/// Tells Ada something again and again and does something else with each.
async fn writes(hub: &Hub, ada: &Visitor, user: UserId) {
    for round in 0..12 {
        let id = hub.send_notification(user, NewNotification::new(Kind::System, "x")).await.unwrap();
        let (method, path) = match round % 5 {
            0 => (Method::POST, format!("{id}/mark-read/")),
            1 => (Method::POST, format!("{id}/mark-deleted/")),
            2 => (Method::DELETE, format!("{id}/")),
            3 => (Method::POST, "mark-all-read/".to_owned()),
            _ => (Method::PATCH, format!("{id}/")),
        };
        let (status, said) = answer(ada.call(method, &path).json(&json!({"status": "UNREAD"}))).await;
        assert!(status < 300, "{path}: {status} {said}");
    }
}

async fn who_follows_many_writers_in_two_processes_ends_with_exactly_the_servers_set(place: Place) {
    let ward = Ward::open(place).await;
    let user = ward.ada().await;
    // Another process would be no different: they share nothing but the database.
    let hubs = [ward.hubs.another().await, ward.hubs.another().await].map(Arc::new);
    let ada = ward.signed_in(ADA).await;
    let mut follower = Follower::of(&ada).await;

    let mut writers = JoinSet::new();
    for writer in 0..8 {
        let hub = Arc::clone(&hubs[writer % 2]);
        writers.spawn(async move { writes(&hub, &ada_at(&hub).await, user).await });
    }
    while !writers.is_empty() {
        tokio::select! {
            Some(ended) = writers.join_next() => ended.unwrap(),
            _ = follower.reads_on(&ada) => {}
        }
    }
    while follower.reads_on(&ada).await {}

    let set = set_of(ward.hub(), user).await;
    assert!(!set.is_empty());
    assert_eq!(follower.rows, set);
}

async fn what_is_changed_in_another_process_is_told_live(place: Place) {
    let ward = Ward::open(place).await;
    let id = ward.ada().await;
    let mut socket = ward.signed_in(ADA).await.socket_that(Wants { changes: true, receipts: false }).await;
    let note = ward.send(id, "hello").await;
    assert_eq!(socket.messages(1).await, ["hello"]);
    let other = ward.hubs.another().await;

    ada_at(&other).await.answer(Method::POST, &format!("{note}/mark-read/")).await;

    let told = socket.json().await;
    assert_eq!((&told["notification_id"], &told["status"]), (&json!(note), &json!("READ")));
    socket.is_silent().await;
}

async fn a_burst_with_changes_in_it_is_told_whole_and_each_row_once(place: Place) {
    let ward = Ward::open(place).await;
    let id = ward.ada().await;
    let ada = ward.signed_in(ADA).await;
    let mut socket = ada.socket_that(Wants { changes: true, receipts: true }).await;
    socket.is_silent().await;
    ward.hub().send_bulk_notification(vec![id; 350], NewNotification::new(Kind::System, "x")).await.unwrap();
    ada.answer(Method::POST, "mark-all-read/").await;
    let last = ward.send(id, "last").await;

    let (mut pushed, mut read) = (Vec::new(), BTreeMap::new());
    loop {
        let frame = socket.json().await;
        if let Some(told) = frame["notification_id"].as_str().filter(|_| frame["change"] == "status") {
            read.insert(told.to_owned(), frame["status"] == "READ");
            continue;
        }
        let pushed_id = frame["id"].as_str().unwrap().to_owned();
        read.insert(pushed_id.clone(), frame["status"] == "READ");
        pushed.push(pushed_id);
        if pushed.len() == 351 {
            break;
        }
    }
    socket.is_silent().await;

    assert_eq!(read.remove(&last.to_string()), Some(false));
    assert_eq!(read.len(), 350);
    assert!(read.values().all(|is_read| *is_read), "what was pushed as unread was told to be read");
    assert_eq!(pushed.iter().collect::<BTreeSet<_>>().len(), 351);
}

async fn what_changes_while_a_long_replay_goes_on_is_told(place: Place) {
    let ward = Ward::open(place).await;
    let id = ward.ada().await;
    let sent = ward.hub().send_bulk_notification(vec![id; 250], NewNotification::new(Kind::System, "x")).await.unwrap();
    let sent: Vec<_> = sent.into_iter().flatten().collect();
    let ada = ward.signed_in(ADA).await;
    let mut socket = ada.socket_that(Wants { changes: true, receipts: true }).await;
    ada.answer(Method::POST, &format!("{}/mark-read/", sent[0])).await;
    ada.answer(Method::DELETE, &format!("{}/", sent[249])).await;

    let mut last_word = BTreeMap::new();
    while last_word.len() < 250 || last_word[&sent[249].to_string()] != "DELETED" {
        let frame = socket.json().await;
        let about = frame["notification_id"].as_str().unwrap().to_owned();
        last_word.insert(about, frame["status"].as_str().unwrap().to_owned());
    }
    socket.is_silent().await;
    assert_eq!(last_word[&sent[0].to_string()], "READ");
}
