use std::fmt;
use std::sync::Arc;

use aes_gcm::aead::{Aead, Generate, Key, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64ct::{Base64, Encoding};
use protocol::NotificationId;
use secrecy::SecretString;
use zeroize::Zeroizing;

use super::Sensitive;
use crate::UserId;

/// The bytes of a key.
const KEY: usize = 32;
/// The bytes that stand before a sealed value, different for each.
const NONCE: usize = 12;
/// The longest name of a key.
const LONGEST_ID: usize = 20;

/// The keys for sensitive data: the first seals, all open. They come from a file or the environment, one a line: its
/// name, a space, and 32 bytes in Base64. Lines that begin with `#` are passed over.
#[derive(Clone)]
pub struct SensitiveKeys {
    first: Arc<Named>,
    others: Arc<[Named]>,
}

struct Named {
    id: String,
    cipher: Aes256Gcm,
}

/// Why keys can't be used, or a value can't be sealed or opened. No variant carries a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// There must be one to seal with.
    #[error("there is no key for sensitive data: make one with `hub keys new`")]
    None,
    /// A line is not what it should be.
    #[error(
        "line {0} of the keys is not a name of up to {LONGEST_ID} letters or digits, a space, and 32 bytes in Base64"
    )]
    Line(usize),
    /// Two lines of one name.
    #[error("line {0} of the keys has the name of another one")]
    Twice(usize),
    /// What a value was sealed with is not among the keys.
    #[error("the key {0} is missing: give it to the hub again")]
    Unknown(String),
    /// It does not open where it stands: something was tampered with, or the key of this name was another one.
    #[error("sensitive data that was sealed with the key {0} does not open")]
    Damaged(String),
}

impl SensitiveKeys {
    /// Reads keys.
    ///
    /// # Errors
    /// When there is none, or a line is not understood.
    pub fn parse(text: &str) -> Result<Self, KeyFault> {
        let mut keys: Vec<Named> = Vec::new();
        for (place, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let key = Named::parse(line).ok_or(KeyFault::Line(place + 1))?;
            if keys.iter().any(|known| known.id == key.id) {
                return Err(KeyFault::Twice(place + 1));
            }
            keys.push(key);
        }
        let mut keys = keys.into_iter();
        Ok(Self { first: Arc::new(keys.next().ok_or(KeyFault::None)?), others: keys.collect() })
    }

    /// A new random key under this name, as a line.
    pub fn fresh(id: &str) -> SecretString {
        let key = Zeroizing::new(<[u8; KEY]>::from(Key::<Aes256Gcm>::generate()));
        SecretString::from(format!("{id} {}", Base64::encode_string(&*key)))
    }

    /// The name of the key that seals.
    pub fn sealing(&self) -> &str {
        &self.first.id
    }

    /// Seals a value: it opens for this notification of this receiver only.
    pub(super) fn seal(&self, place: (NotificationId, UserId), value: &Sensitive) -> Result<Vec<u8>, KeyFault> {
        let nonce = Nonce::generate();
        let aad = bound(&self.first.id, place);
        let sealed = self.first.cipher.encrypt(&nonce, Payload { msg: value.as_bytes(), aad: &aad });
        let sealed = sealed.map_err(|_| KeyFault::Damaged(self.first.id.clone()))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what the key of this name sealed.
    pub(super) fn open(&self, id: &str, place: (NotificationId, UserId), sealed: &[u8]) -> Result<Sensitive, KeyFault> {
        let mut keys = std::iter::once(&*self.first).chain(&*self.others);
        let key = keys.find(|key| key.id == id).ok_or_else(|| KeyFault::Unknown(id.to_owned()))?;
        let damaged = || KeyFault::Damaged(id.to_owned());
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or_else(damaged)?;
        let aad = bound(id, place);
        let opened = key.cipher.decrypt(&(*nonce).into(), Payload { msg: sealed, aad: &aad }).map_err(|_| damaged())?;
        Sensitive::from_bytes(opened).ok_or_else(damaged)
    }
}

impl Named {
    fn parse(line: &str) -> Option<Self> {
        let (id, text) = line.split_once(' ')?;
        let is_name = (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let mut bytes = Zeroizing::new([0; KEY + 1]);
        let key = Base64::decode(text.trim(), &mut *bytes).ok()?;
        let cipher = Aes256Gcm::new_from_slice(key).ok()?;
        is_name.then(|| Self { id: id.to_owned(), cipher })
    }
}

/// What a value is bound to: moved to another row, it does not open.
fn bound(key: &str, (id, receiver): (NotificationId, UserId)) -> Vec<u8> {
    [id.0.as_bytes(), receiver.0.as_bytes(), key.as_bytes()].concat()
}

impl fmt::Debug for SensitiveKeys {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SensitiveKeys(..)")
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    const HERE: (NotificationId, UserId) = (NotificationId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)));

