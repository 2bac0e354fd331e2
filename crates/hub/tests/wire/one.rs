//! Section 5.2: single notifications, test and staff sending.

use hub::NewUser;
use protocol::Status;
use reqwest::Method;
use serde_json::{Value, json};
use services::Place;
use visitor::answer;

use crate::ward::Ward;

everywhere! {
    a_patch_changes_the_status_and_nothing_else,
    staff_write_to_others_and_it_is_pushed,
}

const ADA: &str = "ada@ward.example";

async fn a_patch_changes_the_status_and_nothing_else(place: Place) {
    let ward = Ward::open(place).await;
    let id = ward.ada().await;
    let note = ward.send(id, "hello").await;
    let ada = ward.signed_in(ADA).await;
    let patch = |body: Value| answer(ada.call(Method::PATCH, &format!("{note}/")).json(&body));

    assert_eq!(patch(json!({"status": "FOO"})).await, (400, json!({"status": ["\"FOO\" is not a valid choice."]})));
    for field in ["message", "subject", "receiver", "delivered_at"] {
        let refused = (400, json!({field: ["This field can't be changed."]}));
        assert_eq!(patch(json!({field: "x", "status": "READ"})).await, refused);
    }
    assert_eq!(ward.status(id, note).await, Some(Status::Unread), "a refused patch changes nothing");
    assert_eq!(patch(json!({})).await.0, 200);
}

async fn staff_write_to_others_and_it_is_pushed(place: Place) {
    let ward = Ward::open(place).await;
    let id = ward.ada().await;
    ward.hire(NewUser { is_staff: true, ..NewUser::new("helena@ward.example", "Helena Zając") }).await;
    let (ada, helena) = (ward.signed_in(ADA).await, ward.signed_in("helena@ward.example").await);
    let mut socket = ada.socket().await;
    let create = |body: Value| answer(helena.call(Method::POST, "").json(&body));
    let good = json!({
        "receiver": id.to_string(), "message": "moved", "notification_type": "APPOINTMENT", "subject": "appointment",
        "object_id": "11111111-2222-4333-8444-555555555555",
    });

    let (status, row) = create(good.clone()).await;
    assert_eq!((status, &row["receiver_email"], &row["subject"]), (201, &json!(ADA), &json!("appointment")));
    let pushed = socket.json().await;
    assert_eq!((&pushed["id"], &pushed["related_object_type"]), (&row["id"], &json!("appointment")));

    for field in ["receiver", "message", "notification_type"] {
        let mut incomplete = good.clone();
        incomplete.as_object_mut().unwrap().remove(field);
        assert_eq!(create(incomplete).await, (400, json!({field: ["This field is required."]})));
    }
    let mut astray = good.clone();
    astray["receiver"] = json!("11111111-2222-4333-8444-555555555555");
    assert_eq!(create(astray).await.0, 400);

    let refusal = json!({"error": "You do not have permission to create notifications directly."});
    assert_eq!(answer(ada.call(Method::POST, "").json(&good)).await, (403, refusal));
}
