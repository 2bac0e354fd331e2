//! Who did what stands in the audit log, and nothing of what was written.

use hub::{AuditEntry, NewNotification, NewUser, Office, Role, Scope, Sensitive, SensitiveKeys};
use jiff::Timestamp;
use protocol::{CSRF_COOKIE, CSRF_HEADER, Kind, login_paths};
use reqwest::Method;
use secrecy::ExposeSecret;
use serde_json::json;
use services::Place;
use visitor::Visitor;

use crate::ward::{PASSWORD, Ward};

on_each_storage! {
    what_people_and_the_office_do_is_written_down,
    what_changes_who_may_come_in_is_written_down,
    refusals_that_have_no_line_are_counted,
    old_lines_go_and_the_rest_still_proves_itself,
}

const ADA: &str = "ada@ward.example";
const HELENA: &str = "helena@ward.example";

async fn lines(office: &Office) -> Vec<AuditEntry> {
    let mut trail = office.audit_trail(Timestamp::MIN);
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

    let lines = lines(office).await;

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

async fn what_changes_who_may_come_in_is_written_down(place: Place) {
    let ward = Ward::open(place).await;
    let ada_id = ward.ada().await;
    let office = ward.hub().office();
    office.set_active(ada_id, false).await.unwrap();
    office.set_active(ada_id, true).await.unwrap();
    let ada = ward.signed_in(ADA).await;
    let new = json!({ "old_password": PASSWORD, "new_password": "another horse battery" });
    let change = ada.ask(Method::POST, "/api/v1/account/password/").json(&new);
    let change = change.header(CSRF_HEADER, ada.cookie(CSRF_COOKIE).unwrap());
    assert_eq!(change.send().await.unwrap().status(), 200);
    office.add_token("laboratory", vec![Scope::EventsWrite], Timestamp::now()).await.unwrap();
    let token = office.tokens().await.unwrap().remove(0);
    office.revoke_token(&token.id, Timestamp::now()).await.unwrap();
    let [monday, tuesday] = ["monday", "tuesday"].map(SensitiveKeys::fresh);
    let with_keys = |lines: &str| office.clone().with_keys(SensitiveKeys::parse(lines).unwrap());
    let potassium = Some(Sensitive::new(&json!({ "potassium": 6.1 })));
    let new = NewNotification { sensitive: potassium, ..NewNotification::new(Kind::Medical, "Please call") };
    with_keys(monday.expose_secret()).send_notification(ada_id, new, Timestamp::now()).await.unwrap();
    let both = format!("{}\n{}", tuesday.expose_secret(), monday.expose_secret());
    with_keys(&both).rotate_keys().await.unwrap();

    let lines = lines(office).await;

    assert_eq!(
        lines.iter().map(said).collect::<Vec<_>>(),
        [
            ("user-added", "office", Some("patient")),
            ("deactivated", "office", None),
            ("activated", "office", None),
            ("signed-in", ADA, None),
            ("password-changed", ADA, None),
            ("token-added", "office", Some("events:write")),
            ("token-revoked", "office", None),
            ("sent", "office", Some("MEDICAL")),
            ("keys-rotated", "office", Some("tuesday")),
        ]
    );
    let token = format!("token:{}", token.id);
    assert_eq!([1, 2, 4].map(|line: usize| lines[line].subject_email.as_deref()), [Some(ADA); 3]);
    assert_eq!((lines[6].subject.as_deref(), lines[8].amount), (Some(token.as_str()), Some(1)));
}

async fn refusals_that_have_no_line_are_counted(place: Place) {
    let mut ward = Ward::open(place).await;
    ward.ada().await;
    let guesser = Visitor::new(ward.base_url());
    for _ in 0..7 {
        assert_eq!(guesser.sign_in(ADA, "a guess").await.status(), 200);
    }

    ward.hubs.go_away().await;

    let lines = lines(&ward.hubs.site().office().await.unwrap()).await;
    let refused = lines.iter().filter(|line| line.action == "sign-in-refused").count();
    let more: i64 = lines.iter().filter(|line| line.action == "more-refused").filter_map(|line| line.amount).sum();
    assert_eq!((refused, more), (5, 2), "the sixth and seventh password were not looked at");
}

async fn old_lines_go_and_the_rest_still_proves_itself(place: Place) {
    let ward = Ward::open(place).await;
    ward.ada().await;

    ward.hub().keep_audit_for(jiff::SignedDuration::ZERO);

    let deadline = tokio::time::Instant::now() + visitor::PATIENCE;
    while lines(ward.hub().office()).await.iter().all(|line| line.action != "lines-dropped") {
        assert!(tokio::time::Instant::now() < deadline, "the old line went in time");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(lines(ward.hub().office()).await.iter().map(|line| line.number).collect::<Vec<_>>(), [2]);
}
