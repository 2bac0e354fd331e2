use aes_gcm::aead::{AeadInOut, Generate, Key, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use hkdf::Hkdf;
use sha2::Sha256;

use crate::StoreError;
use crate::locked::{Locked, leave_nothing};

/// The length of every key, in bytes.
pub const KEY: usize = 32;
const NONCE: usize = 12;
/// What stands before a sealed text, and behind it.
pub const HEAD: usize = 1 + NONCE;
pub const TAG: usize = 16;
/// The first byte of a sealed value: AES-256-GCM, a random nonce of 12 bytes, then text and tag. Released versions are
/// opened for ever.
const VERSION: u8 = 1;

/// A key's bytes, in locked memory. Wiped when dropped.
pub type Secret = Locked<[u8; KEY]>;

/// A new random key.
pub fn generate() -> Secret {
    leave_nothing(|| Secret::from(<[u8; KEY]>::from(Key::<Aes256Gcm>::generate())))
}

/// Random bytes that are no secret.
pub fn random<const N: usize>() -> [u8; N] {
    Generate::generate()
}

/// How long so many bytes are once they are sealed.
pub const fn sealed(length: usize) -> usize {
    HEAD + length + TAG
}

/// A key for one purpose, from another (HKDF-SHA-256, RFC 5869).
pub fn derive(from: &[u8], purpose: &[u8]) -> Result<Secret, StoreError> {
    Locked::new(|| {
        let mut key = [0; KEY];
        let root = Hkdf::<Sha256>::new(Some(b"takecare store 1"), from);
        root.expand(purpose, &mut key).map_err(|_| StoreError::WrongKey)?;
        Ok(key)
    })
}

/// Seals and opens values with one key. Wiped when dropped.
pub struct Cipher(Aes256Gcm);

impl Cipher {
    pub fn new(key: &Secret) -> Result<Self, StoreError> {
        Ok(Self(Aes256Gcm::new_from_slice(key.as_slice()).map_err(|_| StoreError::WrongKey)?))
    }

    /// Seals what stands behind [`HEAD`] bytes of room: it opens with exactly the same `bound` only.
    pub fn seal(&self, bound: &[u8], mut value: Vec<u8>) -> Result<Vec<u8>, StoreError> {
        let nonce = Nonce::generate();
        let (head, plain) = value.split_first_chunk_mut::<HEAD>().ok_or(StoreError::Damaged)?;
        let tag = self.0.encrypt_inout_detached(&nonce, bound, plain.into()).map_err(|_| StoreError::Damaged)?;
        head[0] = VERSION;
        head[1..].copy_from_slice(&nonce);
        value.extend_from_slice(&tag);
        Ok(value)
    }

    /// Opens what [`Self::seal`] made, in its place.
    pub fn open(&self, bound: &[u8], mut value: Vec<u8>) -> Result<Vec<u8>, StoreError> {
        let Some(([VERSION, nonce @ ..], rest)) = value.split_first_chunk_mut::<HEAD>() else {
            return Err(StoreError::Damaged);
        };
        let (text, tag) = rest.split_last_chunk_mut::<TAG>().ok_or(StoreError::Damaged)?;
        let opened = self.0.decrypt_inout_detached(&(*nonce).into(), bound, text.into(), &(*tag).into());
        opened.map_err(|_| StoreError::Damaged)?;
        let end = value.len() - TAG;
        value.truncate(end);
        value.drain(..HEAD);
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of cipher version 1, made with Node's own crypto: HKDF-SHA-256, then AES-256-GCM. It is opened for ever.
    const SEALED: &str = "017477656c7665206279746573d4c3551498ad8f3907115df1afb0282e7d488063d1ed43a47739cbffe6";

    #[test]
    fn a_released_value_opens_and_no_other_version_does() {
        let key = derive(b"the key of the released versions", b"seal").unwrap();
        let cipher = Cipher::new(&key).unwrap();
        let byte = |at| u8::from_str_radix(&SEALED[at..at + 2], 16).unwrap();
        let mut sealed: Vec<u8> = (0..SEALED.len()).step_by(2).map(byte).collect();
        assert_eq!(cipher.open(b"bound", sealed.clone()).unwrap().as_slice(), b"Bed 4 is free");
        assert!(cipher.open(b"elsewhere", sealed.clone()).is_err());
        sealed[0] = 2;
        assert!(cipher.open(b"bound", sealed).is_err());
    }
}