    fn keys(lines: &[&SecretString]) -> SensitiveKeys {
        let text: Vec<&str> = lines.iter().map(|line| line.expose_secret()).collect();
        SensitiveKeys::parse(&text.join("\n")).unwrap()
    }

    fn potassium() -> Sensitive {
        Sensitive::new(&json!({"potassium": 6.1}))
    }

    #[test]
    fn what_is_sealed_opens_in_its_place_only() {
        let keys = keys(&[&SensitiveKeys::fresh("monday")]);
        let sealed = keys.seal(HERE, &potassium()).unwrap();
        assert!(!sealed.windows(9).any(|window| window == b"potassium"));
        assert_eq!(keys.open("monday", HERE, &sealed), Ok(potassium()));
        let damaged = Err(KeyFault::Damaged("monday".to_owned()));
        assert_eq!(keys.open("monday", (NotificationId(Uuid::from_u128(3)), HERE.1), &sealed), damaged);
        assert_eq!(keys.open("monday", (HERE.0, UserId(Uuid::from_u128(3))), &sealed), damaged);
        for place in 0..sealed.len() {
            let mut other = sealed.clone();
            other[place] ^= 1;
            assert_eq!(keys.open("monday", HERE, &other), damaged);
            assert_eq!(keys.open("monday", HERE, &sealed[..place]), damaged);
        }
    }

    #[test]
    fn an_older_key_still_opens_and_the_first_seals() {
        let (old, new) = (SensitiveKeys::fresh("monday"), SensitiveKeys::fresh("tuesday"));
        let sealed = keys(&[&old]).seal(HERE, &potassium()).unwrap();
        let both = keys(&[&new, &old]);
        assert_eq!(both.sealing(), "tuesday");
        assert_eq!(both.open("monday", HERE, &sealed), Ok(potassium()));
        assert_eq!(keys(&[&new]).open("monday", HERE, &sealed), Err(KeyFault::Unknown("monday".to_owned())));
        assert_eq!(
            keys(&[&SensitiveKeys::fresh("monday")]).open("monday", HERE, &sealed),
            Err(KeyFault::Damaged("monday".to_owned()))
        );
    }

    #[test]
    fn lines_that_are_no_keys_are_told_by_their_number() {
        let good = SensitiveKeys::fresh("monday");
        let parse = |text: &str| SensitiveKeys::parse(text).err();
        assert_eq!(parse("# only a comment\n\n"), Some(KeyFault::None));
        assert_eq!(parse(&format!("{0}\n{0}", good.expose_secret())), Some(KeyFault::Twice(2)));
        for line in ["monday", "monday AAAA", "on monday AAAA", "mon-day AAAA", "monday !"] {
            assert_eq!(parse(&format!("# keys\n{line}")), Some(KeyFault::Line(2)), "{line}");
        }
        let (_, key) = good.expose_secret().split_once(' ').unwrap();
        assert_eq!(parse(&format!("monday {key}AAAA")), Some(KeyFault::Line(1)));
        assert_eq!(parse(&format!("a-name {key}")), Some(KeyFault::Line(1)));
        assert_eq!(parse(&format!("monday {key}")), None);
    }
}
