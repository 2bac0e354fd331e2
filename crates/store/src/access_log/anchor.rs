use secrecy::{ExposeSecret, SecretSlice};
use zeroize::Zeroizing;

use super::chain::{Chain, Link};
use crate::cipher::{self, KEY};
use crate::{Vault, VaultError};

/// The keyring's entry. It is no account's and outlives them all.
const NAME: &str = "access log";
/// The entry's first byte; then number, MAC and key.
const VERSION: u8 = 1;
const NUMBER: usize = size_of::<u32>();
const MAC: usize = 32;

/// What nobody can change who has the file only: the key of the MACs, and the last line that was written.
pub struct Anchor {
    key: Zeroizing<[u8; KEY]>,
    pub last: Link,
}

impl Anchor {
    /// For a log in which nothing stands.
    pub fn generate() -> Self {
        Self { key: Zeroizing::new(*cipher::generate()), last: Link::default() }
    }

    /// The keyring's; `None` when there is none, or none that can be one.
    pub fn read(vault: &dyn Vault) -> Result<Option<Self>, VaultError> {
        Ok(vault.read(NAME)?.as_ref().and_then(Self::decode))
    }

    /// Has the keyring keep it.
    pub fn keep(&self, vault: &dyn Vault) -> Result<(), VaultError> {
        let number = self.last.number.to_be_bytes();
        let entry = Zeroizing::new([&[VERSION], number.as_slice(), &self.last.mac, self.key.as_slice()].concat());
        vault.write(NAME, &entry)
    }

    pub fn chain(&self) -> Chain {
        Chain::new(&self.key)
    }

    fn decode(entry: &SecretSlice<u8>) -> Option<Self> {
        let (&VERSION, rest) = entry.expose_secret().split_first()? else { return None };
        let (number, rest) = rest.split_first_chunk::<NUMBER>()?;
        let (mac, key) = rest.split_first_chunk::<MAC>()?;
        let key: &[u8; KEY] = key.try_into().ok()?;
        let last = Link { number: u32::from_be_bytes(*number), mac: *mac };
        Some(Self { key: Zeroizing::new(*key), last })
    }
}
