//! Section 5.1: the list and its quirks.

use conformance::{Server, Told, Visitor, Ward, everywhere};
use reqwest::Method;
use serde_json::{Value, json};

everywhere! {
    a_row_has_fifteen_keys_in_their_order,
    pages_have_ten_rows_newest_first,
    a_limit_gives_the_newest_and_hides_the_total,
    filters_are_exact_and_combined,
    everybody_sees_their_own_and_nobody_sees_deleted_ones,
    all_are_marked_as_read_at_once_and_only_ones_own,
}

/// Section 5.1.
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
async fn twelve<S: Server>(ward: &Ward<S>) -> Visitor {
    for number in 1..=12 {
        ward.tell(&ward.ada, &format!("message {number}")).await;
    }
    ward.signed_in(&ward.ada).await
}

async fn a_row_has_fifteen_keys_in_their_order<S: Server>(ward: &Ward<S>) {
    let related = Some(("appointment", "11111111-2222-4333-8444-555555555555"));
    let moved = ward.server.send(ward.ada.id, Told { kind: "APPOINTMENT", message: "moved", related }).await;
    ward.tell(&ward.ada, "points to nothing").await;
    let ada = ward.signed_in(&ward.ada).await;

    let text = ada.call(Method::GET, "?limit=1").send().await.unwrap().text().await.unwrap();
    assert!(KEYS.map(|key| text.find(&format!("\"{key}\":")).expect(key)).is_sorted());

    let list = ada.get("").await;
    assert_eq!(list["results"][0]["subject"], "Notification");
    assert_eq!(list["results"][0].as_object().unwrap().len(), KEYS.len());
    let mut row = list["results"][1].clone();
    assert!(row["date"].take().as_str().unwrap().ends_with('Z'));
    let expected = json!({
        "id": moved, "receiver": ward.ada.id, "receiver_name": "Ada Nowak", "receiver_email": ward.ada.email,
        "message": "moved", "subject": "appointment", "date": null, "notification_type": "APPOINTMENT",
        "status": "UNREAD", "object_id": "11111111-2222-4333-8444-555555555555", "delivery_channel": "IN_APP",
        "severity": "MEDIUM", "delivered_at": null, "read_at": null, "data": null,
    });
    assert_eq!(row, expected);
}

async fn pages_have_ten_rows_newest_first<S: Server>(ward: &Ward<S>) {
    let ada = twelve(ward).await;
    let first = ada.get("?page_size=3").await;
    assert_eq!((messages(&first).len(), messages(&first)[0]), (10, "message 12"));
    assert_eq!((&first["count"], &first["page"], &first["total_pages"]), (&json!(12), &json!(1), &json!(2)));
    assert_eq!(first.get("is_dropdown"), None);

    let second = ada.get("?page=2").await;
    assert_eq!((messages(&second), &second["page"]), (vec!["message 2", "message 1"], &json!(2)));
    let last = ada.get("?page=last").await;
    assert_eq!((messages(&last), &last["page"]), (vec!["message 2", "message 1"], &json!(1)));
    for nowhere in ["?page=3", "?page=0", "?page=-1", "?page=two"] {
        assert_eq!(ada.answer(Method::GET, nowhere).await, (404, json!({"detail": "Invalid page."})), "{nowhere}");
    }
}

async fn a_limit_gives_the_newest_and_hides_the_total<S: Server>(ward: &Ward<S>) {
    let ada = twelve(ward).await;
    let five = ada.get("?limit=5&page=9").await;
    assert_eq!(messages(&five).len(), 5);
    assert_eq!((&five["count"], &five["page"], &five["total_pages"]), (&json!(5), &json!(1), &json!(1)));
    assert_eq!(five["is_dropdown"], json!(true));
    let all = ada.get("?limit=5000").await;
    assert_eq!((&all["count"], all.get("is_dropdown")), (&json!(12), None));
    assert!(messages(&ada.get("?limit=0").await).is_empty());
    for ignored in ["?limit=-1", "?limit=many"] {
        assert_eq!(ada.get(ignored).await["total_pages"], json!(2), "{ignored}");
    }
}

async fn filters_are_exact_and_combined<S: Server>(ward: &Ward<S>) {
    let mut sent = Vec::new();
    for (kind, message) in [("MEDICAL", "blood"), ("MEDICAL", "Żółć 100%"), ("ISSUE", "Blood pump")] {
        sent.push(ward.server.send(ward.ada.id, Told { kind, message, related: None }).await);
    }
    let ada = ward.signed_in(&ward.ada).await;
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
        ("?search=blood&unread=true&type=ISSUE", vec!["Blood pump"]),
        ("?since=2030-01-01&ordering=date&offset=1", vec!["Blood pump", "Żółć 100%", "blood"]),
    ] {
        assert_eq!(messages(&ada.get(query).await), expected, "{query}");
    }
    let none = ada.get("?status=DELETED").await;
    assert_eq!((&none["count"], &none["total_pages"]), (&json!(0), &json!(0)));
}

async fn everybody_sees_their_own_and_nobody_sees_deleted_ones<S: Server>(ward: &Ward<S>) {
    let ada = twelve(ward).await;
    ward.tell(&ward.tomasz, "for Tomasz alone").await;
    let newest = ada.get("?limit=1").await["results"][0]["id"].as_str().unwrap().to_owned();
    ada.answer(Method::POST, &format!("{newest}/mark-deleted/")).await;

    assert_eq!(messages(&ada.get("?limit=2").await), ["message 11", "message 10"]);
    assert_eq!(ada.get("").await["count"], json!(11));
    assert_eq!(ada.get("unread-count/").await, json!({"unread_count": 11}));
    let tomasz = ward.signed_in(&ward.tomasz).await;
    assert_eq!(messages(&tomasz.get("").await), ["for Tomasz alone"]);
}

async fn all_are_marked_as_read_at_once_and_only_ones_own<S: Server>(ward: &Ward<S>) {
    let ada = twelve(ward).await;
    ward.tell(&ward.tomasz, "still unread").await;
    let expected = json!({"status": "all notifications marked as read"});
    assert_eq!(ada.answer(Method::POST, "mark-all-read/").await, (200, expected));
    assert_eq!(ada.get("unread-count/").await, json!({"unread_count": 0}));
    assert_eq!(ward.signed_in(&ward.tomasz).await.get("unread-count/").await, json!({"unread_count": 1}));
}
