use aes_gcm::Aes256Gcm;
use aes_gcm::aead::{Generate, Key, KeyInit};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretSlice};
use sha2::Sha256;
use zeroize::Zeroizing;

use protocol::NotificationId;

use crate::StoreError;

/// The secret of one account, as the keyring keeps it: 32 bytes. Never printed, wiped when dropped.
pub struct AccountKey(SecretSlice<u8>);

impl AccountKey {
    /// The length of a key in bytes.
    pub const LENGTH: usize = 32;

    /// A new random key.
    pub fn generate() -> Self {
        Self(Key::<Aes256Gcm>::generate().to_vec().into())
    }

    /// The key that the keyring gave.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`] when it can't be one.
    pub fn from_vault(secret: SecretSlice<u8>) -> Result<Self, StoreError> {
        match secret.expose_secret().len() {
            Self::LENGTH => Ok(Self(secret)),
            _ => Err(StoreError::WrongKey),
        }
    }

    /// The bytes, for the keyring.
    pub fn expose(&self) -> &[u8] {
        self.0.expose_secret()
    }
}

impl std::fmt::Debug for AccountKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("AccountKey(..)")
    }
}

/// An id that only the key's owner can tell from another.
pub type Tag = [u8; 16];

/// The keys of an open store, derived from the account's key with HKDF-SHA-256 (RFC 5869). Wiped when dropped.
#[derive(Clone)]
pub struct Keys {
    pub(crate) seal: Aes256Gcm,
    tag: Hmac<Sha256>,
}

impl Keys {
    pub fn derive(account: &AccountKey) -> Result<Self, StoreError> {
        let root = Hkdf::<Sha256>::new(Some(b"takecare store 1"), account.expose());
        let derive = |purpose: &[u8]| {
            let mut key = Zeroizing::new([0; AccountKey::LENGTH]);
            root.expand(purpose, key.as_mut_slice()).map_err(|_| StoreError::WrongKey)?;
            Ok::<_, StoreError>(key)
        };
        let seal = Aes256Gcm::new_from_slice(derive(b"seal")?.as_slice()).map_err(|_| StoreError::WrongKey)?;
        let tag = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(derive(b"tag")?.as_slice());
        Ok(Self { seal, tag: tag.map_err(|_| StoreError::WrongKey)? })
    }

    pub fn tag(&self, id: NotificationId) -> Tag {
        let mut tag = Tag::default();
        let full = self.tag.clone().chain_update(id.0.as_bytes()).finalize().into_bytes();
        tag.copy_from_slice(&full[..16]);
        tag
    }
}
