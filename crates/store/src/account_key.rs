use std::fmt;

use secrecy::{ExposeSecret, SecretSlice};

use crate::cipher::{self, Cipher, KEY};
use crate::{AccountId, StoreError};

/// The key of one account, as the keyring keeps it: 32 bytes. It wraps the data key; without it the file is worthless.
/// Never printed, wiped when dropped.
pub struct AccountKey(SecretSlice<u8>);

impl AccountKey {
    /// A new random key.
    pub fn generate() -> Self {
        Self(cipher::generate().to_vec().into())
    }

    /// The key that the keyring gave.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`] when it can't be one.
    pub fn from_vault(secret: SecretSlice<u8>) -> Result<Self, StoreError> {
        match secret.expose_secret().len() {
            KEY => Ok(Self(secret)),
            _ => Err(StoreError::WrongKey),
        }
    }

    /// The bytes, for the keyring.
    pub fn expose(&self) -> &[u8] {
        self.0.expose_secret()
    }

    /// Wraps a data key for this account and epoch.
    pub(crate) fn wrap(&self, account: AccountId, epoch: i64, key: &cipher::Secret) -> Result<Vec<u8>, StoreError> {
        self.wrapping()?.seal(&binding(account, epoch), key.as_slice())
    }

    /// Unwraps it; [`StoreError::WrongKey`] when it was wrapped by another key, or for another account or epoch.
    pub(crate) fn unwrap(&self, account: AccountId, epoch: i64, wrapped: &[u8]) -> Result<cipher::Secret, StoreError> {
        let plain = self.wrapping()?.open(&binding(account, epoch), wrapped).map_err(|_| StoreError::WrongKey)?;
        let key: &[u8; KEY] = plain.as_slice().try_into().map_err(|_| StoreError::WrongKey)?;
        Ok((*key).into())
    }

    fn wrapping(&self) -> Result<Cipher, StoreError> {
        Cipher::new(&cipher::derive(self.expose(), b"wrap")?)
    }
}

impl fmt::Debug for AccountKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("AccountKey(..)")
    }
}

fn binding(account: AccountId, epoch: i64) -> Vec<u8> {
    [b"key 1", account.bytes(), epoch.to_be_bytes().as_slice()].concat()
}
