//! What the store is measured by.
//!
//! Sealed store, plain SQLite and SQLCipher are [`Contestant`]s: each runs in a process of its own, is given the same
//! invented rows ([`notification`]) and the same [`Order`]s, and is timed by the same lines ([`serve`]). [`Plain`] is the
//! store's own table and indexes without the sealing; built with SQLCipher and given a key, it is that yardstick, too.

mod contest;
mod order;
mod plain;
mod rows;
mod times;

pub use contest::{Contestant, serve};
pub use order::{Answer, Filter, Order, PAGE, Task};
pub use plain::Plain;
pub use rows::{COMMON, CYRILLIC, MISSING, RARE, RAREST_KIND, notification};
pub use times::Times;
