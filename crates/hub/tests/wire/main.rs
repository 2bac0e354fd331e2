//! What only our hub does: a real server on a free port, real sockets, a real database. The wire that it shares with the
//! deployed server is proven by `tests/conformance`.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod changes;
mod commands;
mod one;
mod patience;
mod replay;
mod sign_in;
mod socket;
mod ward;
