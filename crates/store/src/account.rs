use std::fmt;

use sha2::{Digest, Sha256};

/// Names an account's files and keyring entries without saying whose they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountId([u8; 16]);

impl AccountId {
    /// The account of this e-mail address on this server.
    pub fn of(server: &str, email: &str) -> Self {
        let digest = Sha256::new().chain_update(server).chain_update([0]).chain_update(email).finalize();
        let mut id = [0; 16];
        id.copy_from_slice(&digest[..16]);
        Self(id)
    }

    /// For binding sealed values to their account.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}
