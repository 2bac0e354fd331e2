use language::{Phrase, say};
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

impl Shape {
    /// In words.
    pub fn phrase(&self) -> Phrase {
        let quoted = |words: &[String]| words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
        match self {
            Self::Flag => say::setting_flag(),
            Self::Number { least, most } => say::setting_number(*least, *most),
            Self::Choice { of } => say::setting_choice(quoted(of)),
            Self::Time => say::setting_time(),
            Self::Kinds => say::setting_kinds(),
            Self::PerKind { of } => say::setting_per_kind(quoted(of)),
            Self::Keys => say::setting_keys(),
            Self::Text => say::setting_text(),
        }
    }
}
