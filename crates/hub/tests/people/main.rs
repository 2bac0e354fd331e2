//! Who may come in, and what keeps others out: a real server on a free port, real sockets, a real database.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

/// Makes a test of each story at every place.
macro_rules! everywhere {
    ($($story:ident),+ $(,)?) => {
        on!(on_sqlite, Sqlite, $($story),+);
        on!(on_postgres, Postgres, $($story),+);
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

mod attempts;
mod health;
mod metrics;
mod outside;
mod passwords;
#[path = "../wire/ward.rs"]
#[allow(dead_code, reason = "each test program takes what it needs of it")]
mod ward;
