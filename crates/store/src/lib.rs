//! The sealed store.

mod vault;

pub use vault::{MemoryVault, Vault, VaultError};
