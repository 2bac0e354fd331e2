//! The fault table: what the network and servers do to a desktop, and what is true once it is over.
//!
//! Each row is a story that is told on our hub and on the peer, most of them at the same time, since they wait more than
//! they work. What they came to is printed as a table.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on should fail")]
#![allow(clippy::print_stdout, reason = "the table is for people at a terminal")]

mod burst;
mod calm;
mod certificates;
mod crash;
mod day;
mod elsewhere;
mod half_open;
mod names;
mod outage;
mod sessions;
mod trials;
mod weather;

use std::process::ExitCode;
use std::time::Duration;

use libtest_mimic::Arguments;
use trials::{Trials, on_both};

const MINUTE: Duration = Duration::from_secs(60);
/// What a busy machine may add to a time that is promised.
const SLACK: Duration = Duration::from_secs(5);
/// Who is silent for so long is gone (protocol.md, section 2.4).
const FOUND: Duration = Duration::from_secs(45);
/// A check comes every 30 seconds.
const CHECKED: Duration = Duration::from_secs(30).saturating_add(SLACK);

fn main() -> ExitCode {
    // Fails only when somebody was first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut trials = Trials::default();
    on_both!(trials: weather::{latency, slow_drip, resets, truncated_frames, slow_close, silence});
    on_both!(trials: outage::{nobody_listens, ten_thousand_missed});
    on_both!(trials: crash::{sockets_that_close_with_1011});
    on_both!(trials: burst::{half_the_frames_lost});
    on_both!(trials: elsewhere::{reads_unreads_and_deletes_elsewhere});
    on_both!(trials: half_open::{half_open_connections, half_open_socket, waking});
    on_both!(trials: names::{dns_failure});
    on_both!(trials: certificates::{tls_failure});
    on_both!(trials: sessions::{session_ended_meanwhile, deactivated_meanwhile});
    on_both!(trials: calm::{idle_minute});
    trials.one("peer", "replay_that_crashes", crash::replay_that_crashes);
    trials.run(Arguments::from_args())
}
