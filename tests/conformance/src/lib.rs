//! What every server of the wire must do (`protocol.md`): one suite, run against the peer and our hub.
//!
//! A story is written once, for a [`Ward`] on any [`Server`]; [`everywhere!`] tells it on each of the two, on our hub with every
//! storage, and on both together behind nginx. Where they may differ stands in [`Ways`], and nowhere else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on should fail")]

mod beside;
mod deployed;
mod our_hub;
mod server;
mod ward;
mod ways;

pub use beside::{Beside, shared_beside};
pub use deployed::shared_peer;
pub use our_hub::OurHub;
pub use server::{Server, StoredRow, Told};
pub use services::Place;
pub use visitor::{PATIENCE, Socket, Visitor, answer};
pub use ward::{PASSWORD, Person, Ward};
pub use ways::Ways;

/// Makes a test of each story for our hub at every place, one for the peer, and one for both.
#[macro_export]
macro_rules! everywhere {
    ($($story:ident),+ $(,)?) => {
        $crate::on!(on_sqlite, $crate::OurHub::start_at($crate::Place::Sqlite), $($story),+);
        $crate::on!(on_postgres, $crate::OurHub::start_at($crate::Place::Postgres), $($story),+);
        $crate::on!(on_two_hubs, $crate::OurHub::start_at($crate::Place::TwoHubs), $($story),+);
        $crate::on!(on_the_peer, $crate::shared_peer(), $($story),+);
        $crate::on!(beside_django, $crate::shared_beside(), $($story),+);
    };
}

/// Makes a module with a test of each story on one server.
#[macro_export]
macro_rules! on {
    ($module:ident, $server:expr, $($story:ident),+) => {
        mod $module {
            $(#[tokio::test]
            async fn $story() {
                super::$story(&$crate::Ward::open($server.await).await).await;
            })+
        }
    };
}
