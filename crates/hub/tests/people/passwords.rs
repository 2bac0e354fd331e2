//! Passwords that are changed, and the sessions that end by it.

use hub::{Database, Hub, NewUser, Pace, Role};
use protocol::{CSRF_COOKIE, CSRF_HEADER, SESSION_COOKIE, SOCKET_PATH};
use reqwest::Method;
use serde_json::{Value, json};
use services::Place;
use visitor::{Visitor, answer};

use crate::ward::{PASSWORD, Ward};

everywhere! {
    a_changed_password_ends_all_other_sessions_and_their_sockets,
    a_password_is_not_changed_by_who_does_not_know_it,
    what_the_office_does_takes_effect_on_open_sockets,
    a_session_that_was_there_before_a_sign_in_is_not_there_after_it,
}

const ADA: &str = "ada@ward.example";
const NEW: &str = "another horse battery";

async fn change(visitor: &Visitor, old: &str, new: &str) -> (u16, Value) {
    let request = visitor.ask(Method::POST, "/api/v1/account/password/");
    let request = request.header(CSRF_HEADER, visitor.cookie(CSRF_COOKIE).unwrap());
    answer(request.json(&json!({ "old_password": old, "new_password": new }))).await
}

async fn a_changed_password_ends_all_other_sessions_and_their_sockets(place: Place) {
    let ward = Ward::open(place).await;
    ward.ada().await;
    let (desk, tablet, phone) = (ward.signed_in(ADA).await, ward.signed_in(ADA).await, ward.signed_in(ADA).await);
    let (mut at_desk, mut at_tablet, mut at_phone) = (desk.socket().await, tablet.socket().await, phone.socket().await);

    let (status, body) = change(&desk, PASSWORD, NEW).await;

    assert_eq!((status, body), (200, json!({"status": "password changed"})));
    assert_eq!([at_tablet.close_code().await, at_phone.close_code().await], [1000, 1000]);
    assert_eq!(tablet.answer(Method::GET, "").await.0, 403);
    assert_eq!(phone.refused_socket(SOCKET_PATH, None).await, 403);
    at_desk.is_silent().await;
    desk.get("").await;
    assert_eq!(Visitor::new(ward.base_url()).sign_in(ADA, PASSWORD).await.status(), 200);
    assert_eq!(Visitor::new(ward.base_url()).sign_in(ADA, NEW).await.status(), 302);
}

async fn a_password_is_not_changed_by_who_does_not_know_it(place: Place) {
    let ward = Ward::open(place).await;
    ward.ada().await;
    let (desk, tablet) = (ward.signed_in(ADA).await, ward.signed_in(ADA).await);

    let wrong = change(&desk, "a guess", NEW).await;
    let short = change(&desk, PASSWORD, "short").await;
    let forged = desk.ask(Method::POST, "/api/v1/account/password/");
    let forged = answer(forged.json(&json!({ "old_password": PASSWORD, "new_password": NEW }))).await;

    assert_eq!(wrong, (400, json!({"old_password": ["This is not your password."]})));
    assert_eq!(short, (400, json!({"new_password": ["A password has at least 8 characters."]})));
    assert_eq!(forged, (403, json!({"detail": "CSRF Failed: CSRF token missing."})));
    tablet.get("").await;
    ward.signed_in(ADA).await;
}

async fn what_the_office_does_takes_effect_on_open_sockets(place: Place) {
    let ward = Ward::open(place).await;
    let (ada_id, tomasz_id) = (ward.ada().await, ward.tomasz().await);
    let (ada, tomasz) = (ward.signed_in(ADA).await, ward.signed_in("tomasz@ward.example").await);
    let (mut of_ada, mut of_tomasz) = (ada.socket().await, tomasz.socket().await);
    // As the `hub user` commands do, in another process.
    let office = ward.hubs.site().office().await.unwrap();

    office.set_password(ada_id, NEW.into()).await.unwrap();
    office.set_active(tomasz_id, false).await.unwrap();
    office.set_role(tomasz_id, Role::Nurse).await.unwrap();

    assert_eq!([of_ada.close_code().await, of_tomasz.close_code().await], [1000, 1000]);
    assert_eq!(ada.answer(Method::GET, "").await.0, 403);
    assert_eq!(tomasz.refused_socket(SOCKET_PATH, None).await, 403);
    assert_eq!(Visitor::new(ward.base_url()).sign_in(ADA, NEW).await.status(), 302);
    let members = office.members().await.unwrap();
    let seen: Vec<_> = members.iter().map(|who| (who.name.as_str(), who.role, who.is_active)).collect();
    assert_eq!(seen, [("Ada Nowak", Role::Patient, true), ("Tomasz Bąk", Role::Nurse, false)]);
    office.set_active(tomasz_id, true).await.unwrap();
    assert_eq!(Visitor::new(ward.base_url()).sign_in("tomasz@ward.example", PASSWORD).await.status(), 302);
}

async fn a_session_that_was_there_before_a_sign_in_is_not_there_after_it(place: Place) {
    let ward = Ward::open(place).await;
    ward.ada().await;
    ward.tomasz().await;
    let ada = Visitor::new(ward.base_url());
    let planted = ward.signed_in("tomasz@ward.example").await.cookie(SESSION_COOKIE).unwrap();
    for before in [planted, "0".repeat(32)] {
        ada.set_cookie(SESSION_COOKIE, &before);

        assert_eq!(ada.sign_in(ADA, PASSWORD).await.status(), 302);

        assert_ne!(ada.cookie(SESSION_COOKIE).unwrap(), before);
        let whoever_planted_it = Visitor::new(ward.base_url());
        whoever_planted_it.set_cookie(SESSION_COOKIE, &before);
        assert_eq!(whoever_planted_it.answer(Method::GET, "").await.0, 403);
    }
}

/// As the import will bring it along.
#[tokio::test(flavor = "multi_thread")]
async fn a_hash_of_the_deployed_server_becomes_one_of_ours_at_the_first_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    let office = hub::Office::open(&Database::Folder(folder.path().to_owned())).await.unwrap();
    office.add_user(NewUser::new(ADA, "Ada Nowak"), "something else".into()).await.unwrap();
    let database = rusqlite::Connection::open(folder.path().join("hub.sqlite3")).unwrap();
    let hash = "pbkdf2_sha256$1000$SodiumChloride$D6eocTgFuCyOM2JMSWQjjHEgwBrPAkCBjxJcYolpwCA=";
    database.execute("UPDATE user SET password = ?1", [hash]).unwrap();
    let stored = || database.query_row("SELECT password FROM user", [], |row| row.get::<_, String>(0)).unwrap();
    let hub = Hub::serve(office, "127.0.0.1:0".parse().unwrap(), Pace::default()).await.unwrap();
    let ada = Visitor::new(hub.base_url());

    assert_eq!(ada.sign_in(ADA, "a guess").await.status(), 200);
    assert_eq!(stored(), hash, "a wrong password changes nothing");
    assert_eq!(ada.sign_in(ADA, PASSWORD).await.status(), 302);
    assert!(stored().starts_with("$argon2id$"), "the right one is kept under today's hash");
    assert_eq!(ada.sign_in(ADA, PASSWORD).await.status(), 302);
}
