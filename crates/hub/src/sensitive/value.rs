use std::fmt;

use serde_json::Value;
use zeroize::Zeroizing;

/// Something that only its receiver may read: any JSON. Neither `Debug` nor an error shows it, and it is wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Sensitive(Zeroizing<String>);

impl Sensitive {
    /// As it will be sealed.
    pub fn new(value: &Value) -> Self {
        Self(Zeroizing::new(value.to_string()))
    }

    /// As it was before it was sealed; none if it is not JSON.
    pub fn value(&self) -> Option<Value> {
        serde_json::from_str(&self.0).ok()
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    pub(super) fn from_bytes(bytes: Vec<u8>) -> Option<Self> {
        String::from_utf8(bytes).ok().map(|text| Self(Zeroizing::new(text)))
    }
}

impl fmt::Debug for Sensitive {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Sensitive(..)")
    }
}
