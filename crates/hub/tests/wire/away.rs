//! What a hub stands on goes away while everybody is at work, or the hub itself does: whatever was acknowledged is there
//! and is told.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use hub::{NewNotification, NewUser, Pace, UserId};
use protocol::{Kind, NotificationId, SOCKET_PATH};
use reqwest::Method;
use serde_json::{Value, json};
use services::{Hubs, Place, Postgres, Redis, Site};
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use visitor::{PATIENCE, Visitor};

use crate::commands::{Served, hire, run};
use crate::ward::{PASSWORD, Ward};

on_each_storage! {
    a_hub_is_killed_while_somebody_sends,
}

const ADA: &str = "ada@ward.example";
const HELENA: &str = "helena@ward.example";

type Sent = Result<NotificationId, hub::Error>;

/// Two hubs on servers of their own.
async fn two_hubs(postgres: &Postgres, redis: &Redis) -> Arc<Ward> {
    Arc::new(Ward::with(Hubs::on(Site::on(postgres, redis), 2, Pace::default()).await))
}

/// Sends by each hub in turn for as long as somebody takes what became of it.
fn keeps_sending(ward: &Arc<Ward>, to: UserId) -> mpsc::Receiver<Sent> {
    let (sent, taken) = mpsc::channel(1);
    let ward = Arc::clone(ward);
    tokio::spawn(async move {
        for hub in ward.hubs.all().iter().cycle() {
            let became = hub.send_notification(to, NewNotification::new(Kind::System, "x")).await;
            if sent.send(became).await.is_err() {
                return;
            }
        }
    });
    taken
}

/// The next so many that were acknowledged, with what was refused in between.
async fn acknowledged(sent: &mut mpsc::Receiver<Sent>, count: usize) -> (Vec<NotificationId>, Vec<hub::Error>) {
    let (mut ids, mut refused) = (Vec::new(), Vec::new());
    while ids.len() < count {
        match sent.recv().await.expect("somebody who sends") {
            Ok(id) => ids.push(id),
            Err(error) => refused.push(error),
        }
    }
    (ids, refused)
}

/// Keeps a socket open, opens another when it ends, and tells what comes.
fn listens(visitor: Visitor) -> mpsc::UnboundedReceiver<NotificationId> {
    let (told, heard) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while !told.is_closed() {
            let Ok(mut socket) = visitor.tries_socket(SOCKET_PATH, None).await else {
                sleep(Duration::from_millis(50)).await;
                continue;
            };
            while let Some(Message::Text(frame)) = socket.frame().await {
                let frame: Value = serde_json::from_str(&frame).unwrap();
                let _nobody_listens_any_more = told.send(frame["id"].as_str().unwrap().parse().unwrap());
            }
        }
    });
    heard
}

