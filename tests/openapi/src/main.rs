//! `cargo xtask openapi`.
#![allow(clippy::print_stdout, reason = "this is a command for people at a terminal")]

use clap::Parser;
use openapi::{Asker, Clinic, Effort, Place, inspect};

#[derive(Parser)]
struct Options {
    #[command(flatten)]
    effort: Effort,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Options { effort } = Options::parse();
    for place in [Place::Sqlite, Place::Postgres] {
        for asker in Asker::ALL {
            let clinic = Clinic::open(place).await;
            println!("{place:?}, {asker:?}: {}", inspect(&clinic, asker, effort).await?.trim());
        }
    }
    Ok(())
}
