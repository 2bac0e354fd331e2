//! Who is signed in at the web site is at the hub, and nobody else.

use protocol::{SESSION_COOKIE, SOCKET_PATH};
use reqwest::Method;
use visitor::{Visitor, answer};

use crate::clinic::{ADA, Clinic, PASSWORD, TOMASZ, at};

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_out_at_the_web_site_is_out_at_the_hub() {
    let (clinic, ada, tomasz) = Clinic::open().await;
    let jan = clinic.hire("jan@ward.example", "Jan Kowalski").await;
    let hub = clinic.hub().await;
    let mut gone = Vec::new();
    for (user, email) in [(ada, ADA), (tomasz, TOMASZ), (jan, "jan@ward.example")] {
        let at_django = clinic.at_django(email).await;
        let at_hub = at(hub.base_url(), &at_django);
        let mut socket = at_hub.socket().await;
        socket.is_silent().await;

        if user == ada {
            at_django.ask(Method::GET, "/accounts/logout/").send().await.unwrap();
        } else if user == tomasz {
            clinic.django.deactivate(tomasz).await.unwrap();
        } else {
            clinic.django.change_password(jan, "another horse").await.unwrap();
        }

        assert_eq!(socket.close_code().await, 1000, "{email}");
        gone.push(at_hub);
    }
    for at_hub in gone {
        assert_eq!(at_hub.refused_socket(SOCKET_PATH, None).await, 403);
        assert_eq!(at_hub.answer(Method::GET, "").await.0, 403);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_that_does_not_hold_opens_nothing() {
    let (clinic, ..) = Clinic::open().await;
    let hub = clinic.hub().await;
    let sql = clinic.sql().await;
    let at_django = clinic.at_django(ADA).await;
    let at_hub = at(hub.base_url(), &at_django);
    let key = at_django.cookie(SESSION_COOKIE).unwrap();
    let holds = async |cookie: &str| {
        // A refusal takes the cookie away.
        at_hub.set_cookie(SESSION_COOKIE, cookie);
        at_hub.answer(Method::GET, "").await.0 == 200
    };
    assert!(holds(&key).await);

    let others = clinic.at_django(TOMASZ).await.cookie(SESSION_COOKIE).unwrap();
    let data = "SELECT session_data FROM django_session WHERE session_key = $1";
    let own: String = sql.query_one(data, &[&key]).await.unwrap().get(0);
    let set = "UPDATE django_session SET session_data = $2 WHERE session_key = $1";
    for forged in [own.replacen(':', "A:", 1), own.to_lowercase(), String::new(), own[1..].to_owned()] {
        sql.execute(set, &[&key, &forged]).await.unwrap();
        assert!(!holds(&key).await, "what was not signed so");
    }
    sql.execute(set, &[&key, &own]).await.unwrap();
    assert!(holds(&key).await);
    let expire = "UPDATE django_session SET expire_date = now() - interval '1 second' WHERE session_key = $1";
    sql.execute(expire, &[&key]).await.unwrap();
    assert!(!holds(&key).await, "it is over");
    for cookie in ["", "x", "0000000000000000000000000000000000000000000", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
        assert!(!holds(cookie).await, "nobody's: {cookie}");
    }
    assert!(holds(&others).await, "and Tomasz is still in");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_fits_at_the_hub_and_stays_as_the_web_site_keeps_it() {
    let (clinic, ..) = Clinic::open().await;
    let hub = clinic.hub().await;
    let ask = |password: &'static str| {
        let visitor = Visitor::new(hub.base_url());
        async move { answer(visitor.call(Method::GET, "").basic_auth(ADA, Some(password))).await.0 }
    };
    assert_eq!(ask("a guess").await, 403);
    assert_eq!(ask(PASSWORD).await, 200);
    let kept =
        clinic.sql().await.query_one("SELECT password FROM accounts_user WHERE email = $1", &[&ADA]).await.unwrap();
    assert!(kept.get::<_, String>(0).starts_with("pbkdf2_sha256$"));
    clinic.at_django(ADA).await;
}