/// Waits until all of these were heard of, and sees that they are stored.
async fn all_are_told(
    ward: &Ward,
    user: UserId,
    sent: &[NotificationId],
    heard: &mut mpsc::UnboundedReceiver<NotificationId>,
) {
    let rows = ward.hub().notifications_of(user).await.unwrap();
    let stored: BTreeSet<_> = rows.iter().map(|row| row.notification.id).collect();
    assert!(sent.iter().all(|id| stored.contains(id)), "what was acknowledged is stored");
    let mut missing: BTreeSet<_> = sent.iter().copied().collect();
    while !missing.is_empty() {
        let id = timeout(PATIENCE, heard.recv()).await.expect("all of them in time").unwrap();
        missing.remove(&id);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_crashes_and_comes_back_while_somebody_sends() {
    let (postgres, redis) = (Postgres::start().unwrap(), Redis::start().unwrap());
    let ward = two_hubs(&postgres, &redis).await;
    let (ada, tomasz) = (ward.ada().await, ward.tomasz().await);
    let mut heard = listens(ward.signed_in(ADA).await);
    let mut waits = ward.signed_in("tomasz@ward.example").await.socket().await;
    waits.is_silent().await;
    let mut sending = keeps_sending(&ward, ada);
    let (mut sent, refused) = acknowledged(&mut sending, 50).await;
    assert!(refused.is_empty(), "{refused:?}");

    postgres.crash().unwrap();
    let refusal = loop {
        match sending.recv().await.unwrap() {
            Ok(id) => sent.push(id),
            Err(error) => break error,
        }
    };
    assert!(matches!(refusal, hub::Error::Unreachable(_)), "{refusal}");
    postgres.start_again().unwrap();

    let (more, refused) = acknowledged(&mut sending, 50).await;
    assert!(refused.iter().all(|error| matches!(error, hub::Error::Unreachable(_))), "{refused:?}");
    sent.extend(more);
    all_are_told(&ward, ada, &sent, &mut heard).await;
    waits.is_silent().await;
    ward.send(tomasz, "the socket outlived it").await;
    assert_eq!(waits.messages(1).await, ["the socket outlived it"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn redis_hangs_dies_and_comes_back_while_somebody_sends() {
    let redis = Redis::start().unwrap();
    let ward = two_hubs(Postgres::shared(), &redis).await;
    let ada = ward.ada().await;
    let mut heard = listens(ward.signed_in(ADA).await);
    let mut sending = keeps_sending(&ward, ada);
    let mut sent = Vec::new();
    let steps = [Redis::freeze, Redis::thaw, Redis::kill, Redis::start_again];

    for step in steps {
        sent.extend(acknowledged(&mut sending, 25).await.0);
        step(&redis).unwrap();
        let (more, refused) = acknowledged(&mut sending, 25).await;
        assert!(refused.is_empty(), "{refused:?}");
        sent.extend(more);
        all_are_told(&ward, ada, &sent[sent.len() - 50..], &mut heard).await;
    }
}

async fn a_hub_is_killed_while_somebody_sends(place: Place) {
    let site = place.site();
    let ada = hire(&site, &["--email", ADA, "--name", "Ada Nowak"]).await;
    hire(&site, &["--email", HELENA, "--name", "Helena Zając", "--staff"]).await;
    let mut served = Served::start(&site, &["serve"]).await;
    let helena = served.signed_in(HELENA, PASSWORD).await;
    let mut acknowledged = Vec::new();

    loop {
        let new = json!({"receiver": ada, "message": "x", "notification_type": "SYSTEM"});
        let Ok(answer) = helena.call(Method::POST, "").json(&new).send().await else {
            break;
        };
        assert_eq!(answer.status(), 201);
        let Ok(row) = answer.json::<Value>().await else {
            break;
        };
        acknowledged.push(row["id"].as_str().unwrap().to_owned());
        if acknowledged.len() == 20 {
            // It goes on until the signal has come through.
            served.process.start_kill().unwrap();
        }
    }

    assert!(acknowledged.len() >= 20);
    let again = Served::start(&site, &["serve"]).await;
    let mut socket = again.signed_in(ADA, PASSWORD).await.socket().await;
    for id in acknowledged {
        assert_eq!(socket.json().await["id"], id, "in the order of sending");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hubs_may_make_the_tables_at_once() {
    for place in [Place::Sqlite, Place::Postgres] {
        let site = place.site();
        let (one, other) = tokio::join!(site.office(), site.office());
        let ada = one.unwrap().add_user(NewUser::new(ADA, "Ada Nowak"), PASSWORD.into()).await.unwrap();
        assert_eq!(other.unwrap().user(ADA).await.unwrap(), ada, "{place:?}");
    }
}

#[tokio::test]
async fn where_tls_is_required_nothing_goes_in_the_clear() {
    let plain = Postgres::shared().database().unwrap();
    let required = hub::Database::at(&format!("{plain}?sslmode=require")).unwrap();
    assert!(matches!(hub::Office::open(&required).await, Err(hub::Error::Unreachable(_))));
    assert!(hub::Office::open(&hub::Database::at(&plain).unwrap()).await.is_ok());
}

#[tokio::test]
async fn a_database_that_is_not_there_is_said_without_its_password() {
    let nowhere = "postgres://hub:s3cret@127.0.0.1:1/takecare";
    let wrong = "postgres://hub:s3cret@127.0.0.1:1/takecare?sslmode=s3cret";
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().to_str().unwrap();
    for (url, words, said) in [
        (nowhere, &["serve"][..], "the database can't be reached"),
        (wrong, &["serve"], "invalid value for option `sslmode`"),
        (nowhere, &["serve", "--data", folder], "cannot be used with"),
        (nowhere, &["serve", "--help"], "HUB_DATABASE_URL"),
    ] {
        let output = run(crate::commands::program(words).env("HUB_DATABASE_URL", url)).await;
        let all = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(all.contains(said) && !all.contains("s3cret"), "{all}");
    }
}
