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

use crate::ward::Ward;

everywhere! {
    what_happens_in_a_module_reaches_those_concerned,
    an_event_that_is_posted_again_is_told_once,
    a_prescription_waits_for_its_medicines,
}

pub const PATH: &str = "/api/v1/events/";

/// A module that shows this token.
pub struct Module {
    pub visitor: Visitor,
    pub token: String,
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

    pub async fn accepted(&self, body: &Value) {
        let (status, answer) = self.posts(PATH, body).await;
        assert_eq!(status, 202, "{answer}");
    }
}

pub async fn helena(ward: &Ward) -> UserId {
    ward.hire(NewUser { role: Role::Admin, ..NewUser::new("helena@ward.example", "Helena Zając") }).await
}

pub async fn all_worked_off(ward: &Ward) {
    let end = Instant::now() + PATIENCE;
    while ward.hub().office().event_counts().await.unwrap().waiting > 0 {
        assert!(Instant::now() < end, "events still wait");
        sleep(std::time::Duration::from_millis(20)).await;
    }
}

pub async fn messages(ward: &Ward, user: UserId) -> Vec<String> {
    let stored = ward.hub().notifications_of(user).await.unwrap();
    stored.into_iter().map(|stored| stored.notification.message).collect()
}

pub fn issue(id: &str, reporter: UserId, message: &str) -> Value {
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
    let created =
        |model: &str, id: Uuid, fields: Value| json!({"model": model, "id": id, "action": "created", "fields": fields});
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
