//! The mind of the desktop: signs in, catches up, listens, acts through the outbox and reconnects. It has no screen.
//!
//! [`start`] runs it on a thread of its own. What people see comes out as one [`bridge::Snapshot`] and as [`Effect`]s.
//!
//! `session`, `check`, `grace`, `toast`, `locked`, `tries`, `view` and `record` decide and are pure; `engine` is the one loop that acts, with
//! `turn` for what happens online, `answer`, `lists`, `lock` and `accounts` for what is asked,
//! `announce`, `due` and `repair` for what is told; `link` and `rest` are its two roads to the server.

mod account;
mod accounts;
mod announce;
mod answer;
mod backoff;
mod check;
mod client;
mod clock;
mod desk;
mod due;
mod engine;
mod error;
mod grace;
mod greeting;
mod home;
mod hush;
mod kinds;
mod link;
mod lists;
mod lock;
mod locked;
mod logbook;
mod manner;
mod network;
mod online;
mod opened;
mod record;
mod reminders;
mod repair;
mod rest;
mod road;
mod self_check;
mod send;
mod server;
mod session;
mod tls;
mod toast;
mod tries;
mod turn;
mod view;

pub use client::{Client, Setup, Stir, start};
pub use kinds::{Look, look, looks};
pub use manner::Loudness;
pub use network::{BadNetwork, Network};
pub use reqwest::dns;
pub use store::access_log::By;
pub use store::{MemoryVault, Vault, VaultError};
pub use toast::{Effect, Toast, ToastId, about_itself};
