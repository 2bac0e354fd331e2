use std::fmt;

use serde::{Deserialize, Serialize};

/// What a setting can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Shape {
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Number {
        /// The least it can be.
        least: u32,
        /// The most.
        most: u32,
    },
    /// One of some words.
    Choice {
        /// Which.
        of: Vec<String>,
    },
    /// A time of day.
    Time,
    /// A list of notification types.
    Kinds,
    /// One of some words for each notification type that is named.
    PerKind {
        /// Which.
        of: Vec<String>,
    },
    /// A combination of keys, or nothing.
    Keys,
    /// Any text.
    Text,
}

impl fmt::Display for Shape {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |words: &[String]| words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
        match self {
            Self::Flag => out.write_str("true or false"),
            Self::Number { least, most } => write!(out, "a whole number from {least} to {most}"),
            Self::Choice { of } => write!(out, "one of {}", quoted(of)),
            Self::Time => out.write_str("a time of day such as \"07:30\""),
            Self::Kinds => out.write_str("a list of types such as [\"MEDICAL\", \"ISSUE\"]"),
            Self::PerKind { of } => write!(out, "for each type that is named one of {}", quoted(of)),
            Self::Keys => out.write_str("keys such as \"Ctrl+Alt+H\", or nothing"),
            Self::Text => out.write_str("a text"),
        }
    }
}
