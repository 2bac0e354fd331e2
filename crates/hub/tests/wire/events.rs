//! What modules post, and who hears of it.

use hub::{NewUser, Role, Scope, UserId};
use jiff::Timestamp;
use reqwest::Method;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use services::Place;
use tokio::time::{Instant, sleep};
use uuid::Uuid;
use visitor::{PATIENCE, Visitor, answer};

use crate::commands::{Served, hub, run};
use crate::ward::Ward;

everywhere! {
    what_happens_in_a_module_reaches_those_concerned,
    an_event_that_is_posted_again_is_told_once,
    a_prescription_waits_for_its_medicines,
}

on_each_storage! {
    a_rule_that_fails_never_fails_the_poster,
    what_is_wrong_with_an_event_is_said_by_its_field,
    only_a_token_for_events_opens_the_door,
    what_was_accepted_is_told_once_whatever_is_killed,
    neither_what_an_event_says_nor_its_token_reaches_the_log,
}

pub const PATH: &str = "/api/v1/events/";

/// A module that shows this token.
pub struct Module {
    visitor: Visitor,
    token: String,
}

impl Module {
    pub async fn with(ward: &Ward, scopes: Vec<Scope>) -> Self {
        let token = ward.hub().office().add_token("laboratory", scopes, Timestamp::now()).await.unwrap();
        Self { visitor: Visitor::new(ward.base_url()), token: token.expose_secret().to_owned() }
    }

    /// What the hub answers to this body.
    pub async fn posts(&self, path: &str, body: &Value) -> (u16, Value) {
        answer(self.visitor.ask(Method::POST, path).bearer_auth(&self.token).json(body)).await
    }

    async fn accepted(&self, body: &Value) {
        let (status, answer) = self.posts(PATH, body).await;
        assert_eq!(status, 202, "{answer}");
    }
}

async fn helena(ward: &Ward) -> UserId {
    ward.hire(NewUser { role: Role::Admin, ..NewUser::new("helena@ward.example", "Helena Zając") }).await
}

async fn all_worked_off(ward: &Ward) {
    let end = Instant::now() + PATIENCE;
    while ward.hub().office().event_counts().await.unwrap().waiting > 0 {
        assert!(Instant::now() < end, "events still wait");
        sleep(std::time::Duration::from_millis(20)).await;
    }
}

async fn messages(ward: &Ward, user: UserId) -> Vec<String> {
    let stored = ward.hub().notifications_of(user).await.unwrap();
    stored.into_iter().map(|stored| stored.notification.message).collect()
}

fn issue(id: &str, reporter: UserId, message: &str) -> Value {
    json!({"event_id": id, "model": "issues_issue", "id": "0f4ec9c9-4a84-48e3-89f0-d8670a2d1651", "action": "created",
        "fields": {"user_id": reporter.0, "message": message, "is_resolved": false}})
}

async fn what_happens_in_a_module_reaches_those_concerned(place: Place) {
    let ward = Ward::open(place).await;
    let (ada, _) = (ward.ada().await, helena(&ward).await);
    let mut socket = ward.signed_in("helena@ward.example").await.socket().await;
    let module = Module::with(&ward, vec![Scope::EventsWrite]).await;

    let (status, said) = module.posts(PATH, &issue("1", ada, "The lift is out of order")).await;

    assert_eq!((status, said), (202, json!({"status": "accepted", "event_id": "1"})));
    let frame = socket.json().await;
    assert_eq!(frame["message"], "New issue reported by Ada Nowak: The lift is out of order");
    assert_eq!((&frame["type"], &frame["related_object_type"]), (&json!("ISSUE"), &json!("issue")));
    assert_eq!(frame["related_object_id"], "0f4ec9c9-4a84-48e3-89f0-d8670a2d1651");
    assert_eq!(messages(&ward, ada).await, Vec::<String>::new(), "who reported it knows");
}

async fn an_event_that_is_posted_again_is_told_once(place: Place) {
    let ward = Ward::open(place).await;
    let (ada, helena) = (ward.ada().await, helena(&ward).await);
    let module = Module::with(&ward, vec![Scope::EventsWrite]).await;
    for id in ["1", "2", "1", "1"] {
        module.accepted(&issue(id, ada, "The lift is out of order")).await;
        all_worked_off(&ward).await;
    }
    let another = Module::with(&ward, vec![Scope::EventsWrite]).await;
    another.accepted(&issue("1", ada, "The lift is out of order")).await;
    all_worked_off(&ward).await;
    assert_eq!(messages(&ward, helena).await.len(), 3, "ids are each poster's own");
}

async fn a_prescription_waits_for_its_medicines(place: Place) {
    let ward = Ward::open(place).await;
    let (jan, dora) = (ward.ada().await, ward.tomasz().await);
    let module = Module::with(&ward, vec![Scope::EventsWrite]).await;
    let (mine, other) = (Uuid::new_v4(), Uuid::new_v4());
    let created = |model: &str, id: Uuid, fields: Value| json!({"model": model, "id": id, "action": "created", "fields": fields});
    let medicine = |name: &str, of: Uuid| {
        let fields = json!({"medication_name": name, "prescription_id": of});
        created("prescriptions_prescriptionmedication", Uuid::new_v4(), fields)
    };

    let fields = json!({"patient_id": jan.0, "doctor_id": dora.0});
    module.accepted(&created("prescriptions_prescription", mine, fields)).await;
    for body in [medicine("Metformin", mine), medicine("Warfarin", other), medicine("Ramipril", mine)] {
        module.accepted(&body).await;
    }

    all_worked_off(&ward).await;
    let expected = "A new prescription for Metformin, Ramipril has been created by Tomasz Bąk";
    assert_eq!(messages(&ward, jan).await, [expected]);
}

async fn a_rule_that_fails_never_fails_the_poster(place: Place) {
    let ward = Ward::open(place).await;
    let (jan, dora) = (ward.ada().await, ward.tomasz().await);
    let module = Module::with(&ward, vec![Scope::EventsWrite]).await;
    let slot = json!({"doctor_id": dora.0});
    for patient in [json!("nobody"), json!({"a": [[]]}), json!(Uuid::new_v4())] {
        let fields = json!({"patient_id": patient, "appointment_slot": slot});
        module.accepted(&json!({"model": "appointments_appointment", "id": 7, "action": "created", "fields": fields})).await;
    }
    module.accepted(&json!({"model": "a_table_that_no_rule_knows", "id": "x", "action": "deleted", "fields": {}})).await;
    all_worked_off(&ward).await;

    let counts = ward.hub().office().event_counts().await.unwrap();
    assert_eq!((counts.done, counts.failures), (4, 3));
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
    assert_eq!(ward.hub().office().event_counts().await.unwrap(), hub::EventCounts::default());
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
        sleep(std::time::Duration::from_millis(50)).await;
    }
    let module = Module { visitor: Visitor::new(served.base.clone()), token };
    module.accepted(&issue("the last", UserId(Uuid::nil()), "The bell rings")).await;
    while told().await < 26 {
        assert!(Instant::now() < end, "the last was not told");
        sleep(std::time::Duration::from_millis(50)).await;
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
    let log = served.log_until(said).await;
    for secret in ["potassium", &token] {
        assert!(!log.contains(secret));
    }
}
