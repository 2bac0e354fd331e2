//! While the database is away, whoever asks is told to come again.

use hub::Pace;
use protocol::SERVICE_PATH;
use reqwest::Method;
use services::{Hubs, Postgres, Redis, Site};

use crate::ward::Ward;

#[tokio::test(flavor = "multi_thread")]
async fn a_request_without_a_database_is_told_when_to_come_again() {
    let postgres = Postgres::start().unwrap();
    let ward = Ward::with(Hubs::on(Site::on(&postgres, Redis::shared()), 1, Pace::default()).await);
    ward.ada().await;
    let ada = ward.signed_in("ada@ward.example").await;

    postgres.crash().unwrap();
    let away = ada.ask(Method::GET, SERVICE_PATH).send().await.unwrap();
    assert_eq!((away.status().as_u16(), away.headers()["retry-after"].to_str().unwrap()), (503, "5"));

    postgres.start_again().unwrap();
    ada.get("").await;
}
