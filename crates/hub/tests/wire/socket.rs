//! Sections 2 to 4: the socket.

use hub::NewNotification;
use protocol::{Kind, Related};
use serde_json::Value;
use services::Place;

use crate::ward::Ward;

everywhere! {
    a_frame_is_spelt_as_measured,
    what_the_deployed_server_drops_is_refused_and_not_stored,
    a_bulk_send_gives_each_their_own_and_one_who_is_named_twice_two,
}

const ADA: &str = "ada@ward.example";

async fn a_frame_is_spelt_as_measured(place: Place) {
    let ward = Ward::open(place).await;
    let id = ward.ada().await;
    let mut socket = ward.signed_in(ADA).await.socket().await;
    let related = Related { kind: Some("appointment".into()), id: Some("11111111-2222-4333-8444-555555555555".into()) };
    let new = NewNotification { related, ..NewNotification::new(Kind::Appointment, "患者 👍") };

    let note = ward.hub().send_notification(id, new).await.unwrap();

    let text = socket.text().await;
    let date = serde_json::from_str::<Value>(&text).unwrap()["date"].as_str().unwrap().to_owned();
    assert!(date.ends_with("+00:00"));
    let expected = format!(
        r#"{{"message": "\u60a3\u8005 \ud83d\udc4d", "notification_id": "{note}", "notification_type": "APPOINTMENT", "date": "{date}", "status": "UNREAD", "type": "APPOINTMENT", "id": "{note}", "unread": true, "related_object_id": "11111111-2222-4333-8444-555555555555", "related_object_type": "appointment"}}"#
    );
    assert_eq!(text, expected);
}

async fn what_the_deployed_server_drops_is_refused_and_not_stored(place: Place) {
    let ward = Ward::open(place).await;
    let id = ward.ada().await;
    let long = Related { kind: Some("x".repeat(256)), id: None };
    for new in [
        NewNotification::new(Kind::System, "a\0b"),
        NewNotification { related: long, ..NewNotification::new(Kind::System, "long related type") },
    ] {
        assert!(matches!(ward.hub().send_notification(id, new).await, Err(hub::Error::Unsendable(_))));
    }
    assert!(ward.hub().notifications_of(id).await.unwrap().is_empty());
}

async fn a_bulk_send_gives_each_their_own_and_one_who_is_named_twice_two(place: Place) {
    let ward = Ward::open(place).await;
    let (ada_id, tomasz_id) = (ward.ada().await, ward.tomasz().await);
    let mut ada = ward.signed_in(ADA).await.socket().await;
    let mut tomasz = ward.signed_in("tomasz@ward.example").await.socket().await;

    let new = NewNotification::new(Kind::System, "to all");
    let ids = ward.hub().send_bulk_notification(vec![ada_id, tomasz_id, ada_id], new).await.unwrap();

    let got = [ada.json().await, tomasz.json().await, ada.json().await];
    let got: Vec<_> = got.iter().map(|frame| frame["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(got, ids.iter().flatten().map(ToString::to_string).collect::<Vec<_>>());
}
