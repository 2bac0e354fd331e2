use std::fmt;

use secrecy::{ExposeSecret, SecretSlice};
use zeroize::Zeroizing;

use crate::cipher::{self, Cipher, Secret};
use crate::locked::leave_nothing;
use crate::{AccountId, Pin, StoreError, envelope};

/// The key of one account: 32 bytes. It wraps the data key; without it the file is worthless. The keyring has it as it is,
/// or sealed under the user's PIN. Never printed, wiped when dropped.
pub struct AccountKey(Secret);

impl AccountKey {
    /// A new random key.
    pub fn generate() -> Self {
        Self(cipher::generate())
    }

    /// Whether what the keyring gave takes a PIN to open.
    pub fn needs_pin(entry: &SecretSlice<u8>) -> bool {
        envelope::is_one(entry.expose_secret())
    }

    /// The key, from what the keyring gave. With a PIN it takes 0.3 s; where none is set, one that is given is not looked
    /// at.
    ///
    /// # Errors
    /// [`StoreError::PinNeeded`] and [`StoreError::WrongPin`]; [`StoreError::WrongKey`] when it can't be this account's
    /// key.
    pub fn from_vault(account: AccountId, entry: &SecretSlice<u8>, pin: Option<&Pin>) -> Result<Self, StoreError> {
        let entry = entry.expose_secret();
        if envelope::is_one(entry) {
            return envelope::open(account, pin.ok_or(StoreError::PinNeeded)?, entry).map(Self);
        }
        Secret::new(|| entry.try_into().map_err(|_| StoreError::WrongKey)).map(Self)
    }

    /// What the keyring is to keep. With a PIN it takes 0.3 s, and without that PIN nothing opens it.
    ///
    /// # Errors
    /// [`StoreError::Io`] when there is too little memory for the PIN.
    pub fn to_vault(&self, account: AccountId, pin: Option<&Pin>) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let entry = match pin {
            None => self.0.to_vec(),
            Some(pin) => envelope::seal(account, pin, self.0.as_slice())?,
        };
        Ok(Zeroizing::new(entry))
    }

    /// Wraps a data key for this account and epoch.
    pub(crate) fn wrap(&self, account: AccountId, epoch: i64, key: &Secret) -> Result<Vec<u8>, StoreError> {
        leave_nothing(|| self.wrapping()?.seal(&binding(account, epoch), [&[0; cipher::HEAD], key.as_slice()].concat()))
    }

    /// Unwraps it; [`StoreError::WrongKey`] when it was wrapped by another key, or for another account or epoch.
    pub(crate) fn unwrap(&self, account: AccountId, epoch: i64, wrapped: &[u8]) -> Result<Secret, StoreError> {
        Secret::new(|| {
            let plain =
                self.wrapping()?.open(&binding(account, epoch), wrapped.to_vec()).map_err(|_| StoreError::WrongKey)?;
            Zeroizing::new(plain).as_slice().try_into().map_err(|_| StoreError::WrongKey)
        })
    }

    fn wrapping(&self) -> Result<Cipher, StoreError> {
        Cipher::new(&cipher::derive(self.0.as_slice(), b"wrap")?)
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
