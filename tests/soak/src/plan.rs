use std::time::Duration;

use clap::{Parser, ValueEnum};

/// How long, against what, and how wild.
#[derive(Debug, Clone, Parser)]
#[command(bin_name = "cargo xtask soak", about = "Random faults, actions and kills; at the end nothing may be missing")]
pub struct Plan {
    /// Minutes of trouble; after each one all faults end until everything is equal again
    #[arg(long, default_value_t = 5)]
    pub minutes: u32,
    /// Where everything comes from; a random one when it is not given
    #[arg(long, default_value_t = rand::random())]
    pub seed: u64,
    /// The server
    #[arg(long, value_enum, default_value_t = Which::Hub)]
    pub server: Which,
    /// How often the agent is killed, about; with some hundreds hardly anything else is done
    #[arg(long, default_value_t = 6)]
    pub kills_per_minute: u32,
    /// How long a minute of trouble is.
    #[arg(skip = Duration::from_secs(60))]
    pub minute: Duration,
    /// Whether the computer wakes when all faults have ended, so that nothing waits for its turn.
    #[arg(skip)]
    pub hurry: bool,
}

/// A server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Which {
    /// Ours.
    Hub,
    /// The deployed one, as rebuilt in Django.
    Peer,
}
