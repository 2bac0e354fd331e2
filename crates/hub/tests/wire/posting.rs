//! What modules may post, and what becomes of it whatever happens.

use std::time::Duration;

use hub::{EventCounts, Scope, UserId};
use jiff::Timestamp;
use reqwest::Method;
use serde_json::{Value, json};
use services::Place;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::time::{Instant, sleep, timeout};
use uuid::Uuid;
use visitor::{PATIENCE, Visitor, answer};

use crate::commands::{Served, hub, run};
use crate::events::{Module, PATH, all_worked_off, issue, messages};
use crate::ward::Ward;

on_each_storage! {
    a_rule_that_fails_never_fails_the_poster,
    what_is_wrong_with_an_event_is_said_by_its_field,
    only_a_token_for_events_opens_the_door,
    what_was_accepted_is_told_once_whatever_is_killed,
    neither_what_an_event_says_nor_its_token_reaches_the_log,
    tokens_are_made_listed_and_taken_back_by_command,
}

async fn a_rule_that_fails_never_fails_the_poster(place: Place) {
    let ward = Ward::open(place).await;
    let (jan, dora) = (ward.ada().await, ward.tomasz().await);
    let module = Module::with(&ward, vec![Scope::EventsWrite]).await;
    let slot = json!({"doctor_id": dora.0});
    for patient in [json!("nobody"), json!({"a": [[]]}), json!(Uuid::new_v4())] {
        let fields = json!({"patient_id": patient, "appointment_slot": slot});
        module
            .accepted(&json!({"model": "appointments_appointment", "id": 7, "action": "created", "fields": fields}))
            .await;
    }
    module
        .accepted(&json!({"model": "a_table_that_no_rule_knows", "id": "x", "action": "deleted", "fields": {}}))
        .await;
    let room = json!({"sender_id": jan.0, "participants": [jan.0, dora.0], "content": "\u{0}", "chatroom_id": "\u{0}"});
    module.accepted(&json!({"model": "chat_message", "id": 7, "action": "created", "fields": room})).await;
    all_worked_off(&ward).await;

    let counts = ward.hub().office().event_counts().await.unwrap();
    assert_eq!((counts.done, counts.failures), (5, 4));
    assert_eq!(messages(&ward, dora).await.len(), 3, "the other rule told the doctor");
    assert_eq!(messages(&ward, jan).await.len(), 0);
}

async fn what_is_wrong_with_an_event_is_said_by_its_field(place: Place) {
    let ward = Ward::open(place).await;
    let module = Module::with(&ward, vec![Scope::EventsWrite]).await;
    let good = json!({"model": "issues_issue", "id": "7", "action": "created", "fields": {}});
    let table = [
        ("model", Value::Null, "This field is required."),
        ("model", json!(7), "Not a valid string."),
        ("model", json!("a\u{0}b"), "Not a valid name of a model."),
        ("model", json!("x".repeat(101)), "Not a valid name of a model."),
        ("id", Value::Null, "This field is required."),
        ("id", json!(""), "Not a valid id."),
        ("id", json!(["7"]), "Not a valid string."),
        ("action", Value::Null, "This field is required."),
        ("action", json!("exploded"), "\"exploded\" is not a valid choice."),
        ("fields", Value::Null, "This field is required."),
        ("fields", json!([]), "Not a valid object."),
        ("previous", json!("before"), "Not a valid object."),
        ("event_id", json!("x".repeat(101)), "Not a valid id."),
    ];
    for (field, value, problem) in table {
        let mut body = good.clone();
        body[field] = value;
        assert_eq!(module.posts(PATH, &body).await, (400, json!({field: [problem]})), "{body}");
    }
    assert_eq!(module.posts(PATH, &json!("no object")).await.0, 400);
    assert_eq!(ward.hub().office().event_counts().await.unwrap(), EventCounts::default());
}

async fn only_a_token_for_events_opens_the_door(place: Place) {
    let ward = Ward::open(place).await;
    let ada_id = ward.ada().await;
    let ada = ward.signed_in("ada@ward.example").await;
    let mut module = Module::with(&ward, vec![Scope::EventsWrite]).await;
    let sender = Module::with(&ward, vec![Scope::NotificationsSend]).await;
    let body = issue("1", ada_id, "The lift is out of order");
    let detail = |text: &str| (403, json!({ "detail": text }));

    let needed = detail("A service token is needed: Authorization: Bearer <token>.");
    assert_eq!(answer(ada.ask(Method::POST, PATH).json(&body)).await, needed);
    assert_eq!(sender.posts(PATH, &body).await, detail("The token lacks the scope events:write."));
    module.accepted(&body).await;
    let good = module.token.clone();
    for wrong in ["x", &good[..good.len() - 1], &format!("{}x", &good[..good.len() - 1])] {
        wrong.clone_into(&mut module.token);
        assert_eq!(module.posts(PATH, &body).await, detail("Invalid token."));
    }
    module.token = good;
    for token in ward.hub().office().tokens().await.unwrap() {
        ward.hub().office().revoke_token(&token.id, Timestamp::now()).await.unwrap();
    }
    assert_eq!(module.posts(PATH, &body).await, detail("Invalid token."));
    all_worked_off(&ward).await;
    assert_eq!(ward.hub().office().event_counts().await.unwrap().done, 1);
}

