//! Staff and services send by REST, to one and to many, what the table of types knows.

use hub::{Error, NewNotification, NewUser, Scope};
use protocol::Kind;
use reqwest::Method;
use serde_json::{Value, json};
use services::Place;
use uuid::Uuid;
use visitor::answer;

use crate::commands::{Served, hub, run};
use crate::events::{Module, messages};
use crate::ward::Ward;

on_each_storage! {
    a_service_sends_to_one_and_it_is_pushed,
    a_bulk_send_answers_for_each_user,
    only_staff_and_services_for_sending_send,
    what_is_wrong_with_a_bulk_send_is_said_by_its_field,
    an_unknown_type_is_refused_at_every_door,
    a_type_of_the_clinics_own_is_sent_and_told,
}

const ONE: &str = "/api/v1/notifications/";
const MANY: &str = "/api/v1/notifications/bulk/";

async fn a_service_sends_to_one_and_it_is_pushed(place: Place) {
    let ward = Ward::open(place).await;
    let ada = ward.ada().await;
    let mut socket = ward.signed_in("ada@ward.example").await.socket().await;
    let service = Module::with(&ward, vec![Scope::NotificationsSend]).await;
    let body = json!({"receiver": ada.0, "notification_type": "MEDICAL", "message": "Results are there", "subject": "laboratory",
        "object_id": "17"});
    let (status, row) = service.posts(ONE, &body).await;
    assert_eq!((status, &row["receiver_email"]), (201, &json!("ada@ward.example")));
    let frame = socket.json().await;
    assert_eq!((&frame["id"], &frame["message"]), (&row["id"], &json!("Results are there")));
    assert_eq!((&frame["related_object_type"], &frame["related_object_id"]), (&json!("laboratory"), &json!("17")));
}

async fn a_bulk_send_answers_for_each_user(place: Place) {
    let ward = Ward::open(place).await;
    let (ada, tomasz, nobody) = (ward.ada().await, ward.tomasz().await, Uuid::new_v4());
    let service = Module::with(&ward, vec![Scope::NotificationsSend]).await;
    let body =
        json!({"receivers": [ada.0, nobody, tomasz.0, ada.0], "notification_type": "SYSTEM", "message": "Fire drill"});

    let (status, said) = service.posts(MANY, &body).await;

    assert_eq!((status, &said["sent"], &said["failed"]), (200, &json!(3), &json!(1)));
    let results = said["results"].as_array().unwrap();
    let column = |name: &str| results.iter().map(|result| result[name].clone()).collect::<Vec<_>>();
    assert_eq!(column("receiver"), [json!(ada.0), json!(nobody), json!(tomasz.0), json!(ada.0)]);
    assert_eq!(column("status"), [json!("sent"), json!("failed"), json!("sent"), json!("sent")]);
    assert_eq!(results[1]["error"], format!("Invalid pk \"{nobody}\" - object does not exist."));
    let stored = ward.hub().notifications_of(ada).await.unwrap();
    let ids: Vec<_> = stored.iter().map(|stored| json!(stored.notification.id)).collect();
    assert_eq!(ids, [results[0]["notification_id"].clone(), results[3]["notification_id"].clone()]);
    assert_eq!(messages(&ward, tomasz).await, ["Fire drill"]);
}

async fn only_staff_and_services_for_sending_send(place: Place) {
    let ward = Ward::open(place).await;
    let ada_id = ward.ada().await;
    ward.hire(NewUser { is_staff: true, ..NewUser::new("dora@ward.example", "Dora Lis") }).await;
    let (ada, dora) = (ward.signed_in("ada@ward.example").await, ward.signed_in("dora@ward.example").await);
    let module = Module::with(&ward, vec![Scope::EventsWrite]).await;
    let body = json!({"receivers": [ada_id.0], "notification_type": "SYSTEM", "message": "Fire drill"});

    let not_staff = json!({"error": "You do not have permission to create notifications directly."});
    assert_eq!(answer(ada.call(Method::POST, "bulk/").json(&body)).await, (403, not_staff));
    let no_scope = json!({"detail": "The token lacks the scope notifications:send."});
    assert_eq!(module.posts(MANY, &body).await, (403, no_scope));
    let signed_out = json!({"detail": "Authentication credentials were not provided."});
    assert_eq!(answer(module.visitor.ask(Method::POST, MANY).json(&body)).await, (403, signed_out));
    assert_eq!(messages(&ward, ada_id).await.len(), 0);
    assert_eq!(answer(dora.call(Method::POST, "bulk/").json(&body)).await.0, 200);
    assert_eq!(messages(&ward, ada_id).await.len(), 1);
}

