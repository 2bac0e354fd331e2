//! What every server of the wire must do (`protocol.md`): one suite, run against the peer and our hub.
//!
//! A story is written once, for a [`Ward`] on any [`Server`]; [`on_both!`] tells it on each of the two. Where they
//! may differ stands in [`Ways`], and nowhere else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on should fail")]

mod deployed;
mod our_hub;
mod server;
mod ward;
mod ways;

pub use deployed::shared_peer;
pub use our_hub::OurHub;
pub use server::{Server, StoredRow, Told};
pub use visitor::{PATIENCE, Socket, Visitor, answer};
pub use ward::{PASSWORD, Person, Ward};
pub use ways::Ways;

/// Makes a test of each story for our hub and one for the peer.
#[macro_export]
macro_rules! on_both {
    ($($story:ident),+ $(,)?) => {
        mod on_our_hub {
            $(#[tokio::test]
            async fn $story() {
                super::$story(&$crate::Ward::open($crate::OurHub::start().await).await).await;
            })+
        }
        mod on_the_peer {
            $(#[tokio::test]
            async fn $story() {
                super::$story(&$crate::Ward::open($crate::shared_peer().await).await).await;
            })+
        }
    };
}
