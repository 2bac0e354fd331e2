//! Section 5.1: the list and its quirks.

use hub::{NewNotification, NewUser};
use protocol::{Kind, Related};
use reqwest::Method;
use serde_json::{Value, json};

use crate::visitor::Visitor;
use crate::ward::Ward;

const ADA: &str = "ada@ward.example";

/// The keys of a row, in the order of section 5.1.
const KEYS: [&str; 15] = [
    "id",
    "receiver",
    "receiver_name",
    "receiver_email",
    "message",
    "subject",
    "date",
    "notification_type",
    "status",
    "object_id",
    "delivery_channel",
    "severity",
    "delivered_at",
    "read_at",
    "data",
];

fn messages(list: &Value) -> Vec<&str> {
    list["results"].as_array().unwrap().iter().map(|row| row["message"].as_str().unwrap()).collect()
}

/// Ada with twelve notifications: message 12 is the newest.
async fn twelve() -> (Ward, Visitor) {
    let ward = Ward::open().await;
    let id = ward.ada().await;
    for number in 1..=12 {
        ward.send(id, &format!("message {number}")).await;
    }
    let ada = ward.signed_in(ADA).await;
    (ward, ada)
}

#[tokio::test]
async fn a_row_has_the_keys_of_the_deployed_server_in_their_order() {
    let ward = Ward::open().await;
    let id = ward.ada().await;
    let related = Related { kind: Some("appointment".into()), id: Some("11111111-2222-4333-8444-555555555555".into()) };
    let new = NewNotification { related, ..NewNotification::new(Kind::Appointment, "moved") };
    ward.hub.send(id, new).await.unwrap();
    ward.send(id, "points to nothing").await;
    let ada = ward.signed_in(ADA).await;

    let text = ada.call(Method::GET, "?limit=1").send().await.unwrap().text().await.unwrap();
    let places = KEYS.map(|key| text.find(&format!("\"{key}\":")).expect(key));
    assert!(places.is_sorted());

    let list = ada.get("").await;
    assert_eq!(list["results"][0].as_object().unwrap().len(), KEYS.len());
    let row = &list["results"][1];
    assert_eq!(row["receiver"], json!(id.to_string()));
    assert_eq!((&row["receiver_name"], &row["receiver_email"]), (&json!("Ada Nowak"), &json!(ADA)));
    assert_eq!((&row["subject"], &row["notification_type"]), (&json!("appointment"), &json!("APPOINTMENT")));
    assert_eq!(row["object_id"], json!("11111111-2222-4333-8444-555555555555"));
    assert_eq!((&row["delivery_channel"], &row["severity"]), (&json!("IN_APP"), &json!("MEDIUM")));
    assert_eq!((&row["delivered_at"], &row["read_at"], &row["data"]), (&Value::Null, &Value::Null, &Value::Null));
    assert!(row["date"].as_str().unwrap().ends_with('Z'));
    assert_eq!(list["results"][0]["subject"], json!("Notification"));
}

#[tokio::test]
async fn pages_have_ten_rows_newest_first() {
    let (_ward, ada) = twelve().await;
    let first = ada.get("").await;
    assert_eq!(messages(&first)[..2], ["message 12", "message 11"]);
    assert_eq!((&first["count"], &first["page"], &first["total_pages"]), (&json!(12), &json!(1), &json!(2)));
    assert_eq!(first.get("is_dropdown"), None);

    assert_eq!(messages(&ada.get("?page=2").await), ["message 2", "message 1"]);
    let last = ada.get("?page=last").await;
    assert_eq!((messages(&last), &last["page"]), (vec!["message 2", "message 1"], &json!(1)));
    for nowhere in ["?page=3", "?page=0", "?page=-1", "?page=two"] {
        assert_eq!(ada.answer(Method::GET, nowhere).await, (404, json!({"detail": "Invalid page."})), "{nowhere}");
    }
}

