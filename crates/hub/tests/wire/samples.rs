//! The three test commands (section 9).

use std::collections::HashSet;

use protocol::Kind;
use serde_json::Value;
use services::{Place, Site};

use crate::commands::{Served, hub, run};

on_each_storage! {
    one_of_each_type_for_every_user_alternately_unread_and_read,
    one_unread_of_each_type_for_one_user,
    what_modules_report_goes_by_the_rules,
    what_cant_be_made_is_said,
}

const PASSWORD: &str = "correct horse";
const ADA: &str = "ada@ward.example";
const HELENA: &str = "helena@ward.example";

async fn ward(place: Place) -> Site {
    let site = place.site();
    for (email, name, role) in [(ADA, "Ada Nowak", "reception"), (HELENA, "Helena Zając", "admin")] {
        let words = ["user", "add", "--email", email, "--name", name, "--role", role];
        assert!(run(hub(&site, &words).env("HUB_PASSWORD", PASSWORD)).await.status.success());
    }
    site
}

async fn does(site: &Site, words: &[&str]) -> String {
    let output = run(&mut hub(site, words)).await;
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

/// All that somebody has.
async fn list(served: &Served, email: &str) -> Vec<Value> {
    let list = served.signed_in(email, PASSWORD).await.get("?limit=1000").await;
    list["results"].as_array().unwrap().clone()
}

fn kinds<'a>(rows: impl Iterator<Item = &'a Value>) -> HashSet<Kind> {
    rows.map(|row| Kind::from(row["notification_type"].as_str().unwrap())).collect()
}

async fn one_of_each_type_for_every_user_alternately_unread_and_read(place: Place) {
    let site = ward(place).await;
    assert_eq!(does(&site, &["create-test-notifications"]).await, "16 notifications created\n");
    let served = Served::start(&site, &["serve"]).await;
    for email in [ADA, HELENA] {
        let rows = list(&served, email).await;
        assert_eq!((rows.len(), kinds(rows.iter())), (8, Kind::ALL.into_iter().collect()));
        assert_eq!(rows.iter().filter(|row| row["status"] == "UNREAD").count(), 4);
    }
}

async fn one_unread_of_each_type_for_one_user(place: Place) {
    let site = ward(place).await;
    let served = Served::start(&site, &["serve"]).await;
    let mut socket = served.signed_in(ADA, PASSWORD).await.socket().await;
    assert_eq!(does(&site, &["create-specific-notifications", "--to", ADA]).await, "8 notifications created\n");
    let mut pushed = vec![];
    for _ in 0..8 {
        pushed.push(Kind::from(socket.json().await["type"].as_str().unwrap()));
    }
    assert_eq!(pushed, Kind::ALL);
    assert!(list(&served, ADA).await.iter().all(|row| row["status"] == "UNREAD"));
    assert_eq!(list(&served, HELENA).await.len(), 0);
}

async fn what_modules_report_goes_by_the_rules(place: Place) {
    let site = ward(place).await;
    let said = does(&site, &["create-module-notifications"]).await;
    let served = Served::start(&site, &["serve"]).await;
    let rows = [list(&served, ADA).await, list(&served, HELENA).await].concat();

    // Three records, three issues for the one administrator, two for their reporters, five chat messages.
    assert_eq!((said.as_str(), rows.len()), ("13 notifications created\n", 13));
    let of = |kind: &str| rows.iter().filter(|row| row["notification_type"] == kind).count();
    assert_eq!([of("MEDICAL_RECORD"), of("ISSUE"), of("MESSAGE")], [3, 5, 5]);
    assert!(rows.iter().all(|row| row["object_id"].is_string() && row["status"] == "UNREAD"));
    let reported = list(&served, HELENA).await;
    let new = |row: &&Value| row["message"].as_str().unwrap().starts_with("New issue reported");
    assert_eq!(reported.iter().filter(new).count(), 3);
}

async fn what_cant_be_made_is_said(place: Place) {
    let site = place.site();
    let said = does(&site, &["create-specific-notifications", "--to", ADA]).await;
    assert!(said.contains("there is no user ada@ward.example"));
    assert!(does(&site, &["create-module-notifications"]).await.contains("there must be two active users"));
    assert_eq!(does(&site, &["create-test-notifications"]).await, "0 notifications created\n");
}
