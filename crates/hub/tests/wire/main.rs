//! What only our hub does: a real server on a free port, real sockets, a real database. The wire that it shares with the
//! deployed server is proven by `tests/conformance`.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

/// Makes a test of each story on every storage.
macro_rules! on_each_storage {
    ($($story:ident),+ $(,)?) => {
        on!(on_sqlite, Sqlite, $($story),+);
        on!(on_postgres, Postgres, $($story),+);
    };
}

/// Makes a test of each story at every place.
macro_rules! everywhere {
    ($($story:ident),+ $(,)?) => {
        on_each_storage!($($story),+);
        on!(on_two_hubs, TwoHubs, $($story),+);
    };
}

macro_rules! on {
    ($module:ident, $place:ident, $($story:ident),+) => {
        mod $module {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $story() {
                super::$story(services::Place::$place).await;
            })+
        }
    };
}

mod away;
mod changes;
mod commands;
mod events;
mod guide;
mod one;
mod patience;
mod posting;
mod replay;
mod retention;
mod samples;
mod sending;
mod sensitive;
mod sign_in;
mod socket;
mod ward;
mod watch;
