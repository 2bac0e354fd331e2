//! Too many wrong passwords.

use protocol::SERVICE_PATH;
use reqwest::header::RETRY_AFTER;
use reqwest::{Method, Response};
use services::Place;
use visitor::Visitor;

use crate::ward::{PASSWORD, Ward};

const ADA: &str = "ada@ward.example";

/// Each hub counts for itself.
async fn guesses(visitor: &Visitor, account: &str, times: usize) -> Response {
    let mut last = visitor.sign_in(account, "a guess").await;
    for _ in 1..times {
        last = visitor.sign_in(account, "a guess").await;
    }
    last
}

async fn by_basic(ward: &Ward, account: &str, password: &str) -> Response {
    let visitor = Visitor::new(ward.base_url());
    visitor.ask(Method::GET, SERVICE_PATH).basic_auth(account, Some(password)).send().await.unwrap()
}

fn seconds_to_wait(answer: &Response) -> u64 {
    answer.headers()[RETRY_AFTER].to_str().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn after_five_wrong_passwords_even_the_right_one_is_not_looked_at_for_a_minute() {
    let ward = Ward::open(Place::Sqlite).await;
    ward.ada().await;
    let guesser = Visitor::new(ward.base_url());

    let fifth = guesses(&guesser, ADA, 5).await;
    let sixth = guesser.sign_in(ADA, PASSWORD).await;

    assert_eq!(fifth.status(), 200);
    assert!(fifth.headers().get(RETRY_AFTER).is_none());
    assert_eq!(sixth.status(), 200, "as for a wrong password");
    assert!((1..=61).contains(&seconds_to_wait(&sixth)));
    assert_eq!(guesser.cookie(protocol::SESSION_COOKIE), None);
    assert!(sixth.text().await.unwrap().contains("too many attempts"));
}

#[tokio::test(flavor = "multi_thread")]
async fn by_http_basic_they_are_counted_with_those_of_the_form() {
    let ward = Ward::open(Place::Sqlite).await;
    ward.ada().await;
    guesses(&Visitor::new(ward.base_url()), ADA, 4).await;

    let fifth = by_basic(&ward, ADA, "a guess").await;
    let sixth = by_basic(&ward, ADA, PASSWORD).await;

    assert!(fifth.headers().get(RETRY_AFTER).is_none());
    assert!((1..=61).contains(&seconds_to_wait(&sixth)));
    assert_eq!([fifth.status(), sixth.status()], [403, 403]);
    let [fifth, sixth] = [fifth.text().await.unwrap(), sixth.text().await.unwrap()];
    assert_eq!(fifth, sixth, "as for a wrong password");
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_at_one_account_stop_neither_another_one_nor_who_is_in_already() {
    let ward = Ward::open(Place::Sqlite).await;
    ward.ada().await;
    ward.tomasz().await;
    let ada = ward.signed_in(ADA).await;

    guesses(&Visitor::new(ward.base_url()), ADA, 6).await;

    ada.get("").await;
    ward.signed_in("tomasz@ward.example").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_rightly_may_do_so_as_often_as_they_like() {
    let ward = Ward::open(Place::Sqlite).await;
    ward.ada().await;
    for _ in 0..8 {
        assert_eq!(by_basic(&ward, ADA, PASSWORD).await.status(), 200);
    }
    let together = (0..8).map(|_| by_basic(&ward, ADA, PASSWORD));
    for answer in futures_util::future::join_all(together).await {
        assert_eq!(answer.status(), 200);
    }
}
