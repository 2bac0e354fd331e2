//! Section 1: sign-in, sessions, sign-out.

use conformance::{PASSWORD, Server, Ward, answer, everywhere};
use protocol::{CSRF_COOKIE, CSRF_HEADER, SESSION_COOKIE, SOCKET_PATH, login_paths};
use reqwest::header::{CONTENT_TYPE, DATE, LOCATION, SET_COOKIE};
use reqwest::{Method, Response};
use serde_json::json;

everywhere! {
    both_cookies_are_renewed,
    the_form_has_its_fields_and_keeps_the_token,
    the_proof_may_come_in_the_header,
    whoever_may_not_enter_gets_the_form_again,
    a_form_from_elsewhere_is_refused,
    a_deactivated_user_is_out,
    sign_out_ends_this_session_and_no_other,
    an_ended_session_is_refused_and_its_cookie_taken,
    http_basic_opens_the_service_but_no_socket,
}

fn set_cookies(response: &Response) -> Vec<&str> {
    response.headers().get_all(SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect()
}

fn is_html(response: &Response) -> bool {
    response.headers()[CONTENT_TYPE].to_str().unwrap().starts_with("text/html")
}

async fn both_cookies_are_renewed<S: Server>(ward: &Ward<S>) {
    let ada = ward.stranger();
    ada.opens_the_form().await;
    let before = ada.cookie(CSRF_COOKIE).unwrap();
    assert_eq!(before.len(), 32);

    let answer = ada.sign_in(&ward.ada.email, PASSWORD).await;

    assert_eq!((answer.status().as_u16(), &answer.headers()[LOCATION]), (302, &"/".parse().unwrap()));
    let [csrf, session] = set_cookies(&answer)[..] else { panic!("two cookies") };
    assert!(csrf.starts_with("csrftoken=") && csrf.ends_with("; Max-Age=31449600; Path=/; SameSite=Lax"));
    assert!(session.starts_with("sessionid=") && session.contains("; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax"));
    assert_eq!(answer.headers().contains_key(DATE), ward.ways.tells_the_date);
    assert_ne!(ada.cookie(CSRF_COOKIE).unwrap(), before, "the token rotates at sign-in");
    assert_eq!(ada.get("unread-count/").await, json!({"unread_count": 0}));
}

async fn the_form_has_its_fields_and_keeps_the_token<S: Server>(ward: &Ward<S>) {
    let visitor = ward.stranger();
    let page = visitor.opens_the_form().await;
    assert!(is_html(&page));
    let token = visitor.cookie(CSRF_COOKIE).unwrap();
    let page = page.text().await.unwrap();
    for field in [r#"name="csrfmiddlewaretoken""#, r#"name="email" type="email""#, r#"name="password" type="password""#]
    {
        assert!(page.contains(field), "{field}");
    }
    visitor.opens_the_form().await;
    assert_eq!(visitor.cookie(CSRF_COOKIE).unwrap(), token, "a second tab does not spoil the first");
}

async fn the_proof_may_come_in_the_header<S: Server>(ward: &Ward<S>) {
    let ada = ward.stranger();
    ada.opens_the_form().await;
    let form = [("email", ward.ada.email.as_str()), ("password", PASSWORD)];
    let request = ada.ask(Method::POST, login_paths::LOGIN).header(CSRF_HEADER, ada.cookie(CSRF_COOKIE).unwrap());
    assert_eq!(request.form(&form).send().await.unwrap().status(), 302);
}

async fn whoever_may_not_enter_gets_the_form_again<S: Server>(ward: &Ward<S>) {
    let ada = ward.ada.email.as_str();
    let shouted = ada.replace("ward", "Ward").replacen(|letter: char| letter.is_ascii_lowercase(), "Z", 1);
    for (email, password) in
        [(ada, "wrong"), (ada, ""), ("nobody@ward.example", PASSWORD), (&shouted, PASSWORD), ("no address", PASSWORD)]
    {
        let visitor = ward.stranger();
        let answer = visitor.sign_in(email, password).await;
        assert_eq!(answer.status(), 200, "{email}");
        assert!(is_html(&answer));
        assert_eq!(visitor.cookie(SESSION_COOKIE), None, "{email}");
    }
}

async fn a_form_from_elsewhere_is_refused<S: Server>(ward: &Ward<S>) {
    let form = [("email", ward.ada.email.as_str()), ("password", PASSWORD)];
    let forged = [form[0], form[1], ("csrfmiddlewaretoken", "IfantyQ0ZlpSxjo2nBiHAudIJv1taT6c")];

    let visitor = ward.stranger();
    let without_cookie = visitor.ask(Method::POST, login_paths::LOGIN).form(&forged).send().await.unwrap();
    visitor.opens_the_form().await;
    let without_proof = visitor.ask(Method::POST, login_paths::LOGIN).form(&form).send().await.unwrap();
    let with_other_proof = visitor.ask(Method::POST, login_paths::LOGIN).form(&forged).send().await.unwrap();

    for refused in [without_cookie, without_proof, with_other_proof] {
        assert_eq!(refused.status(), 403);
        assert!(is_html(&refused));
    }
    assert_eq!(visitor.cookie(SESSION_COOKIE), None);
}

/// As deployed, sign-in and socket look as if nothing had happened; only REST tells.
async fn a_deactivated_user_is_out<S: Server>(ward: &Ward<S>) {
    let ada = ward.signed_in(&ward.ada).await;
    ward.server.deactivate(ward.ada.id).await;

    assert_eq!(ada.answer(Method::GET, "unread-count/").await.0, 403);
    let again = ward.stranger();
    let answer = again.sign_in(&ward.ada.email, PASSWORD).await;
    assert_eq!(answer.status(), ward.ways.deactivated_sign_in);
    assert_eq!(again.cookie(SESSION_COOKIE).is_some(), ward.ways.deactivated_sign_in == 302);
    assert_eq!(again.tries_socket(SOCKET_PATH, None).await.is_ok(), ward.ways.deactivated_socket);
    assert_eq!(again.answer(Method::GET, "unread-count/").await.0, 403);
}

async fn sign_out_ends_this_session_and_no_other<S: Server>(ward: &Ward<S>) {
    let (desk, tablet) = (ward.signed_in(&ward.ada).await, ward.signed_in(&ward.ada).await);
    let (mut at_desk, mut at_tablet) = (desk.socket().await, tablet.socket().await);
    at_desk.is_silent().await;
    let old = desk.cookie(SESSION_COOKIE).unwrap();

    let answer = desk.ask(Method::GET, login_paths::LOGOUT).send().await.unwrap();

    assert_eq!((answer.status().as_u16(), &answer.headers()[LOCATION]), (302, &"/accounts/login/".parse().unwrap()));
    assert!(set_cookies(&answer)[0].starts_with("sessionid=\"\"; expires=Thu, 01 Jan 1970"));
    desk.set_cookie(SESSION_COOKIE, &old);
    assert_eq!(desk.refused_socket(SOCKET_PATH, None).await, 403);
    assert_eq!(desk.answer(Method::GET, "").await.0, 403);
    if ward.ways.sockets_end_with_the_session {
        assert_eq!(at_desk.close_code().await, 1000);
    } else {
        at_desk.is_silent().await;
    }
    at_tablet.is_silent().await;
    tablet.get("").await;
}

async fn an_ended_session_is_refused_and_its_cookie_taken<S: Server>(ward: &Ward<S>) {
    let ada = ward.signed_in(&ward.ada).await;
    ward.server.end_sessions(ward.ada.id).await;
    assert_eq!(ada.refused_socket(SOCKET_PATH, None).await, 403);
    let refused = ada.call(Method::GET, "").send().await.unwrap();
    assert_eq!(refused.status(), 403);
    assert!(set_cookies(&refused)[0].starts_with("sessionid=\"\";"));
    assert_eq!(ada.cookie(SESSION_COOKIE), None);
    ward.signed_in(&ward.ada).await.get("").await;
}

async fn http_basic_opens_the_service_but_no_socket<S: Server>(ward: &Ward<S>) {
    let ada = ward.stranger();
    let basic = |password| ada.call(Method::POST, "mark-all-read/").basic_auth(&ward.ada.email, Some(password));
    assert_eq!(answer(basic(PASSWORD)).await.0, 200, "no proof is needed");
    assert_eq!(answer(basic("wrong")).await, (403, json!({"detail": "Invalid username/password."})));
    assert_eq!(ada.refused_socket(SOCKET_PATH, None).await, 403);
}
