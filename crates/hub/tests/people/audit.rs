//! Who did what stands in the audit log, and nothing of what was written.

use hub::{AuditEntry, NewNotification, NewUser, Role, Scope};
use jiff::Timestamp;
use protocol::{Kind, login_paths};
use reqwest::Method;
use serde_json::json;
use services::Place;
use visitor::Visitor;

use crate::ward::{PASSWORD, Ward};

on_each_storage! {
    what_people_and_the_office_do_is_written_down,
    old_lines_go_and_the_rest_still_proves_itself,
}

const ADA: &str = "ada@ward.example";
const HELENA: &str = "helena@ward.example";

async fn lines(ward: &Ward) -> Vec<AuditEntry> {
    let mut trail = ward.hub().office().audit_trail(Timestamp::MIN);
    let mut all = Vec::new();
    loop {
        let page = trail.next().await.unwrap();
        if page.is_empty() {
            assert_eq!(trail.broken_at(), None);
            return all;
        }
        all.extend(page);
    }
}

/// What was done, by whose address or by which part, and of what.
fn said(line: &AuditEntry) -> (&str, &str, Option<&str>) {
    let kind = line.actor.split(':').next().unwrap();
    (line.action.as_str(), line.actor_email.as_deref().unwrap_or(kind), line.detail.as_deref())
}

async fn what_people_and_the_office_do_is_written_down(place: Place) {
    let ward = Ward::open(place).await;
    let ada_id = ward.ada().await;
    ward.hire(NewUser { is_staff: true, ..NewUser::new(HELENA, "Helena Zając") }).await;
    let office = ward.hub().office();
    office.set_role(ada_id, Role::Nurse).await.unwrap();
    office.add_token("laboratory", vec![Scope::EventsWrite], Timestamp::now()).await.unwrap();
    assert_eq!(Visitor::new(ward.base_url()).sign_in(ADA, "a guess").await.status(), 200);
    let (ada, helena) = (ward.signed_in(ADA).await, ward.signed_in(HELENA).await);
    let new = json!({ "receiver": ada_id.to_string(), "message": "Potassium is high", "notification_type": "MEDICAL" });
    assert_eq!(helena.call(Method::POST, "").json(&new).send().await.unwrap().status(), 201);
    assert_eq!(ada.call(Method::POST, "").json(&new).send().await.unwrap().status(), 403);
    ada.ask(Method::GET, login_paths::LOGOUT).send().await.unwrap();
    office.set_password(ada_id, "another horse battery".into()).await.unwrap();
    office.set_active(ada_id, false).await.unwrap();
    ward.hub().send_notification(ada_id, NewNotification::new(Kind::System, "by itself")).await.unwrap();

    let lines = lines(&ward).await;

    assert_eq!(
        lines.iter().map(said).collect::<Vec<_>>(),
        [
            ("user-added", "office", Some("patient")),
            ("user-added", "office", Some("patient")),
            ("role-set", "office", Some("nurse")),
            ("token-added", "office", Some("events:write")),
            ("sign-in-refused", "hub", None),
            ("signed-in", ADA, None),
            ("signed-in", HELENA, None),
            ("sent", HELENA, Some("MEDICAL")),
            ("denied", ADA, Some("send")),
            ("signed-out", ADA, None),
            ("password-changed", "office", None),
            ("deactivated", "office", None),
        ]
    );
    let sent = &lines[7];
    assert_eq!(
        (sent.subject_email.as_deref(), sent.amount, sent.address.as_deref()),
        (Some(ADA), Some(1), Some("127.0.0.1"))
    );
    assert_eq!(lines[4].subject_email.as_deref(), Some(ADA), "whose password it was not");
    let all = serde_json::to_string(&lines).unwrap();
    assert!(!all.contains("Potassium") && !all.contains(PASSWORD) && !all.contains("@ward.example"), "{all}");
}

async fn old_lines_go_and_the_rest_still_proves_itself(place: Place) {
    let ward = Ward::open(place).await;
    ward.ada().await;

    ward.hub().keep_audit_for(jiff::SignedDuration::ZERO);

    let deadline = tokio::time::Instant::now() + visitor::PATIENCE;
    while lines(&ward).await.iter().all(|line| line.action != "lines-dropped") {
        assert!(tokio::time::Instant::now() < deadline, "the old line went in time");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(lines(&ward).await.iter().map(|line| line.number).collect::<Vec<_>>(), [2]);
}
