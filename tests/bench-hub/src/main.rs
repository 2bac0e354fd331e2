//! Measures the hub beside the deployed server, rebuilt in Django; `cargo xtask bench hub` builds what it needs and runs it.
//!
//! A [`Server`] is either of them, a [`crowd`] the people whose sockets are open on it. What is told to the crowd has a
//! number in its text, so that each arrival is told from every other: [`paced`], in a [`burst`] and in [`bulk`].
#![allow(clippy::print_stdout, reason = "a command for people at a terminal")]

mod bulk;
mod burst;
mod crowd;
mod our_hub;
mod paced;
mod report;
mod server;

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;
use peer::Peer;
use rustix::process::{Resource, getrlimit, setrlimit};

use crate::crowd::People;
use crate::our_hub::OurHub;
use crate::report::{Figures, tables};
use crate::server::Server;

#[derive(Parser)]
struct Arguments {
    /// The hub's program
    #[arg(long)]
    hub: PathBuf,
    /// How many sockets are open on the hub
    #[arg(long, default_value_t = 5_000)]
    sockets: usize,
    /// How many sockets are open on the deployed server
    #[arg(long, default_value_t = 500)]
    peer_sockets: usize,
    /// How many people they belong to
    #[arg(long, default_value_t = 200)]
    people: usize,
    /// How many notifications come one after the other
    #[arg(long, default_value_t = 200)]
    paced: usize,
    /// How many come at once
    #[arg(long, default_value_t = 1_000)]
    burst: usize,
    /// How many people one call tells
    #[arg(long, default_value_t = 10_000)]
    bulk: usize,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    // Fails only when another was first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    allow_many_sockets()?;
    println!("the hub: {} sockets", arguments.sockets);
    let mut hub = Server::Hub(OurHub::start(&arguments.hub).await?);
    let mut ours = measure(&hub, arguments.sockets, &arguments).await?;
    println!("the hub: one call to {}", arguments.bulk);
    if let Server::Hub(hub) = &mut hub {
        ours.bulk = Some(bulk::measure(hub, arguments.bulk).await?);
    }
    drop(hub);
    println!("the deployed server: {} sockets", arguments.peer_sockets);
    let peer = Server::Peer(Peer::start().await?);
    let theirs = measure(&peer, arguments.peer_sockets, &arguments).await?;
    println!("{}", tables(&ours, &theirs));
    Ok(())
}

async fn measure(server: &Server, sockets: usize, arguments: &Arguments) -> Result<Figures> {
    let people = People::sign_in(server, arguments.people.min(sockets)).await?;
    // What signing in leaves does not grow with the sockets.
    let empty = server.memory().await?;
    let mut crowd = people.open(server, sockets).await?;
    let full = server.memory().await?;
    let slow = paced::measure(server, &mut crowd, arguments.paced, paced::SLOW).await?;
    let fast = match server {
        Server::Hub(_) => Some(paced::measure(server, &mut crowd, arguments.paced * 10, paced::FAST).await?),
        Server::Peer(_) => None,
    };
    drop(crowd);
    let single = burst::measure(server, 1, arguments.burst).await?;
    let three = burst::measure(server, 3, arguments.burst).await?;
    Ok(Figures { sockets, empty, full, slow, fast, single, three, bulk: None })
}

/// Each socket is an open file, on either side.
fn allow_many_sockets() -> Result<()> {
    let limit = getrlimit(Resource::Nofile);
    Ok(setrlimit(Resource::Nofile, rustix::process::Rlimit { current: limit.maximum, ..limit })?)
}
