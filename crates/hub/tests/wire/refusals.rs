//! Section 5.3: what the service says when it refuses.

use protocol::{CSRF_HEADER, Detail, Refusal, SERVICE_PATH, SESSION_COOKIE};
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, LOCATION, SET_COOKIE};
use serde_json::json;

use crate::visitor::{Visitor, answer};
use crate::ward::Ward;

const ADA: &str = "ada@ward.example";

#[tokio::test]
async fn a_stranger_gets_403_and_loses_a_stale_cookie() {
    let ward = Ward::open().await;
    let stranger = Visitor::new(ward.hub.base_url());
    let refused = stranger.call(Method::GET, "").send().await.unwrap();
    assert_eq!(refused.status(), 403);
    assert_eq!(refused.headers().get(SET_COOKIE), None);
    let detail: Detail = refused.json().await.unwrap();
    assert_eq!(detail.detail, "Authentication credentials were not provided.");
    assert_eq!(detail.refusal(), Refusal::SignedOut);

    stranger.set_cookie(SESSION_COOKIE, "nkaz90gu1wu130tfftmdmtzn0keb87nk");
    let refused = stranger.call(Method::GET, "").send().await.unwrap();
    assert_eq!(refused.status(), 403);
    assert!(refused.headers()[SET_COOKIE].to_str().unwrap().starts_with("sessionid=\"\";"));
    assert_eq!(stranger.cookie(SESSION_COOKIE), None);
}

#[tokio::test]
async fn a_change_by_session_needs_the_proof() {
    let ward = Ward::open().await;
    ward.ada().await;
    let ada = ward.signed_in(ADA).await;
    let change = || ada.ask(Method::POST, &format!("{SERVICE_PATH}mark-all-read/"));

    let missing = json!({"detail": "CSRF Failed: CSRF token missing."});
    assert_eq!(answer(change()).await, (403, missing));
    let other = change().header(CSRF_HEADER, "IfantyQ0ZlpSxjo2nBiHAudIJv1taT6c");
    let incorrect = json!({"detail": "CSRF Failed: CSRF token from the 'X-Csrftoken' HTTP header incorrect."});
    assert_eq!(answer(other).await, (403, incorrect));
    assert_eq!(ada.answer(Method::POST, "mark-all-read/").await.0, 200);
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_said() {
    let ward = Ward::open().await;
    let id = ward.ada().await;
    let note = ward.send(id, "hello").await;
    let ada = ward.signed_in(ADA).await;

    assert_eq!(ada.answer(Method::GET, "not-an-id/").await, (404, json!({"detail": "Not found."})));
    let wrong_method = json!({"detail": "Method \"GET\" not allowed."});
    assert_eq!(ada.answer(Method::GET, "mark-all-read/").await, (405, wrong_method));
    let typed =
        |content_type: &'static str| ada.call(Method::PATCH, &format!("{note}/")).header(CONTENT_TYPE, content_type);
    let (status, body) = answer(typed("application/json").body("{\"status\": ")).await;
    assert_eq!(status, 400);
    assert!(body["detail"].as_str().unwrap().starts_with("JSON parse error - "));
    let too_long = typed("application/json").body(" ".repeat(3_000_000));
    assert_eq!(answer(too_long).await, (400, json!({"detail": "The body is too long, or broke off."})));
    let media_type = json!({"detail": "Unsupported media type \"text/csv\" in request."});
    assert_eq!(answer(typed("text/csv").body("a,b")).await, (415, media_type));
}

#[tokio::test]
async fn a_missing_slash_is_put_right_and_an_unknown_address_is_not_there() {
    let ward = Ward::open().await;
    let stranger = Visitor::new(ward.hub.base_url());
    let ask = async |method, path| stranger.ask(method, path).send().await.unwrap();

    let list = ask(Method::GET, "/api/v1/notifications?limit=5").await;
    assert_eq!(
        (list.status().as_u16(), &list.headers()[LOCATION]),
        (301, &"/api/v1/notifications/?limit=5".parse().unwrap())
    );
    assert_eq!(ask(Method::GET, "/accounts/login").await.status(), 301);
    for unknown in ["/api/v1/", "/api-token-auth/", "/api/token/"] {
        let answer = ask(Method::GET, unknown).await;
        assert_eq!(answer.status(), 404, "{unknown}");
        assert!(answer.headers()[CONTENT_TYPE].to_str().unwrap().starts_with("text/html"));
    }
}
