//! Who may come in, and what keeps others out: a real server on a free port, real sockets, a real database.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[macro_use]
extern crate services;

mod attempts;
mod audit;
mod database_away;
mod health;
mod metrics;
mod outside;
mod passwords;
mod tls;
#[path = "../wire/ward.rs"]
#[allow(dead_code, reason = "each test program takes what it needs of it")]
mod ward;
