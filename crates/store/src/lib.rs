//! The memory of the desktop: one sealed SQLite database an account.
//!
//! [`Store`] is the one writer: the inbox takes what the server says, the outbox keeps what the user did until the
//! server confirms it. [`Reader`] lists and searches on a connection of its own. Both are synchronous. Whatever names
//! a person or an object is sealed with AES-256-GCM under a key that lives in the operating system's keyring
//! ([`Vault`]); there is no way to open a store without it.

pub mod access_log;
mod account;
mod account_key;
mod arrivals;
mod aside;
mod cipher;
mod counts;
mod due;
mod envelope;
mod error;
mod file;
mod fold;
mod follow_up;
mod glance;
mod health;
mod inbox;
mod journal;
mod keys;
mod layout;
mod listing;
mod locked;
mod neighbours;
mod news;
mod outbox;
mod overview;
mod page;
mod pin;
mod place;
mod remains;
mod rescue;
mod retention;
mod room;
mod rotation;
mod row;
mod seal;
mod search;
mod select;
mod snooze;
mod sweep;
mod texts;
mod vault;

pub use account::AccountId;
pub use account_key::AccountKey;
pub use aside::set_aside;
pub use counts::Counts;
pub use due::{Cause, Due};
pub use error::StoreError;
pub use file::{Reader, Store};
pub use follow_up::FollowUp;
pub use glance::{Glance, glance};
pub use listing::{Changes, Coverage, Listing, Tally};
pub use locked::leave_nothing;
pub use neighbours::Neighbours;
pub use outbox::{Pending, Refused};
pub use overview::Hour;
pub use page::{Extent, Page};
pub use pin::{Pin, PinError};
pub use rescue::Repair;
pub use retention::{Retained, Retention};
pub use row::StoredRow;
pub use search::{Search, Unfolded};
pub use select::Select;
pub use vault::{MemoryVault, Vault, VaultError};
