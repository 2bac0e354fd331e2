use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// A text in NFC has at most three times the bytes it had before (Unicode Standard Annex 15, section 9).
const GROWTH: usize = 3;

/// What a user types to unlock an account, beside the keyring: 4 to 64 characters of any script. Never printed, wiped when
/// dropped.
///
/// It is taken in Unicode's form NFC, as RFC 8265 (section 4.2) wants it of passwords: keyboards differ in how they spell
/// an accent. Nothing else is changed; case and spaces count.
pub struct Pin(SecretString);

/// Why something can't be a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// It has fewer than 4 characters.
    #[error("a PIN has at least {} characters", Pin::SHORTEST)]
    TooShort,
    /// It has more than 64 characters.
    #[error("a PIN has at most {} characters", Pin::LONGEST)]
    TooLong,
}

impl Pin {
    /// Fewer characters are tried through in no time, whatever they are mixed with.
    pub const SHORTEST: usize = 4;
    /// It has no more characters.
    pub const LONGEST: usize = 64;

    /// The PIN that was typed.
    ///
    /// # Errors
    /// When it is too short or too long to be one.
    pub fn new(typed: &SecretString) -> Result<Self, PinError> {
        let typed = typed.expose_secret();
        // All of it fits without being moved: that would leave parts behind.
        let mut pin = Zeroizing::new(String::with_capacity(GROWTH * typed.len()));
        pin.extend(typed.nfc());
        match pin.chars().count() {
            ..Self::SHORTEST => Err(PinError::TooShort),
            Self::SHORTEST..=Self::LONGEST => Ok(Self(pin.as_str().into())),
            _ => Err(PinError::TooLong),
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.expose_secret().as_bytes()
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Pin(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pin(typed: &str) -> Result<Pin, PinError> {
        Pin::new(&typed.into())
    }

    #[test]
    fn four_to_sixty_four_characters_of_any_script() {
        assert_eq!(pin("739").unwrap_err(), PinError::TooShort);
        assert_eq!(pin("łóżć").unwrap().bytes(), "łóżć".as_bytes());
        assert!(pin(&"ż".repeat(64)).is_ok());
        assert_eq!(pin(&"ż".repeat(65)).unwrap_err(), PinError::TooLong);
        assert_eq!(PinError::TooShort.to_string(), "a PIN has at least 4 characters");
    }

    #[test]
    fn an_accent_counts_as_one_however_it_is_typed() {
        assert_eq!(pin("cafe\u{301}").unwrap().bytes(), pin("café").unwrap().bytes());
        assert_eq!(pin("fe\u{301}e").unwrap_err(), PinError::TooShort);
    }
}
