//! What Django signs, checked as Django does (`django.core.signing`, `django.utils.crypto`).

use std::fmt;
use std::io::Read;
use std::sync::Arc;

use base64ct::{Base64UrlUnpadded, Encoding};
use flate2::read::ZlibDecoder;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// What its sessions are signed for.
const SESSION: &str = "django.contrib.sessions.SessionStoresigner";
/// What the hash of a password in a session is made for.
const PASSWORD: &str = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash";
/// No session is longer than this many bytes.
const LONGEST: u64 = 1 << 20;

/// Django's `SECRET_KEY`, and its `SECRET_KEY_FALLBACKS`. `Debug` shows nothing of them.
#[derive(Clone)]
pub struct SecretKeys(Arc<[SecretString]>);

/// There is nothing that could be a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no secret key: its file holds Django's SECRET_KEY in the first line, and one of SECRET_KEY_FALLBACKS in each other"
)]
pub struct NoSecretKey;

impl SecretKeys {
    /// The keys of a text: a line each, the first one signs.
    ///
    /// # Errors
    /// [`NoSecretKey`] when there is none.
    pub fn parse(text: &str) -> Result<Self, NoSecretKey> {
        let keys: Arc<[_]> = text.lines().filter(|line| !line.is_empty()).map(SecretString::from).collect();
        if keys.is_empty() { Err(NoSecretKey) } else { Ok(Self(keys)) }
    }

    /// What Django has signed as the data of a session; `None` when it has not.
    pub(super) fn open(&self, signed: &str) -> Option<Vec<u8>> {
        let (value, signature) = signed.rsplit_once(':')?;
        let mut given = [0; 32];
        let given = Base64UrlUnpadded::decode(signature, &mut given).ok()?;
        if !self.any(SESSION, value, given) {
            return None;
        }
        let (data, _when) = value.rsplit_once(':')?;
        match data.strip_prefix('.') {
            None => Base64UrlUnpadded::decode_vec(data).ok(),
            Some(data) => inflate(&Base64UrlUnpadded::decode_vec(data).ok()?),
        }
    }

    /// Whether this hash in a session was made of what Django keeps as the password.
    pub(super) fn is_of_password(&self, hash: &str, password: &str) -> bool {
        let mut given = [0; 32];
        decode_hex(hash, &mut given).is_some() && self.any(PASSWORD, password, &given)
    }

    fn any(&self, purpose: &str, value: &str, given: &[u8]) -> bool {
        let keys = self.0.iter();
        keys.filter_map(|key| salted(purpose, value, key)).any(|made| bool::from(made.as_slice().ct_eq(given)))
    }
}

impl fmt::Debug for SecretKeys {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SecretKeys(..)")
    }
}

/// `salted_hmac` of Django, with SHA-256.
fn salted(purpose: &str, value: &str, key: &SecretString) -> Option<[u8; 32]> {
    let key = Sha256::new().chain_update(purpose).chain_update(key.expose_secret()).finalize();
    let mac = Hmac::<Sha256>::new_from_slice(&key).ok()?.chain_update(value);
    Some(mac.finalize().into_bytes().into())
}

fn inflate(data: &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    ZlibDecoder::new(data).take(LONGEST).read_to_end(&mut text).ok()?;
    Some(text)
}

fn decode_hex(text: &str, into: &mut [u8; 32]) -> Option<()> {
    if text.len() != 2 * into.len() || !text.is_ascii() {
        return None;
    }
    for (place, byte) in into.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    // Made by Django 5.2 with the key of `keys`.
    const COMPRESSED: &str = ".eJxVjjkOwjAQRe_imlieeB1Kes4QzdhjwqJEylIh7k4ipYD6v_f036qjdem7dZapuxd1Vj5TMo5DA-Js42qLTQITm1ijD-zAm4zq9Ksx5acMu1seNNxGncdhme6sd0Qf66yvY5HX5WD_Aj3N_WYnoOo9O5c9W7RBoIIk5ITWmuC2XwmiTYUMYSuIhBwMFF8gGmljVJ8vZn4_qw:1vNA0W:g6FU1sx2DpJvUxr7bd2Y2LOeIvCjhhEh2fYrrpSNmSE";
    const PLAIN: &str = "eyJfYXV0aF91c2VyX2lkIjoiNWNhODA0YjYtMWU0My00ZjI5LTgxMDctN2Y3NTZiNDE1MGM5In0:1vNA0W:U45PctuqmkFl7C7D1Y34dg42qS0JCYhClf4SXwkLli8";
    const OF_ANOTHER_PURPOSE: &str = ".eJxVjjkOwjAQRe_imlieeB1Kes4QzdhjwqJEylIh7k4ipYD6v_f036qjdem7dZapuxd1Vj5TMo5DA-Js42qLTQITm1ijD-zAm4zq9Ksx5acMu1seNNxGncdhme6sd0Qf66yvY5HX5WD_Aj3N_WYnoOo9O5c9W7RBoIIk5ITWmuC2XwmiTYUMYSuIhBwMFF8gGmljVJ8vZn4_qw:1vNA0W:ENruPjgAbFXqraZ8HL4wYvktrAdVZum5O6JzsBlT1go";
    const STORED: &str = "pbkdf2_sha256$1000$SodiumChloride$D6eocTgFuCyOM2JMSWQjjHEgwBrPAkCBjxJcYolpwCA=";
    const HASH: &str = "81af55b44c5b3936e1f1e89b8933064ca881738da0a92e99a9b601d5d170e277";

    fn keys() -> SecretKeys {
        SecretKeys::parse("a ward's own secret\n").unwrap()
    }

    #[test]
    fn what_django_signed_is_read() {
        let session: serde_json::Value = serde_json::from_slice(&keys().open(COMPRESSED).unwrap()).unwrap();
        assert_eq!(session["_auth_user_id"], "5ca804b6-1e43-4f29-8107-7f756b4150c9");
        assert_eq!(session["_auth_user_hash"], HASH);
        assert_eq!(keys().open(PLAIN).unwrap(), br#"{"_auth_user_id":"5ca804b6-1e43-4f29-8107-7f756b4150c9"}"#);
        let renewed = SecretKeys::parse("the new one\r\na ward's own secret").unwrap();
        assert!(renewed.open(COMPRESSED).is_some(), "a key of SECRET_KEY_FALLBACKS still opens");
    }

    #[test]
    fn what_it_did_not_sign_is_not() {
        let changed = PLAIN.replacen("eyJfYXV0", "eyJfYXV1", 1);
        for forged in ["", ":", "a:b:c", OF_ANOTHER_PURPOSE, changed.as_str(), &PLAIN[1..], &PLAIN[..PLAIN.len() - 1]] {
            assert_eq!(keys().open(forged), None, "{forged}");
        }
        assert_eq!(SecretKeys::parse("another secret").unwrap().open(COMPRESSED), None);
    }

    #[test]
    fn a_session_belongs_to_the_password_it_was_begun_with() {
        for (hash, stored, expected) in [
            (HASH, STORED, true),
            (HASH, "another", false),
            ("", STORED, false),
            (&HASH[2..], STORED, false),
            (&HASH.replace("81", "+1"), STORED, false),
        ] {
            assert_eq!(keys().is_of_password(hash, stored), expected, "{hash} {stored}");
        }
    }

    #[test]
    fn keys_are_never_shown() {
        assert_eq!(format!("{:?}", keys()), "SecretKeys(..)");
        assert_eq!(SecretKeys::parse("\n\n").unwrap_err(), NoSecretKey);
    }
}
