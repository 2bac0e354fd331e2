//! Somebody floods the hub with frames and requests: others are served all the same, and the hub does not swell.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hub::NewUser;
use protocol::Command;
use reqwest::Method;
use serde_json::json;
use services::Place;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_postgres::NoTls;
use visitor::{PATIENCE, Visitor, answer};

use crate::commands::{Served, hire};
use crate::ward::{PASSWORD, Ward};

on_each_storage! { a_flood_from_one_user_neither_starves_others_nor_fills_the_memory }

on! { on_postgres_alone, Postgres, whoever_asks_too_much_at_once_leaves_others_their_connections }

const ADA: &str = "ada@ward.example";
const HELENA: &str = "helena@ward.example";
const EVE: &str = "eve@ward.example";
/// So many sockets and so many requests at once the flood has of each kind.
const ABREAST: usize = 8;
/// How many requests of one person may wait (crates/hub/src/turns.rs), and more than that.
const MOST: usize = 256;
const TOO_MANY: usize = MOST + 40;
/// How often Ada is told something meanwhile.
const ROUNDS: usize = 10;
/// How much the hub may grow, in KiB: what eight sockets say without end would fill it at once.
const ROOM: u64 = 64 << 10;

/// What a process takes of the memory, in KiB.
fn memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    peak.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Says things without end and without ever hearing an answer, and asks without end; what was answered is counted.
async fn flood(eve: Visitor, answered: &Arc<AtomicUsize>) -> JoinSet<()> {
    let (eve, mut flood) = (Arc::new(eve), JoinSet::new());
    let mark_all = serde_json::to_string(&Command::MarkAllRead).unwrap();
    let nonsense = "x".repeat(1 << 19);
    for said in [&mark_all, &nonsense] {
        for _ in 0..ABREAST {
            let (mut socket, said) = (eve.socket().await, said.clone());
            // Waits once the hub takes no more.
            flood.spawn(async move {
                loop {
                    socket.say(said.clone()).await;
                }
            });
        }
    }
    for (method, rest) in [(Method::GET, "?limit=100&search=x"), (Method::POST, "mark-all-read/")] {
        for _ in 0..ABREAST {
            let (eve, answered, method) = (Arc::clone(&eve), Arc::clone(answered), method.clone());
            flood.spawn(async move {
                loop {
                    assert_eq!(answer(eve.call(method.clone(), rest)).await.0, 200);
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    }
    flood
}

async fn a_flood_from_one_user_neither_starves_others_nor_fills_the_memory(place: Place) {
    let site = place.site();
    let ada = hire(&site, &["--email", ADA, "--name", "Ada Nowak"]).await;
    hire(&site, &["--email", HELENA, "--name", "Helena Zając", "--staff"]).await;
    hire(&site, &["--email", EVE, "--name", "Eve"]).await;
    let served = Served::start(&site, &["serve"]).await;
    let helena = served.signed_in(HELENA, PASSWORD).await;
    let at_work = served.signed_in(ADA, PASSWORD).await;
    let mut socket = at_work.socket().await;
    socket.is_silent().await;
    let eve = served.signed_in(EVE, PASSWORD).await;
    let before = memory(served.process.id().unwrap());

    let answered = Arc::default();
    let _until_the_end = flood(eve, &answered).await;
    let begun = Instant::now();
    for round in 1..=ROUNDS {
        let new = json!({"receiver": ada, "message": "Bed 4", "notification_type": "SYSTEM"});
        assert_eq!(answer(helena.call(Method::POST, "").json(&new)).await.0, 201);
        assert_eq!(socket.messages(1).await, ["Bed 4"]);
        assert_eq!(at_work.get("unread-count/").await["unread_count"], round);
    }

    assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
    let grown = memory(served.process.id().unwrap()) - before;
    assert!(answered.load(Ordering::Relaxed) > ROUNDS, "there was a flood");
    assert!(grown < ROOM, "{grown} KiB");
}

async fn whoever_asks_too_much_at_once_leaves_others_their_connections(place: Place) {
    let ward = Ward::open(place).await;
    ward.ada().await;
    ward.hire(NewUser::new(EVE, "Eve")).await;
    let (ada, eve) = (ward.signed_in(ADA).await, Arc::new(ward.signed_in(EVE).await));
    let (mut db, connection) = tokio_postgres::connect(ward.hubs.site().database().unwrap(), NoTls).await.unwrap();
    tokio::spawn(connection);
    let stuck = db.transaction().await.unwrap();
    stuck.batch_execute("LOCK TABLE takecare_hub.notification").await.unwrap();

    let mut flood = JoinSet::new();
    for _ in 0..TOO_MANY {
        let eve = Arc::clone(&eve);
        flood.spawn(async move { eve.call(Method::GET, "").send().await.unwrap() });
    }
    for _ in MOST..TOO_MANY {
        let refused = flood.join_next().await.unwrap().unwrap();
        assert_eq!((refused.status().as_u16(), refused.headers()["retry-after"].to_str().unwrap()), (429, "1"));
    }
    // All that may be under way is, and none of it can end: Ada needs no table that it waits for.
    assert_eq!(ada.answer(Method::GET, "types/").await.0, 200);

    stuck.rollback().await.unwrap();
    while let Some(answered) = flood.join_next().await {
        assert_eq!(answered.unwrap().status(), 200);
    }
}
