use std::sync::Arc;

use hmac::{Hmac, Mac};
use protocol::NotificationId;
use sha2::Sha256;

use crate::cipher::{Cipher, Secret, derive};
use crate::locked::Locked;
use crate::{AccountId, StoreError};

/// An id that only the key's owner can tell from another.
pub type Tag = [u8; 16];

/// What opens the rows of one account and epoch. A clone is a pointer to the same secrets; they are wiped with the last.
#[derive(Clone)]
pub struct Keys {
    pub(crate) account: AccountId,
    pub(crate) epoch: i64,
    secrets: Arc<Locked<Secrets>>,
}

/// Everything that has to do with one data key, in one place.
struct Secrets {
    data: Secret,
    cipher: Cipher,
    tag: Hmac<Sha256>,
}

impl Keys {
    /// From the data key of an epoch.
    pub fn of(account: AccountId, epoch: i64, data: Secret) -> Result<Self, StoreError> {
        let secrets = Locked::new(|| {
            let tag = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(derive(data.as_slice(), b"tag")?.as_slice());
            let cipher = Cipher::new(&derive(data.as_slice(), b"seal")?)?;
            Ok::<_, StoreError>(Secrets { data, cipher, tag: tag.map_err(|_| StoreError::WrongKey)? })
        })?;
        Ok(Self { account, epoch, secrets: Arc::new(secrets) })
    }

    /// The data key, to be wrapped.
    pub(crate) fn data(&self) -> &Secret {
        &self.secrets.data
    }

    /// What seals and opens rows.
    pub(crate) fn cipher(&self) -> &Cipher {
        &self.secrets.cipher
    }

    /// The tag of an id.
    pub fn tag(&self, id: NotificationId) -> Tag {
        let mut tag = Tag::default();
        let full = self.secrets.tag.clone().chain_update(id.0.as_bytes()).finalize().into_bytes();
        tag.copy_from_slice(&full[..16]);
        tag
    }
}
