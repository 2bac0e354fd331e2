//! What others on the same Redis hear when something was written.

use futures_util::StreamExt;
use redis::aio::PubSub;
use reqwest::Method;
use services::{Certificate, Postgres, Redis, Site};
use tempfile::TempDir;
use tokio::time::timeout;
use visitor::{PATIENCE, answer};

use crate::commands::{Served, hire, hub, run};
use crate::ward::PASSWORD;

const ADA: &str = "ada@ward.example";

/// Hears all rings, on Redis's own side.
async fn ear(redis: &Redis) -> PubSub {
    let mut ear = ::redis::Client::open(redis.url()).unwrap().get_async_pubsub().await.unwrap();
    ear.psubscribe("takecare-hub:*").await.unwrap();
    ear
}

async fn hears(ear: &mut PubSub) {
    timeout(PATIENCE, ear.on_message().next()).await.expect("a ring in time").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_ring_for_what_they_wrote_and_do_it_without_redis_too() {
    let redis = Redis::start().unwrap();
    let site = Site::on(Postgres::shared(), &redis);
    hire(&site, &["--email", ADA, "--name", "Ada Nowak"]).await;
    let mut ear = ear(&redis).await;
    for words in [
        &["send", "--to", ADA, "--type", "SYSTEM", "Hello"][..],
        &["send-bulk", "--to", ADA, "--to", ADA, "--type", "SYSTEM", "Hello"],
        &["create-test-notifications"],
        &["create-specific-notifications", "--to", ADA],
        &["user", "deactivate", ADA],
        &["user", "activate", ADA],
    ] {
        assert!(run(&mut hub(&site, words)).await.status.success(), "{words:?}");
        hears(&mut ear).await;
    }

    redis.kill().unwrap();
    let sent = run(&mut hub(&site, &["send", "--to", ADA, "--type", "SYSTEM", "Hello"])).await;

    let said = String::from_utf8(sent.stderr).unwrap();
    assert!(
        sent.status.success() && said.contains("Redis is away, so that hubs hear of this a little later"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn hubs_ring_over_tls_if_they_trust_it() {
    let certificate = Certificate::make();
    let redis = Redis::start_with_tls(&certificate).unwrap();
    let site = Site::on(Postgres::shared(), &redis);
    hire(&site, &["--email", ADA, "--name", "Ada Nowak"]).await;
    let folder = TempDir::new().unwrap();
    let trusted = folder.path().join("authority.pem");
    std::fs::write(&trusted, &certificate.authority).unwrap();
    let mut ear = ear(&redis).await;

    let mut trusting = hub(&site, &["serve"]);
    let trusting = trusting.env("HUB_REDIS_URL", redis.tls_url()).env("SSL_CERT_FILE", &trusted);
    let served = Served::by(trusting).await;
    let ada = served.signed_in(ADA, PASSWORD).await;
    let test = [("message", "Hello"), ("notification_type", "SYSTEM")];
    assert_eq!(answer(ada.call(Method::POST, "test/").form(&test)).await.0, 200);
    hears(&mut ear).await;

    let mut stranger = hub(&site, &["send", "--to", ADA, "--type", "SYSTEM", "Hello"]);
    let sent = run(stranger.env("HUB_REDIS_URL", redis.tls_url())).await;
    let said = String::from_utf8(sent.stderr).unwrap();
    assert!(sent.status.success() && said.contains("UnknownIssuer"), "{said}");
}