async fn what_is_wrong_with_a_bulk_send_is_said_by_its_field(place: Place) {
    let ward = Ward::open(place).await;
    let ada = ward.ada().await;
    let service = Module::with(&ward, vec![Scope::NotificationsSend]).await;
    let good = json!({"receivers": [ada.0], "notification_type": "SYSTEM", "message": "Fire drill"});
    let table = [
        ("receivers", Value::Null, "Not a valid list."),
        ("receivers", json!([]), "This list must have 1 to 10000 receivers."),
        ("receivers", json!(vec![ada.0; 10_001]), "This list must have 1 to 10000 receivers."),
        ("receivers", json!([ada.0, "Ada"]), "“Ada” is not a valid UUID."),
        ("receivers", json!([7]), "“7” is not a valid UUID."),
        ("message", Value::Null, "This field is required."),
        ("message", json!(["Fire"]), "Not a valid string."),
        ("notification_type", Value::Null, "This field is required."),
    ];
    for (field, value, problem) in table {
        let mut body = good.clone();
        body[field] = value;
        assert_eq!(service.posts(MANY, &body).await, (400, json!({field: [problem]})));
    }
    let nul = json!({"receivers": [ada.0], "notification_type": "SYSTEM", "message": "\u{0}"});
    let problem = json!({"non_field_errors": ["the message holds a NUL character"]});
    assert_eq!(service.posts(MANY, &nul).await, (400, problem));
    assert_eq!(messages(&ward, ada).await.len(), 0);
}

async fn an_unknown_type_is_refused_at_every_door(place: Place) {
    let ward = Ward::open(place).await;
    let ada = ward.ada().await;
    let known = "known are APPOINTMENT, PRESCRIPTION, REFERRAL, MEDICAL, MEDICAL_RECORD, ISSUE, MESSAGE, SYSTEM";
    for kind in ["BILLING", "system", ""] {
        let said = format!("there is no type {kind}: {known}");
        let by_rust = ward.hub().send_notification(ada, NewNotification::new(Kind::from(kind), "x")).await;
        assert!(matches!(by_rust, Err(error @ Error::UnknownKind { .. }) if error.to_string() == said));
        let service = Module::with(&ward, vec![Scope::NotificationsSend]).await;
        let body = json!({"receiver": ada.0, "receivers": [ada.0], "notification_type": kind, "message": "x"});
        for door in [ONE, MANY] {
            assert_eq!(service.posts(door, &body).await, (400, json!({"notification_type": [said]})));
        }
        let words = ["send", "--to", "ada@ward.example", "--type", kind, "x"];
        let by_command = run(&mut hub(ward.hubs.site(), &words)).await;
        assert_eq!(String::from_utf8(by_command.stderr).unwrap(), format!("hub: {said}\n"));
    }
    assert_eq!(messages(&ward, ada).await.len(), 0);
}

async fn a_type_of_the_clinics_own_is_sent_and_told(place: Place) {
    let site = place.site();
    let rules = tempfile::NamedTempFile::new().unwrap();
    let row =
        "[[type]]\nkey = 'LABORATORY'\nlabel = 'Laboratory'\ncolour = '#0b7285'\nicon = 'medical'\ntier = 'quiet'\n";
    std::fs::write(rules.path(), row).unwrap();
    let add = ["user", "add", "--email", "ada@ward.example", "--name", "Ada Nowak"];
    assert!(run(hub(&site, &add).env("HUB_PASSWORD", "correct horse")).await.status.success());
    let file = rules.path().to_str().unwrap();
    let served = Served::start(&site, &["serve", "--rules", file]).await;
    let ada = served.signed_in("ada@ward.example", "correct horse").await;
    let mut socket = ada.socket().await;

    let words = ["send", "--rules", file, "--to", "ada@ward.example", "--type", "LABORATORY", "Results are there"];
    assert!(run(&mut hub(&site, &words)).await.status.success());

    assert_eq!(socket.json().await["type"], "LABORATORY");
    let types = ada.get("types/").await;
    let row =
        json!({"key": "LABORATORY", "label": "Laboratory", "colour": "#0b7285", "icon": "medical", "tier": "quiet"});
    assert_eq!((types.as_array().unwrap().len(), &types[8]), (9, &row));
}
