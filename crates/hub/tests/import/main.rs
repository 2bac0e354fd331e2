//! `hub import`: from the deployed server in Django, which goes on, into a hub's own storage.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[macro_use]
extern crate services;

mod accounts;
mod again;
mod arriving;
#[path = "../beside/clinic.rs"]
#[allow(dead_code, reason = "each test program takes what it needs of it")]
mod clinic;
mod left_out;
mod many;
mod moving;
mod refused;
