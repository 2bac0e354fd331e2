//! A short soak of a fixed seed on each server; `cargo xtask soak` runs longer ones.

use std::time::Duration;

use soak::{Plan, Which};

async fn a_quarter_of_a_minute(server: Which) {
    let (seed, minute) = (20_261_122, Duration::from_secs(12));
    soak::run(Plan { minutes: 1, minute, seed, server, kills_per_minute: 20, hurry: true }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn our_hub_and_the_desktop_agree_after_random_faults() {
    a_quarter_of_a_minute(Which::Hub).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_deployed_server_and_the_desktop_agree_after_random_faults() {
    a_quarter_of_a_minute(Which::Peer).await;
}
