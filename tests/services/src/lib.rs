//! What a hub stands on, for tests: a private PostgreSQL, a private Redis, a private nginx, and hubs on them behind one
//! address.
//!
//! Both servers listen on files in a folder of their own, so that no other program can be in their place when they come
//! back (Redis with TLS on a port, too), and both end with whoever started them, however that ends ([`rig::Keeper`]).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on should fail")]

mod account;
mod balancer;
mod certificate;
mod hubs;
mod nginx;
mod place;
mod postgres;
mod redis;

pub use balancer::Balancer;
pub use certificate::Certificate;
pub use hubs::Hubs;
pub use nginx::Nginx;
pub use place::{Place, Site};
pub use postgres::Postgres;
pub use redis::Redis;

/// A port on which nobody listens at this moment.
fn free_port() -> std::io::Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Makes a test of each story on every storage.
#[macro_export]
macro_rules! on_each_storage {
    ($($story:ident),+ $(,)?) => {
        $crate::on!(on_sqlite, Sqlite, $($story),+);
        $crate::on!(on_postgres, Postgres, $($story),+);
    };
}

/// Makes a test of each story at every place.
#[macro_export]
macro_rules! everywhere {
    ($($story:ident),+ $(,)?) => {
        $crate::on_each_storage!($($story),+);
        $crate::on!(on_two_hubs, TwoHubs, $($story),+);
    };
}

/// Makes a test of each story at one place.
#[macro_export]
macro_rules! on {
    ($module:ident, $place:ident, $($story:ident),+) => {
        mod $module {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $story() {
                super::$story($crate::Place::$place).await;
            })+
        }
    };
}
