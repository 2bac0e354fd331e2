//! What one side writes, the other has.

use std::time::Duration;

use hub::{Error, NewNotification, UserId};
use peer::Draft;
use protocol::{Kind, Related, Wants};
use reqwest::Method;
use serde_json::json;
use tokio::time::timeout;
use uuid::Uuid;
use visitor::Visitor;

use crate::clinic::{ADA, Clinic, TOMASZ, at};

fn booked(message: &str) -> Draft {
    Draft::new("SYSTEM", message)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_web_site_writes_comes_by_the_hub_at_once() {
    let (clinic, ada, _) = Clinic::open().await;
    clinic.django.write_row(ada, &booked("from before there was a hub")).await.unwrap();
    let hub = clinic.hub().await;
    let at_hub = at(hub.base_url(), &clinic.at_django(ADA).await);
    let mut socket = at_hub.socket().await;
    assert_eq!(socket.messages(1).await, ["from before there was a hub"]);

    let told = async {
        for message in ["Booked for Monday", "Booked for Tuesday", "Cancelled"] {
            let id = clinic.django.write_row(ada, &booked(message)).await.unwrap();
            assert_eq!(socket.json().await["id"], id.to_string());
            clinic.is_delivered(ada, id).await;
        }
    };
    // Without being told by the database, the hub would look every half a minute.
    timeout(Duration::from_secs(45), told).await.expect("that the database tells the hub");
    drop(socket);
    clinic.django.write_rows(ada, &booked("While away"), 120).await.unwrap();

    let mut again = at_hub.socket().await;
    assert_eq!(again.messages(120).await, vec!["While away"; 120]);
    again.is_silent().await;
    assert_eq!(at_hub.get("unread-count/").await, json!({"unread_count": 124}));
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_and_deletes_are_known_on_both_sides_and_told() {
    let (clinic, ada, _) = Clinic::open().await;
    let hub = clinic.hub().await;
    let other = clinic.another_hub().await;
    let at_django = clinic.at_django(ADA).await;
    let (at_hub, at_other) = (at(hub.base_url(), &at_django), at(other.base_url(), &at_django));
    let mut socket = at_other.socket_that(Wants { changes: true, ..Wants::default() }).await;
    let ids = clinic.django.write_rows(ada, &booked("Fire drill"), 2).await.unwrap();
    assert_eq!(socket.messages(2).await, ["Fire drill"; 2]);
    for id in &ids {
        clinic.is_delivered(ada, *id).await;
    }
    let changed = |id: Uuid, status: &str| json!({"change": "status", "notification_id": id, "status": status});

    assert_eq!(at_hub.answer(Method::POST, &format!("{}/mark-read/", ids[0])).await.0, 200);
    assert_eq!(clinic.row(ada, ids[0]).await.status, "READ");
    assert_eq!(socket.json().await, changed(ids[0], "READ"));
    assert_eq!(at_django.get("unread-count/").await, json!({"unread_count": 1}));

    assert_eq!(at_django.answer(Method::POST, &format!("{}/mark-deleted/", ids[1])).await.0, 200);
    assert_eq!(socket.json().await, changed(ids[1], "DELETED"));
    assert_eq!(at_hub.get("").await["count"], 1);
    assert!(clinic.row(ada, ids[1]).await.delivered_at.is_some(), "only what changed was written");

    assert_eq!(at_django.answer(Method::DELETE, &format!("{}/", ids[0])).await.0, 204);
    assert_eq!(socket.json().await, changed(ids[0], "DELETED"));
    socket.is_silent().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_hub_sends_stands_on_the_web_site() {
    let (clinic, ada, tomasz) = Clinic::open().await;
    let hub = clinic.hub().await;
    let object = "11111111-2222-4333-8444-555555555555";
    let related = Related { kind: Some("referral".to_owned()), id: Some(object.to_owned()) };
    let new = NewNotification { related, ..NewNotification::new(Kind::Referral, "See a cardiologist") };
    hub.send_notification(UserId(ada), new).await.unwrap();
    let related = Related { kind: Some("chat".to_owned()), id: Some("17".to_owned()) };
    let chat = NewNotification { related, ..NewNotification::new(Kind::Message, "Coffee?") };
    hub.send_bulk_notification(vec![UserId(tomasz); 2], chat).await.unwrap();

    let row = clinic.at_django(ADA).await.get("").await["results"][0].clone();
    assert_eq!((&row["message"], &row["notification_type"]), (&json!("See a cardiologist"), &json!("REFERRAL")));
    assert_eq!((&row["subject"], &row["object_id"]), (&json!("referral"), &json!(object)));
    assert_eq!((&row["severity"], &row["delivery_channel"]), (&json!("MEDIUM"), &json!("IN_APP")));
    let at_tomasz = clinic.at_django(TOMASZ).await;
    let rows = at_tomasz.get("").await;
    assert_eq!((&rows["count"], &rows["results"][0]["object_id"]), (&json!(2), &json!(null)));
    let at_hub = at(hub.base_url(), &at_tomasz).get("").await;
    assert_eq!(rows["results"][0]["date"], at_hub["results"][0]["date"], "to the microsecond");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_is_killed_while_the_web_site_writes_loses_nothing() {
    let (clinic, ada, _) = Clinic::open().await;
    assert_eq!(clinic.does(&["beside", "install"]).await, "2 rows taken over\n");
    let (mut process, base) = clinic.process().await;
    let at_django = clinic.at_django(ADA).await;
    let mut socket = at(base, &at_django).socket().await;
    let mut written = Vec::new();
    for number in 0..60 {
        if number == 20 {
            process.start_kill().unwrap();
        }
        written.push(clinic.django.write_row(ada, &booked("Booked")).await.unwrap());
    }
    process.wait().await.unwrap();
    let mut heard: Vec<String> = Vec::new();
    while let Some(tokio_tungstenite::tungstenite::Message::Text(text)) = socket.frame().await {
        let frame: serde_json::Value = serde_json::from_str(&text).unwrap();
        heard.push(frame["id"].as_str().unwrap().to_owned());
    }

    let (_process, base) = clinic.process().await;
    let again = at(base, &at_django);
    let mut replayed = again.socket().await;
    let undelivered = written.iter().filter(|id| !heard.contains(&id.to_string())).count();
    while heard.iter().collect::<std::collections::HashSet<_>>().len() < written.len() {
        heard.push(replayed.json().await["id"].as_str().unwrap().to_owned());
    }
    assert!(undelivered > 0, "it was killed before the end");
    assert_eq!(again.get("unread-count/").await, json!({"unread_count": 60}));
}

#[tokio::test(flavor = "multi_thread")]
async fn install_and_remove_leave_the_web_sites_tables_as_they_were() {
    let (clinic, ada, _) = Clinic::open().await;
    let sql = clinic.sql().await;
    let schema = async || {
        let asked = "SELECT coalesce(string_agg(line, chr(10) ORDER BY line), '') FROM (
            SELECT tgrelid::regclass || ' ' || tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
                WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace
            UNION ALL SELECT attrelid::regclass || ' ' || attname || ' ' || atttypid || coalesce(attacl::text, '')
                FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
            UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint
                WHERE connamespace = 'public'::regnamespace
            UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace) AS all_of_it (line)";
        sql.query_one(asked, &[]).await.unwrap().get::<_, String>(0)
    };
    let before = schema().await;

    assert_eq!(
        clinic.does(&["serve", "--beside"]).await.lines().last().unwrap(),
        "hub: Django's tables are not kept \
        alike with the hub's: run `hub beside install` on this database first"
    );
    assert_eq!(clinic.does(&["beside", "install"]).await, "2 rows taken over\n");
    assert!(schema().await != before, "there are triggers");
    assert_eq!(clinic.does(&["beside", "remove"]).await, "");
    assert!(schema().await == before, "there is nothing left of them");

    clinic.django.write_row(ada, &booked("On its own again")).await.unwrap();
    assert_eq!(clinic.does(&["beside", "install"]).await, "3 rows taken over\n");
    let stored = clinic.another_hub().await.notifications_of(UserId(ada)).await.unwrap();
    assert_eq!(stored.len(), 1, "what was written meanwhile is taken over");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_of_the_mirror_never_fails_the_web_site() {
    let (clinic, ada, _) = Clinic::open().await;
    let hub = clinic.hub().await;
    let sql = clinic.sql().await;
    sql.batch_execute("ALTER TABLE takecare_hub.noted RENAME TO noted_away").await.unwrap();
    let id = clinic.django.write_row(ada, &booked("Booked all the same")).await.unwrap();
    assert_eq!(clinic.row(ada, id).await.status, "UNREAD");
    assert!(hub.notifications_of(UserId(ada)).await.unwrap().is_empty());
    sql.batch_execute("ALTER TABLE takecare_hub.noted_away RENAME TO noted").await.unwrap();

    clinic.office().await.install_mirror().await.unwrap();
    assert_eq!(hub.notifications_of(UserId(ada)).await.unwrap().len(), 1, "installing again repairs it");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_stay_the_web_sites() {
    let (clinic, ada, _) = Clinic::open().await;
    let hub = clinic.hub().await;
    let refused = hub.office().set_password(UserId(ada), "another horse".into()).await;
    assert!(matches!(refused, Err(Error::PeopleAreDjangos)), "{refused:?}");
    let form = Visitor::new(hub.base_url()).ask(Method::GET, "/accounts/login/").send().await.unwrap();
    assert_eq!(form.status(), 404, "signing in is the web site's");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_database_is_refused() {
    let (clinic, ..) = Clinic::open().await;
    clinic.sql().await.batch_execute("ALTER TABLE notifications_notification DROP COLUMN max_retries").await.unwrap();
    let refused = clinic.office().await.install_mirror().await;
    assert!(matches!(refused, Err(Error::NotTakeCare(why)) if why.contains("has no column max_retries")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_the_web_site_holds_is_not_waited_for() {
    let (clinic, ada, _) = Clinic::open().await;
    let hub = clinic.hub().await;
    let at_hub = at(hub.base_url(), &clinic.at_django(ADA).await);
    let id = clinic.django.write_row(ada, &booked("Booked for Monday")).await.unwrap();
    let mut socket = at_hub.socket().await;
    socket.messages(1).await;
    clinic.is_delivered(ada, id).await;
    let mut django = clinic.sql().await;
    let held = django.transaction().await.unwrap();
    held.batch_execute("SELECT 1 FROM notifications_notification FOR UPDATE").await.unwrap();

    let read = format!("{id}/mark-read/");
    let refused = at_hub.call(Method::POST, &read).send().await.unwrap();
    assert_eq!((refused.status().as_u16(), refused.headers()["retry-after"].to_str().unwrap()), (503, "5"));

    held.rollback().await.unwrap();
    assert_eq!(at_hub.answer(Method::POST, &read).await.0, 200);
    assert_eq!(clinic.row(ada, id).await.status, "READ");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_truncated_at_the_web_site_is_gone_once_the_mirror_is_installed_again() {
    let (clinic, ada, _) = Clinic::open().await;
    let hub = clinic.hub().await;
    let at_hub = at(hub.base_url(), &clinic.at_django(ADA).await);
    let id = clinic.django.write_row(ada, &booked("Booked for Monday")).await.unwrap();
    clinic.office().await.install_mirror().await.unwrap();
    clinic.sql().await.batch_execute("TRUNCATE notifications_notification CASCADE").await.unwrap();
    assert_eq!(at_hub.answer(Method::GET, &format!("{id}/")).await.0, 200, "no trigger tells of it");

    clinic.office().await.install_mirror().await.unwrap();

    assert_eq!(at_hub.answer(Method::GET, &format!("{id}/")).await.0, 404);
}
