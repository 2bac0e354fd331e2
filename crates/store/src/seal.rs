use aes_gcm::Nonce;
use aes_gcm::aead::{Aead, Generate, Payload};
use protocol::{NotificationId, Related};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::keys::Keys;
use crate::row::{Clear, StatusCode};
use crate::{AccountId, StoreError};

/// Sealed values are padded to a multiple of this many bytes, so that their size says little about their text.
const PADDING: usize = 64;
const NONCE: usize = 12;

/// What of a notification nobody else may read.
#[derive(Serialize, Deserialize)]
pub struct Body {
    pub id: NotificationId,
    pub message: String,
    pub related: Related,
}

impl Keys {
    /// Seals `body` for the row whose clear columns are `clear`: it opens with exactly these only.
    pub fn seal_body(&self, account: AccountId, clear: &Clear, body: &Body) -> Result<Vec<u8>, StoreError> {
        let mut plain = Zeroizing::new(serde_json::to_vec(body).map_err(|_| StoreError::Damaged)?);
        let padded = plain.len().next_multiple_of(PADDING);
        plain.resize(padded, b' ');
        self.seal(&binding(account, clear), &plain)
    }

    /// Opens what [`Self::seal_body`] made.
    pub fn open_body(&self, account: AccountId, clear: &Clear, sealed: &[u8]) -> Result<Body, StoreError> {
        let plain = self.open(&binding(account, clear), sealed)?;
        serde_json::from_slice(&plain).map_err(|_| StoreError::Damaged)
    }

    pub fn seal(&self, bound: &[u8], plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        let nonce = Nonce::generate();
        let sealed = self.seal.encrypt(&nonce, Payload { msg: plain, aad: bound });
        Ok([nonce.as_slice(), &sealed.map_err(|_| StoreError::Damaged)?].concat())
    }

    pub fn open(&self, bound: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let (nonce, text) = sealed.split_first_chunk::<NONCE>().ok_or(StoreError::Damaged)?;
        let plain = self.seal.decrypt(&Nonce::from(*nonce), Payload { msg: text, aad: bound });
        plain.map(Zeroizing::new).map_err(|_| StoreError::Damaged)
    }
}

/// Everything that stands in the clear, so that none of it can be changed or moved to another row or account.
fn binding(account: AccountId, clear: &Clear) -> Vec<u8> {
    let numbers = [clear.status.code(), clear.server.code()];
    [b"row 1", account.bytes(), &clear.tag, &clear.date.to_be_bytes(), &numbers, clear.kind.as_str().as_bytes()]
        .concat()
}
