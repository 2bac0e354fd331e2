//! How the hub is reached from outside: by a proxy, by names of its own, by browsers.

use hub::{Hub, NewUser, Outside, Pace};
use protocol::{CSRF_COOKIE, SERVICE_PATH, SESSION_COOKIE, SOCKET_PATH, login_paths};
use reqwest::header::{COOKIE, HOST, HeaderMap, ORIGIN, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use services::{Place, Site};
use visitor::Visitor;

use crate::ward::{PASSWORD, Ward};

const ADA: &str = "ada@ward.example";
const TOKEN: &str = "IfantyQ0ZlpSxjo2nBiHAudIJv1taT6c";

async fn hub(outside: Outside) -> (Site, Hub) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let site = Place::Sqlite.site();
    let office = site.office().await.unwrap();
    let hub = Hub::serve_to(outside, office, "127.0.0.1:0".parse().unwrap(), Pace::default()).await.unwrap();
    hub.add_user(NewUser::new(ADA, "Ada Nowak"), PASSWORD.into()).await.unwrap();
    (site, hub)
}

/// Signs in as a browser does by a proxy that speaks this scheme with it.
async fn by_proxy(hub: &Hub, scheme: &str, address: &str, password: &str, origin: Option<&str>) -> Response {
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    let mut request = client
        .post(hub.base_url().join(login_paths::LOGIN).unwrap())
        .header(HOST, "hub.clinic.example")
        .header("X-Forwarded-Proto", scheme)
        .header("X-Forwarded-For", address)
        .header(COOKIE, format!("{CSRF_COOKIE}={TOKEN}"));
    if let Some(origin) = origin {
        request = request.header(ORIGIN, origin);
    }
    request.form(&[("email", ADA), ("password", password), ("csrfmiddlewaretoken", TOKEN)]).send().await.unwrap()
}

fn cookies(answer: &Response) -> Vec<&str> {
    answer.headers().get_all(SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap()).collect()
}

fn has_security_headers(headers: &HeaderMap) -> bool {
    let is = |name: &str, value: &str| headers.get(name).is_some_and(|found| found == value);
    is("x-content-type-options", "nosniff") && is("x-frame-options", "DENY") && is("referrer-policy", "same-origin")
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_proxy_that_speaks_https_the_origin_counts_and_cookies_are_secure() {
    let (_site, hub) = hub(Outside { behind_proxy: true, ..Outside::default() }).await;

    for foreign in [None, Some("null"), Some("https://evil.example"), Some("http://hub.clinic.example")] {
        let answer = by_proxy(&hub, "https", "192.0.2.7", PASSWORD, foreign).await;
        assert_eq!((answer.status().as_u16(), cookies(&answer).len()), (403, 0), "{foreign:?}");
    }
    let secure = by_proxy(&hub, "https", "192.0.2.7", PASSWORD, Some("https://hub.clinic.example")).await;
    let plain = by_proxy(&hub, "http", "192.0.2.7", PASSWORD, None).await;

    assert_eq!([secure.status(), plain.status()], [302, 302]);
    assert!(cookies(&secure).iter().all(|cookie| cookie.ends_with("; SameSite=Lax; Secure")));
    assert!(cookies(&plain).iter().all(|cookie| cookie.ends_with("; SameSite=Lax")));
    assert_eq!(secure.headers()["strict-transport-security"], "max-age=31536000");
    assert!(plain.headers().get("strict-transport-security").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_proxy_wrong_passwords_count_for_the_address_that_it_names() {
    let (_site, hub) = hub(Outside { behind_proxy: true, ..Outside::default() }).await;
    for guess in 0..6 {
        // What the guesser claims before the proxy's own word is not believed.
        by_proxy(&hub, "http", &format!("10.0.0.{guess}, 203.0.113.5"), "a guess", None).await;
    }
    assert_eq!(by_proxy(&hub, "http", "203.0.113.5", PASSWORD, None).await.status(), 200);
    assert_eq!(by_proxy(&hub, "http", "192.0.2.7", PASSWORD, None).await.status(), 302);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_a_proxy_is_believed() {
    let (_site, hub) = hub(Outside::default()).await;
    for guess in 0..5 {
        by_proxy(&hub, "https", &format!("203.0.113.{guess}"), "a guess", None).await;
    }
    let answer = by_proxy(&hub, "https", "192.0.2.7", PASSWORD, None).await;
    assert_eq!(answer.status(), 200, "they all came from here");
    assert!(answer.headers().get("strict-transport-security").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn restricted_hosts_refuse_other_origins_and_other_hosts() {
    let allowed_hosts = vec!["127.0.0.1".to_owned(), ".clinic.example".to_owned()];
    let (_site, hub) = hub(Outside { allowed_hosts, ..Outside::default() }).await;
    let ada = Visitor::new(hub.base_url());
    assert_eq!(ada.sign_in(ADA, PASSWORD).await.status(), 302);

    for good in ["https://127.0.0.1:8443", "http://127.0.0.1", "https://pc7.clinic.example"] {
        ada.tries_socket(SOCKET_PATH, Some(good)).await.unwrap().is_silent().await;
    }
    for bad in [None, Some("null"), Some("file://"), Some("https://evil.example"), Some("tauri://localhost")] {
        assert_eq!(ada.refused_socket(SOCKET_PATH, bad).await, 403, "{bad:?}");
    }
    assert_eq!(ada.refused_socket(SOCKET_PATH, Some("takecare-desktop")).await, 400);
    let foreign = ada.ask(reqwest::Method::GET, SERVICE_PATH).header(HOST, "evil.example").send().await.unwrap();
    assert_eq!(foreign.status(), 400);
    ada.get("").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_says_what_browsers_may_do_with_it() {
    let ward = Ward::open(Place::Sqlite).await;
    let visitor = Visitor::new(ward.base_url());
    for path in [login_paths::LOGIN, login_paths::LOGOUT, SERVICE_PATH, SOCKET_PATH, "/nowhere"] {
        let answer = visitor.ask(reqwest::Method::GET, path).send().await.unwrap();
        assert!(has_security_headers(answer.headers()), "{path}: {:?}", answer.headers());
    }
    let page = visitor.ask(reqwest::Method::GET, login_paths::LOGIN).send().await.unwrap();
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("frame-ancestors 'none'") && policy.starts_with("default-src 'none'"));
    assert_eq!(visitor.cookie(SESSION_COOKIE), None);
}