#[tokio::test]
async fn a_limit_gives_the_newest_and_hides_the_total() {
    let (_ward, ada) = twelve().await;
    let five = ada.get("?limit=5&page=9").await;
    assert_eq!(messages(&five).len(), 5);
    assert_eq!((&five["count"], &five["total_pages"], &five["is_dropdown"]), (&json!(5), &json!(1), &json!(true)));
    let all = ada.get("?limit=99999999999").await;
    assert_eq!((&all["count"], all.get("is_dropdown")), (&json!(12), None));
    assert_eq!(messages(&ada.get("?limit=0").await), Vec::<&str>::new());
    for ignored in ["?limit=-1", "?limit=many"] {
        assert_eq!(ada.get(ignored).await["total_pages"], json!(2), "{ignored}");
    }
}

#[tokio::test]
async fn filters_are_exact_and_combined() {
    let ward = Ward::open().await;
    let id = ward.ada().await;
    let mut sent = Vec::new();
    for (kind, text) in [(Kind::Medical, "blood"), (Kind::Medical, "Żółć 100%"), (Kind::Issue, "Blood pump")] {
        sent.push(ward.hub.send(id, NewNotification::new(kind, text)).await.unwrap());
    }
    let ada = ward.signed_in(ADA).await;
    ada.answer(Method::POST, &format!("{}/mark-read/", sent[0])).await;

    for (query, expected) in [
        ("?status=UNREAD", vec!["Blood pump", "Żółć 100%"]),
        ("?status=READ", vec!["blood"]),
        ("?status=unread", vec![]),
        ("?status=DELETED", vec![]),
        ("?type=MEDICAL", vec!["Żółć 100%", "blood"]),
        ("?type=medical", vec![]),
        ("?type=MEDICAL,ISSUE", vec![]),
        ("?notification_type=ISSUE", vec!["Blood pump", "Żółć 100%", "blood"]),
        ("?unread=True", vec!["Blood pump", "Żółć 100%"]),
        ("?unread=1", vec!["Blood pump", "Żółć 100%", "blood"]),
        ("?search=BLOOD", vec!["Blood pump", "blood"]),
        ("?search=%C5%BC%C3%93%C5%81%C4%86", vec!["Żółć 100%"]),
        ("?search=0%25", vec!["Żółć 100%"]),
        ("?search=%25", vec!["Żółć 100%"]),
        ("?search=blood&unread=true&type=ISSUE", vec!["Blood pump"]),
        ("?since=2030-01-01&ordering=date&offset=1", vec!["Blood pump", "Żółć 100%", "blood"]),
    ] {
        assert_eq!(messages(&ada.get(query).await), expected, "{query}");
    }
    let none = ada.get("?status=DELETED").await;
    assert_eq!((&none["count"], &none["total_pages"]), (&json!(0), &json!(0)));
}

#[tokio::test]
async fn everybody_sees_their_own_and_nobody_sees_deleted_ones() {
    let (ward, ada) = twelve().await;
    let tomasz_id = ward.tomasz().await;
    ward.send(tomasz_id, "for Tomasz alone").await;
    let newest = ada.get("?limit=1").await["results"][0]["id"].as_str().unwrap().to_owned();

    ada.answer(Method::POST, &format!("{newest}/mark-deleted/")).await;

    assert_eq!(messages(&ada.get("?limit=2").await), ["message 11", "message 10"]);
    assert_eq!(ada.get("").await["count"], json!(11));
    assert_eq!(ada.get("unread-count/").await, json!({"unread_count": 11}));
    let tomasz = ward.signed_in("tomasz@ward.example").await;
    assert_eq!(messages(&tomasz.get("").await), ["for Tomasz alone"]);
}

#[tokio::test]
async fn all_are_marked_as_read_at_once_and_only_ones_own() {
    let (ward, ada) = twelve().await;
    let other = ward.hire(NewUser::new("dora@ward.example", "Dora Lis")).await;
    ward.send(other, "still unread").await;
    let expected = json!({"status": "all notifications marked as read"});
    assert_eq!(ada.answer(Method::POST, "mark-all-read/").await, (200, expected));
    assert_eq!(ada.get("unread-count/").await, json!({"unread_count": 0}));
    let dora = ward.signed_in("dora@ward.example").await;
    assert_eq!(dora.get("unread-count/").await, json!({"unread_count": 1}));
}
