//! Section 1: sign-in, sessions, sign-out.

use hub::NewUser;
use protocol::{CSRF_COOKIE, CSRF_HEADER, SESSION_COOKIE, SOCKET_PATH, login_paths};
use reqwest::header::{LOCATION, SET_COOKIE};
use reqwest::{Method, Response};
use serde_json::json;
use services::Place;
use visitor::Visitor;

use crate::ward::{PASSWORD, Ward};

everywhere! {
    a_body_that_is_no_form_is_an_empty_form,
    signing_out_ends_this_session_and_its_socket_but_no_other,
    a_deactivated_user_is_out_at_once,
    sessions_outlive_a_restart_and_the_password_is_nowhere_in_the_database,
    two_people_cant_share_an_address,
}

const ADA: &str = "ada@ward.example";

fn set_cookies(response: &Response) -> Vec<&str> {
    response.headers().get_all(SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect()
}

async fn a_body_that_is_no_form_is_an_empty_form(place: Place) {
    let ward = Ward::open(place).await;
    let visitor = Visitor::new(ward.base_url());
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

async fn signing_out_ends_this_session_and_its_socket_but_no_other(place: Place) {
    let ward = Ward::open(place).await;
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
    assert_eq!(desk.refused_socket(SOCKET_PATH, None).await, 403);
    at_tablet.is_silent().await;
    tablet.get("").await;
}

async fn a_deactivated_user_is_out_at_once(place: Place) {
    let ward = Ward::open(place).await;
    let id = ward.ada().await;
    let ada = ward.signed_in(ADA).await;
    let mut socket = ada.socket().await;
    socket.is_silent().await;

    ward.hub().deactivate(id).await.unwrap();

    assert_eq!(socket.close_code().await, 1000);
    assert_eq!(ada.answer(Method::GET, "").await.0, 403);
    assert_eq!(ada.refused_socket(SOCKET_PATH, None).await, 403);
    assert_eq!(Visitor::new(ward.base_url()).sign_in(ADA, PASSWORD).await.status(), 200);
}

async fn sessions_outlive_a_restart_and_the_password_is_nowhere_in_the_database(place: Place) {
    let ward = Ward::open(place).await;
    ward.ada().await;
    let ada = ward.signed_in(ADA).await;

    let ward = ward.restart().await;

    ada.get("").await;
    let bytes = ward.hubs.site().contents().await.unwrap();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("$argon2id$"));
    assert!(!holds(PASSWORD));
}

async fn two_people_cant_share_an_address(place: Place) {
    let ward = Ward::open(place).await;
    ward.ada().await;
    let again = ward.hub().add_user(NewUser::new(ADA, "Another Ada"), PASSWORD.into()).await;
    assert!(matches!(again, Err(hub::Error::EmailTaken)));
}
