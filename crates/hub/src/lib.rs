//! TakeCare's notification server, speaking the wire of the deployed one (`protocol.md`).
//!
//! The way of a notification: [`Hub::send_notification`] commits a row (`notifications`), then wakes the receiver's open sockets
//! (`presence`), and each socket reads what it has not sent yet from the database (`socket`). Nothing is queued in
//! memory, so a slow reader holds nothing back and a burst loses nothing. What another process commits, such as
//! `hub send`, is noticed by `watcher`.
//!
//! What the hub does beyond that wire is for clients that ask for it (`docs/capabilities.md`): every change stands in a
//! journal in the database, from which clients catch up and sockets tell of reads and deletes made elsewhere.

mod action_keys;
mod app;
mod audit;
mod bell;
mod cookie;
mod csrf;
pub mod demo;
mod description;
mod django;
mod error;
mod events;
mod headers;
mod health;
mod hub;
mod import;
mod kinds;
mod login;
mod metrics;
mod notifications;
mod outside;
mod password;
mod people;
mod presence;
mod rest;
mod retention;
mod routes;
mod rules;
mod samples;
mod sending;
mod sensitive;
mod server;
mod sessions;
mod sign_in;
mod socket;
mod store;
mod tls;
mod token;
mod tokens;
mod turns;
mod users;
mod watcher;

pub use audit::{AuditEntry, AuditTrail};
pub use bell::Redis;
pub use django::{NoSecretKey, SecretKeys, Taken};
pub use error::Error;
pub use events::{Action, Event, EventCounts, Fields};
pub use hub::{Hub, Settings};
pub use import::{Counts, Imported, LeftOut, Reason};
pub use kinds::{KindRow, Kinds, Tier};
pub use notifications::Stored;
pub use outside::Outside;
pub use rules::{RuleFault, RulesError};
pub use sending::{NewNotification, Office};
pub use sensitive::{KeyFault, Sensitive, SensitiveKeys};
pub use socket::Pace;
pub use store::{Database, PostgresUrl};
pub use tls::{Certificate, CertificateFault};
pub use tokens::{NoScope, Scope, Token};
pub use users::{Member, NewUser, Role, UserId};

/// The examples in Rust of the guide, run by `cargo test`.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/hub.md")]
struct Guide;