/// Posts events to a hub that is killed again and again, each until it was accepted.
async fn what_was_accepted_is_told_once_whatever_is_killed(place: Place) {
    let site = place.site();
    let staff = ["user", "add", "--email", "helena@ward.example", "--name", "Helena", "--role", "admin"];
    assert!(run(hub(&site, &staff).env("HUB_PASSWORD", "correct horse")).await.status.success());
    let made = run(&mut hub(&site, &["token", "add", "--name", "desk", "--scope", "events:write"])).await;
    let token = String::from_utf8(made.stdout).unwrap().trim().to_owned();

    for life in 0..4 {
        let mut served = Served::start(&site, &["serve"]).await;
        let module = Module { visitor: Visitor::new(served.base.clone()), token: token.clone() };
        for number in 0..10 {
            // Each life repeats what the last one may not have answered.
            module.accepted(&issue(&format!("{}", life * 5 + number), UserId(Uuid::nil()), "The bell rings")).await;
        }
        served.process.kill().await.unwrap();
    }

    let served = Served::start(&site, &["serve"]).await;
    let helena = served.signed_in("helena@ward.example", "correct horse").await;
    let end = Instant::now() + PATIENCE;
    let told = async || helena.get("?limit=100").await["count"].as_u64().unwrap();
    while told().await < 25 {
        assert!(Instant::now() < end, "only {} of 25 were told", told().await);
        sleep(Duration::from_millis(50)).await;
    }
    let module = Module { visitor: Visitor::new(served.base.clone()), token };
    module.accepted(&issue("the last", UserId(Uuid::nil()), "The bell rings")).await;
    while told().await < 26 {
        assert!(Instant::now() < end, "the last was not told");
        sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(told().await, 26, "each once");
}

async fn neither_what_an_event_says_nor_its_token_reaches_the_log(place: Place) {
    let site = place.site();
    let made = run(&mut hub(&site, &["token", "add", "--name", "desk", "--scope", "events:write"])).await;
    let token = String::from_utf8(made.stdout).unwrap().trim().to_owned();
    let mut served = Served::start(&site, &["serve", "--log", "trace"]).await;
    let module = Module { visitor: Visitor::new(served.base.clone()), token: token.clone() };
    let fields = json!({"patient_id": "potassium", "condition": "potassium"});
    module.accepted(&json!({"model": "medical_medicalrecord", "id": "7", "action": "created", "fields": fields})).await;
    let said = "rule medical-record: the field patient_id of the event holds something else than users";
    let log = log_until(&mut served, said).await;
    for secret in ["potassium", &token] {
        assert!(!log.contains(secret));
    }
}

async fn tokens_are_made_listed_and_taken_back_by_command(place: Place) {
    let site = place.site();
    let does = async |words: &[&str]| {
        let output = run(&mut hub(&site, words)).await;
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    let add = ["token", "add", "--name", "desk", "--scope", "events:write", "--scope", "notifications:send"];
    let token = does(&add).await;
    let id = token.split('_').nth(1).unwrap();
    let secret = token.trim().split('_').nth(2).unwrap();

    let listed = does(&["token", "list"]).await;
    assert!(listed.starts_with(&format!("{id}\tdesk\tevents:write notifications:send\t20")), "{listed}");
    assert!(!listed.contains(secret) && !listed.contains("revoked"));
    assert_eq!(does(&["token", "revoke", id]).await, "");
    assert!(does(&["token", "list"]).await.contains("\trevoked 20"));
    let unknown = "hub: there is no service token of this id: `hub token list` shows them\n";
    assert_eq!(does(&["token", "revoke", "nobody"]).await, unknown);
    assert!(
        does(&["token", "add", "--name", "desk", "--scope", "all"])
            .await
            .contains("scopes are events:write, notifications:send and")
    );
}

/// What the hub logs, up to this line.
async fn log_until(served: &mut Served, said: &str) -> String {
    let mut lines = BufReader::new(served.process.stderr.take().unwrap()).lines();
    let mut log = String::new();
    while !log.contains(said) {
        let line = timeout(PATIENCE, lines.next_line()).await.expect("a line in time").unwrap();
        log.push_str(&line.expect("the hub goes on"));
    }
    log
}
