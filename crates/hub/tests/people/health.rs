//! What a load balancer asks.

use hub::Pace;
use reqwest::Method;
use services::{Hubs, Place, Postgres, Redis, Site};
use visitor::Visitor;

use crate::ward::Ward;

everywhere! {
    a_hub_that_serves_is_alive_and_ready,
}

async fn status(visitor: &Visitor, path: &str) -> u16 {
    visitor.ask(Method::GET, path).send().await.unwrap().status().as_u16()
}

async fn a_hub_that_serves_is_alive_and_ready(place: Place) {
    let ward = Ward::open(place).await;
    let balancer = Visitor::new(ward.base_url());
    assert_eq!([status(&balancer, "/health/").await, status(&balancer, "/ready/").await], [200, 200]);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_database_a_hub_is_alive_but_not_ready() {
    let (postgres, redis) = (Postgres::start().unwrap(), Redis::start().unwrap());
    let ward = Ward::with(Hubs::on(Site::on(&postgres, &redis), 1, Pace::default()).await);
    let balancer = Visitor::new(ward.base_url());

    postgres.crash().unwrap();

    assert_eq!([status(&balancer, "/health/").await, status(&balancer, "/ready/").await], [200, 503]);

    postgres.start_again().unwrap();

    assert_eq!(status(&balancer, "/ready/").await, 200);
}
