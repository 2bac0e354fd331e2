//! `cargo xtask soak`.

use clap::Parser;

#[tokio::main]
async fn main() {
    soak::run(soak::Plan::parse()).await;
}
