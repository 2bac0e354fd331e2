//! Section 5.3: what the service says when it refuses.

use conformance::{Server, Ward, answer, everywhere};
use protocol::{CSRF_HEADER, Detail, Refusal, SERVICE_PATH, SESSION_COOKIE};
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, LOCATION, SET_COOKIE};
use serde_json::json;

everywhere! {
    a_stranger_gets_403_and_loses_a_stale_cookie,
    a_change_by_session_needs_the_proof,
    what_is_wrong_with_a_request_is_said,
    a_missing_slash_is_put_right_for_those_who_only_look,
}

async fn a_stranger_gets_403_and_loses_a_stale_cookie<S: Server>(ward: &Ward<S>) {
    let stranger = ward.stranger();
    let refused = stranger.call(Method::GET, "").send().await.unwrap();
    assert_eq!((refused.status().as_u16(), refused.headers().get(SET_COOKIE)), (403, None));
    let detail: Detail = refused.json().await.unwrap();
    assert_eq!(detail.detail, "Authentication credentials were not provided.");
    assert_eq!(detail.refusal(), Refusal::SignedOut);

    stranger.set_cookie(SESSION_COOKIE, "nkaz90gu1wu130tfftmdmtzn0keb87nk");
    let refused = stranger.call(Method::GET, "").send().await.unwrap();
    assert_eq!(refused.status(), 403);
    assert!(refused.headers()[SET_COOKIE].to_str().unwrap().starts_with("sessionid=\"\";"));
    assert_eq!(stranger.cookie(SESSION_COOKIE), None);
}

async fn a_change_by_session_needs_the_proof<S: Server>(ward: &Ward<S>) {
    let ada = ward.signed_in(&ward.ada).await;
    let change = || ada.ask(Method::POST, &format!("{SERVICE_PATH}mark-all-read/"));

    assert_eq!(answer(change()).await, (403, json!({"detail": "CSRF Failed: CSRF token missing."})));
    let other = change().header(CSRF_HEADER, "IfantyQ0ZlpSxjo2nBiHAudIJv1taT6c");
    let incorrect = json!({"detail": "CSRF Failed: CSRF token from the 'X-Csrftoken' HTTP header incorrect."});
    assert_eq!(answer(other).await, (403, incorrect));
    assert_eq!(ada.answer(Method::POST, "mark-all-read/").await.0, 200);
}

async fn what_is_wrong_with_a_request_is_said<S: Server>(ward: &Ward<S>) {
    let id = ward.tell(&ward.ada, "hello").await;
    let ada = ward.signed_in(&ward.ada).await;
    let typed = |kind: &'static str| ada.call(Method::PATCH, &format!("{id}/")).header(CONTENT_TYPE, kind);

    assert_eq!(ada.answer(Method::GET, "not-an-id/").await, (404, json!({"detail": "Not found."})));
    let wrong_method = json!({"detail": "Method \"GET\" not allowed."});
    assert_eq!(ada.answer(Method::GET, "mark-all-read/").await, (405, wrong_method));
    let (status, body) = answer(typed("application/json").body("{\"status\": ")).await;
    assert_eq!(status, 400);
    assert!(body["detail"].as_str().unwrap().starts_with("JSON parse error - "));
    let media_type = json!({"detail": "Unsupported media type \"text/csv\" in request."});
    assert_eq!(answer(typed("text/csv").body("a,b")).await, (415, media_type));
}

async fn a_missing_slash_is_put_right_for_those_who_only_look<S: Server>(ward: &Ward<S>) {
    let ada = ward.signed_in(&ward.ada).await;
    let list = ada.ask(Method::GET, "/api/v1/notifications?limit=5").send().await.unwrap();
    let right = "/api/v1/notifications/?limit=5".parse().unwrap();
    assert_eq!((list.status().as_u16(), &list.headers()[LOCATION]), (301, &right));
    let change = ada.call(Method::POST, "mark-all-read").send().await.unwrap();
    assert_eq!(change.status(), ward.ways.post_without_slash);
    for unknown in ["/api/v1/", "/api-token-auth/", "/api/token/"] {
        let answer = ada.ask(Method::GET, unknown).send().await.unwrap();
        assert_eq!(answer.status(), 404, "{unknown}");
        assert!(answer.headers()[CONTENT_TYPE].to_str().unwrap().starts_with("text/html"));
    }
}
