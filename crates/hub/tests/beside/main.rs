//! The hub beside TakeCare's web site: the deployed server in Django and a hub, both running on one PostgreSQL database.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod clinic;
mod mirror;
mod sessions;
