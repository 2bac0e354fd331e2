use std::fmt;

use serde::{Deserialize, Serialize};

/// A password on its way from the form to the server: never printed, never stored.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Password(String);

impl Password {
    /// Wraps what the user typed.
    pub fn new(typed: String) -> Self {
        Self(typed)
    }

    /// The text, for the one who signs in.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Password(..)")
    }
}
