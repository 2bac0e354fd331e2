//! Section 1: sign-in, sessions, sign-out.

use hub::NewUser;
use protocol::{CSRF_COOKIE, CSRF_HEADER, SESSION_COOKIE, login_paths};
use reqwest::header::{CONTENT_TYPE, LOCATION, SET_COOKIE};
use reqwest::{Method, Response};
use serde_json::json;

use crate::visitor::{Visitor, answer};
use crate::ward::{PASSWORD, Ward};

const ADA: &str = "ada@ward.example";

fn set_cookies(response: &Response) -> Vec<&str> {
    response.headers().get_all(SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect()
}

fn is_html(response: &Response) -> bool {
    response.headers()[CONTENT_TYPE].to_str().unwrap().starts_with("text/html")
}

#[tokio::test]
async fn ada_signs_in_and_gets_both_cookies_renewed() {
    let ward = Ward::open().await;
    ward.ada().await;
    let ada = Visitor::new(ward.hub.base_url());
    ada.ask(Method::GET, login_paths::LOGIN).send().await.unwrap();
    let before = ada.cookie(CSRF_COOKIE).unwrap();

    let answer = ada.sign_in(ADA, PASSWORD).await;

    assert_eq!(answer.status(), 302);
    assert_eq!(answer.headers()[LOCATION], "/");
    let [csrf, session] = set_cookies(&answer)[..] else { panic!("two cookies") };
    assert!(csrf.starts_with("csrftoken=") && csrf.ends_with("; Max-Age=31449600; Path=/; SameSite=Lax"));
    assert!(session.starts_with("sessionid=") && session.contains("; HttpOnly; Max-Age=1209600; Path=/;"));
    assert_ne!(ada.cookie(CSRF_COOKIE).unwrap(), before, "the token rotates at sign-in");
    assert_eq!(ada.get("unread-count/").await, json!({"unread_count": 0}));
}

#[tokio::test]
async fn the_form_can_be_read_by_a_browser_and_keeps_the_token() {
    let ward = Ward::open().await;
    let visitor = Visitor::new(ward.hub.base_url());
    let page = visitor.ask(Method::GET, login_paths::LOGIN).send().await.unwrap();
    assert!(is_html(&page));
    let token = visitor.cookie(CSRF_COOKIE).unwrap();
    let page = page.text().await.unwrap();
    assert!(page.contains(&format!(r#"name="csrfmiddlewaretoken" value="{token}""#)));
    assert!(page.contains(r#"name="email" type="email""#) && page.contains(r#"name="password" type="password""#));

    visitor.ask(Method::GET, login_paths::LOGIN).send().await.unwrap();
    assert_eq!(visitor.cookie(CSRF_COOKIE).unwrap(), token, "a second tab does not spoil the first");
}

#[tokio::test]
async fn the_proof_may_come_in_the_header() {
    let ward = Ward::open().await;
    ward.ada().await;
    let ada = Visitor::new(ward.hub.base_url());
    ada.ask(Method::GET, login_paths::LOGIN).send().await.unwrap();
    let answer = ada
        .ask(Method::POST, login_paths::LOGIN)
        .header(CSRF_HEADER, ada.cookie(CSRF_COOKIE).unwrap())
        .form(&[("email", ADA), ("password", PASSWORD)])
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 302);
}

#[tokio::test]
async fn whoever_may_not_enter_gets_the_form_again_and_no_session() {
    let ward = Ward::open().await;
    ward.ada().await;
    ward.hire(NewUser { is_active: false, ..NewUser::new("gone@ward.example", "Gone") }).await;
    for (email, password) in [
        (ADA, "wrong"),
        (ADA, ""),
        ("nobody@ward.example", PASSWORD),
        ("Ada@ward.example", PASSWORD),
        ("no address", PASSWORD),
        ("gone@ward.example", PASSWORD),
    ] {
        let visitor = Visitor::new(ward.hub.base_url());
        let answer = visitor.sign_in(email, password).await;
        assert_eq!(answer.status(), 200, "{email}");
        assert!(is_html(&answer));
        assert_eq!(visitor.cookie(SESSION_COOKIE), None, "{email}");
        assert!(answer.text().await.unwrap().contains(r#"role="alert""#), "a person is told");
    }
}

#[tokio::test]
async fn a_form_from_elsewhere_is_refused() {
    let ward = Ward::open().await;
    ward.ada().await;
    let form = [("email", ADA), ("password", PASSWORD)];

    let visitor = Visitor::new(ward.hub.base_url());
    let forged = [form[0], form[1], ("csrfmiddlewaretoken", "IfantyQ0ZlpSxjo2nBiHAudIJv1taT6c")];
    let without_cookie = visitor.ask(Method::POST, login_paths::LOGIN).form(&forged).send().await.unwrap();
    visitor.ask(Method::GET, login_paths::LOGIN).send().await.unwrap();
    let without_proof = visitor.ask(Method::POST, login_paths::LOGIN).form(&form).send().await.unwrap();
    let with_other_proof = visitor.ask(Method::POST, login_paths::LOGIN).form(&forged).send().await.unwrap();

    for refused in [without_cookie, without_proof, with_other_proof] {
        assert_eq!(refused.status(), 403);
        assert!(is_html(&refused));
    }
    assert_eq!(visitor.cookie(SESSION_COOKIE), None);
}

#[tokio::test]
async fn a_body_that_is_no_form_is_an_empty_form() {
    let ward = Ward::open().await;
    let visitor = Visitor::new(ward.hub.base_url());
    visitor.ask(Method::GET, login_paths::LOGIN).send().await.unwrap();
    let answer = visitor
        .ask(Method::POST, login_paths::LOGIN)
        .header(CSRF_HEADER, visitor.cookie(CSRF_COOKIE).unwrap())
        .json(&json!({"email": ADA, "password": PASSWORD}))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn signing_out_ends_this_session_and_its_socket_but_no_other() {
    let ward = Ward::open().await;
    ward.ada().await;
    let (desk, tablet) = (ward.signed_in(ADA).await, ward.signed_in(ADA).await);
    let (mut at_desk, mut at_tablet) = (desk.socket().await, tablet.socket().await);
    at_desk.is_silent().await;
    let old = desk.cookie(SESSION_COOKIE).unwrap();

    let answer = desk.ask(Method::GET, login_paths::LOGOUT).send().await.unwrap();

    assert_eq!(answer.status(), 302);
    assert_eq!(answer.headers()[LOCATION], "/accounts/login/");
    assert!(set_cookies(&answer)[0].starts_with("sessionid=\"\"; expires=Thu, 01 Jan 1970"));
    assert_eq!(at_desk.close_code().await, 1000);
    desk.set_cookie(SESSION_COOKIE, &old);
    assert_eq!(desk.answer(Method::GET, "").await.0, 403);
    assert_eq!(desk.refused_socket().await, 403);
    at_tablet.is_silent().await;
    tablet.get("").await;
}

#[tokio::test]
async fn a_deactivated_user_is_out_at_once() {
    let ward = Ward::open().await;
    let id = ward.ada().await;
    let ada = ward.signed_in(ADA).await;
    let mut socket = ada.socket().await;
    socket.is_silent().await;

    ward.hub.deactivate(id).await.unwrap();

    assert_eq!(socket.close_code().await, 1000);
    assert_eq!(ada.answer(Method::GET, "").await.0, 403);
    assert_eq!(ada.refused_socket().await, 403);
    assert_eq!(Visitor::new(ward.hub.base_url()).sign_in(ADA, PASSWORD).await.status(), 200);
}

#[tokio::test]
async fn http_basic_opens_the_service_but_no_socket() {
    let ward = Ward::open().await;
    ward.ada().await;
    let ada = Visitor::new(ward.hub.base_url());
    let basic = |password| ada.call(Method::POST, "mark-all-read/").basic_auth(ADA, Some(password));

    assert_eq!(answer(basic(PASSWORD)).await.0, 200, "no CSRF proof is needed");
    assert_eq!(answer(basic("wrong")).await, (403, json!({"detail": "Invalid username/password."})));
    assert_eq!(ada.refused_socket().await, 403);
}

#[tokio::test]
async fn sessions_outlive_a_restart_and_the_password_is_nowhere_on_disk() {
    let ward = Ward::open().await;
    ward.ada().await;
    let ada = ward.signed_in(ADA).await;

    let ward = ward.restart().await;

    ada.get("").await;
    let files = std::fs::read_dir(ward.data.path()).unwrap();
    let bytes: Vec<u8> = files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("$argon2id$"));
    assert!(!holds(PASSWORD));
}

#[tokio::test]
async fn two_people_cant_share_an_address() {
    let ward = Ward::open().await;
    ward.ada().await;
    let again = ward.hub.add_user(NewUser::new(ADA, "Another Ada"), PASSWORD.into()).await;
    assert!(matches!(again, Err(hub::Error::EmailTaken)));
}
