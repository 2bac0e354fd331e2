//! Section 1.3: over https a change must say that it comes from the server's own pages.

use conformance::{PASSWORD, Visitor, answer};
use peer::{NewUser, Peer};
use protocol::{CSRF_COOKIE, SESSION_COOKIE, login_paths};
use reqwest::header::{ORIGIN, REFERER};
use reqwest::{Method, RequestBuilder, Response};

const ADA: &str = "ada@ward.example";

/// The deployed server over https, and Ada at a client that trusts it.
async fn secure_ward() -> (Peer, Visitor) {
    let peer = Peer::start_secure().await.unwrap();
    let ada = NewUser { email: ADA, name: "Ada Nowak", password: PASSWORD, is_staff: false };
    peer.add_user(&ada).await.unwrap();
    let visitor = Visitor::trusting(peer.authority().expect("it is secure"), peer.base_url());
    visitor.opens_the_form().await;
    (peer, visitor)
}

async fn posts_the_form(visitor: &Visitor, proof: impl FnOnce(RequestBuilder) -> RequestBuilder) -> Response {
    let token = visitor.cookie(CSRF_COOKIE).unwrap();
    let form = [("email", ADA), ("password", PASSWORD), ("csrfmiddlewaretoken", &token)];
    proof(visitor.ask(Method::POST, login_paths::LOGIN)).form(&form).send().await.unwrap()
}

#[tokio::test]
async fn a_sign_in_without_the_right_origin_or_referer_is_refused() {
    let (peer, ada) = secure_ward().await;
    let own = peer.base_url().origin().ascii_serialization();
    let plain = own.replace("https", "http");
    let silent = posts_the_form(&ada, |form| form).await;
    assert_eq!(silent.status(), 403, "neither of the two");
    for foreign in ["null", "https://evil.example", plain.as_str()] {
        assert_eq!(posts_the_form(&ada, |form| form.header(ORIGIN, foreign)).await.status(), 403, "{foreign}");
    }
    for foreign in ["https://evil.example/accounts/login/", &format!("{plain}/accounts/login/")] {
        assert_eq!(posts_the_form(&ada, |form| form.header(REFERER, foreign)).await.status(), 403, "{foreign}");
    }
    assert_eq!(ada.cookie(SESSION_COOKIE), None);

    assert_eq!(posts_the_form(&ada, |form| form.header(ORIGIN, &own)).await.status(), 302);
    ada.get("unread-count/").await;
}

#[tokio::test]
async fn a_change_by_rest_needs_the_origin_too() {
    let (peer, ada) = secure_ward().await;
    let own = peer.base_url();
    posts_the_form(&ada, |form| form.header(REFERER, own.as_str())).await;
    let change = || ada.call(Method::POST, "mark-all-read/");

    let (status, body) = answer(change()).await;
    assert_eq!((status, body["detail"].as_str()), (403, Some("CSRF Failed: Referer checking failed - no Referer.")));
    let (status, body) = answer(change().header(ORIGIN, "null")).await;
    assert_eq!(status, 403);
    assert!(body["detail"].as_str().unwrap().starts_with("CSRF Failed: Origin checking failed"));

    let origin = own.origin().ascii_serialization();
    assert_eq!(answer(change().header(ORIGIN, origin)).await.0, 200);
    assert_eq!(answer(change().header(REFERER, own.as_str())).await.0, 200);
}

#[tokio::test]
async fn who_does_not_know_the_authority_sees_nothing() {
    let (peer, _) = secure_ward().await;
    let stranger = Visitor::new(peer.base_url());
    assert!(stranger.ask(Method::GET, login_paths::LOGIN).send().await.unwrap_err().is_connect());
}
