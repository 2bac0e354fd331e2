//! Importing again: what changed at the web site is carried over, and what was done at the hub stays.

use peer::Draft;
use reqwest::Method;
use services::Place;
use uuid::Uuid;
use visitor::Visitor;

use crate::clinic::ADA;
use crate::moving::{Moving, at_hub, list};

on_each_storage! {
    importing_again_changes_nothing,
    who_is_at_the_hub_is_told_at_once,
    what_either_side_did_between_two_imports_is_there_after_the_second,
}

async fn importing_again_changes_nothing(place: Place) {
    let moving = Moving::begin(place).await;
    moving.clinic.django.write_rows(moving.ada, &Draft::new("SYSTEM", "Booked"), 600).await.unwrap();
    moving.imports().await;
    let hub = moving.hub().await;
    let ada = at_hub(&hub, ADA).await;
    let before = ada.get("changes/").await["cursor"].clone();

    assert_eq!(
        moving.imports().await,
        [
            "people: 2 read, 0 new, 0 changed, 0 gone, 0 joined with accounts that were here",
            "notifications: 600 read, 0 new, 0 changed, 0 gone"
        ]
    );

    assert_eq!(ada.get("changes/").await["cursor"], before, "clients have nothing to hear of");
}

async fn who_is_at_the_hub_is_told_at_once(place: Place) {
    let moving = Moving::begin(place).await;
    moving.imports().await;
    let hub = moving.hub().await;
    let mut socket = at_hub(&hub, ADA).await.socket().await;
    socket.is_silent().await;

    let id = moving.clinic.django.write_row(moving.ada, &Draft::new("SYSTEM", "Booked")).await.unwrap();
    moving.imports().await;

    let frame = socket.json().await;
    assert_eq!((frame["id"].clone(), frame["message"].clone()), (id.to_string().into(), "Booked".into()));
}

async fn does(visitor: &Visitor, id: Uuid, what: &str) {
    let (method, rest) = if what == "DELETE" { (Method::DELETE, "") } else { (Method::POST, what) };
    let (status, body) = visitor.answer(method, &format!("{id}/{rest}")).await;
    assert!([200, 204].contains(&status), "{what}: {body}");
}

async fn what_either_side_did_between_two_imports_is_there_after_the_second(place: Place) {
    let moving = Moving::begin(place).await;
    let django = &moving.clinic.django;
    let ids = django.write_rows(moving.ada, &Draft::new("SYSTEM", "Booked"), 8).await.unwrap();
    let there = moving.clinic.at_django(ADA).await;
    does(&there, ids[7], "mark-read/").await;
    moving.imports().await;
    let hub = moving.hub().await;
    let here = at_hub(&hub, ADA).await;

    does(&there, ids[0], "mark-read/").await;
    does(&there, ids[1], "mark-deleted/").await;
    does(&there, ids[2], "DELETE").await;
    does(&here, ids[3], "mark-read/").await;
    does(&here, ids[4], "mark-deleted/").await;
    does(&here, ids[5], "DELETE").await;
    does(&there, ids[5], "mark-read/").await;
    does(&here, ids[6], "mark-read/").await;
    does(&there, ids[6], "mark-deleted/").await;
    let unread = there.call(Method::PATCH, &format!("{}/", ids[7])).json(&serde_json::json!({"status": "UNREAD"}));
    assert_eq!(unread.send().await.unwrap().status(), 200);
    let news = django.write_row(moving.ada, &Draft::new("SYSTEM", "Cancelled")).await.unwrap();
    let of_hub =
        hub.send_notification(hub::UserId(moving.ada), hub::NewNotification::new(protocol::Kind::System, "By the hub"));
    let of_hub = of_hub.await.unwrap();

    let [people, notifications] = moving.imports().await;

    assert_eq!(people, "people: 2 read, 0 new, 0 changed, 0 gone, 0 joined with accounts that were here");
    assert_eq!(notifications, "notifications: 8 read, 1 new, 4 changed, 1 gone");
    let rows = list(&here).await;
    let mut found: Vec<_> =
        rows.iter().map(|row| (row["id"].as_str().unwrap(), row["status"].as_str().unwrap())).collect();
    found.sort_unstable();
    let ids: Vec<_> = ids.iter().map(Uuid::to_string).collect();
    let (news, of_hub) = (news.to_string(), of_hub.to_string());
    let mut expected: Vec<(&str, &str)> =
        vec![(&ids[0], "READ"), (&ids[3], "READ"), (&ids[7], "UNREAD"), (&news, "UNREAD"), (&of_hub, "UNREAD")];
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert_eq!(moving.imports().await[1], "notifications: 8 read, 0 new, 0 changed, 0 gone");
}
