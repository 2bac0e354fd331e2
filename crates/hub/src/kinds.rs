//! The table of types: what may be sent. A new type is one row of it.

use protocol::Kind;
use serde::{Deserialize, Serialize};

/// The longest key of a type, in characters (section 3.1).
const LONGEST_KEY: usize = 20;

/// One type, as people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindRow {
    /// As the wire spells it, such as `LABORATORY`.
    pub key: String,
    /// Its name for people, for one.
    pub label: String,
    /// A colour, as `#rrggbb`.
    #[serde(default = "grey")]
    pub colour: String,
    /// The name of a drawing.
    #[serde(default = "system_icon")]
    pub icon: String,
    /// How much it may disturb, as long as nobody has set anything else.
    #[serde(default)]
    pub tier: Tier,
}

/// How much a type may disturb: the words of the desktop's settings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    /// A toast with a sound.
    #[default]
    Interrupt,
    /// A toast without a sound.
    Quiet,
    /// Counted on the icon, no toast.
    BadgeOnly,
    /// In the list only.
    Off,
}

/// Why a row can't stand in the table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KindFault {
    /// Clients read keys as single words.
    #[error("`key` must have 1 to {LONGEST_KEY} letters from A to Z, digits or underscores")]
    Key,
    /// Two rows of one key would contradict each other.
    #[error("there is a type with this `key` already")]
    Known,
    /// People must be able to read what it is.
    #[error("`label` must not be empty")]
    Label,
    /// Clients paint with it.
    #[error("`colour` must be written as #rrggbb")]
    Colour,
}

/// All types that may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kinds(Vec<KindRow>);

/// A row of `icons/types.json`, the desktop's table, as far as it matters here.
#[derive(Deserialize)]
struct Drawn {
    kind: String,
    label: String,
    icon: String,
    light: String,
}

impl Kinds {
    /// The eight that every TakeCare knows, as the desktop shows them.
    ///
    /// # Errors
    /// Only when the table that is built in is broken.
    pub fn built_in() -> Result<Self, serde_json::Error> {
        let drawn: Vec<Drawn> = serde_json::from_str(include_str!("../../../icons/types.json"))?;
        let row = |Drawn { kind: key, label, icon, light: colour }| KindRow {
            key,
            label,
            colour,
            icon,
            tier: Tier::default(),
        };
        Ok(Self(drawn.into_iter().map(row).collect()))
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When it can't stand in the table.
    pub fn add(&mut self, row: KindRow) -> Result<(), KindFault> {
        let is_word = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        if !(1..=LONGEST_KEY).contains(&row.key.len()) || !row.key.bytes().all(is_word) {
            Err(KindFault::Key)
        } else if self.0.iter().any(|known| known.key == row.key) {
            Err(KindFault::Known)
        } else if row.label.trim().is_empty() {
            Err(KindFault::Label)
        } else if !is_colour(&row.colour) {
            Err(KindFault::Colour)
        } else {
            self.0.push(row);
            Ok(())
        }
    }

    /// The table, in the order people see it.
    pub fn rows(&self) -> &[KindRow] {
        &self.0
    }

    /// The type of this key, if it may be sent. Keys are compared to the letter, as clients do.
    pub fn find(&self, key: &str) -> Option<Kind> {
        self.0.iter().any(|row| row.key == key).then(|| Kind::from(key))
    }

    /// All keys, for a sentence.
    pub fn listed(&self) -> String {
        self.0.iter().map(|row| row.key.as_str()).collect::<Vec<_>>().join(", ")
    }
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

fn grey() -> String {
    "#66727f".to_owned()
}

fn system_icon() -> String {
    "system".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(key: &str, label: &str, colour: &str) -> KindRow {
        KindRow {
            key: key.into(),
            label: label.into(),
            colour: colour.into(),
            icon: "medical".into(),
            tier: Tier::Quiet,
        }
    }

    #[test]
    fn the_built_in_types_are_the_wires_eight() {
        let kinds = Kinds::built_in().unwrap();
        let keys: Vec<_> = kinds.rows().iter().map(|row| row.key.as_str()).collect();
        assert_eq!(keys, Kind::ALL.iter().map(Kind::as_str).collect::<Vec<_>>());
        assert!(kinds.rows().iter().all(|row| is_colour(&row.colour)));
    }

    #[test]
    fn a_new_type_is_one_row() {
        let mut kinds = Kinds::built_in().unwrap();
        assert_eq!(kinds.find("LABORATORY"), None);
        kinds.add(row("LABORATORY", "Laboratory", "#0b7285")).unwrap();
        assert_eq!(kinds.find("LABORATORY"), Some(Kind::Other("LABORATORY".into())));
        assert_eq!(kinds.find("laboratory"), None);
        assert!(kinds.listed().ends_with("SYSTEM, LABORATORY"));
    }

    #[test]
    fn what_clients_could_not_read_or_paint_is_refused() {
        let refused = |row| Kinds::built_in().unwrap().add(row).unwrap_err();
        for key in ["", "laboratory", "LAB WORK", "A_TYPE_OF_MORE_THAN_TWENTY_LETTERS", "ŁÓŻKO"] {
            assert_eq!(refused(row(key, "Laboratory", "#0b7285")), KindFault::Key, "{key}");
        }
        assert_eq!(refused(row("SYSTEM", "Mine", "#0b7285")), KindFault::Known);
        assert_eq!(refused(row("LABORATORY", " ", "#0b7285")), KindFault::Label);
        for colour in ["teal", "#0b728", "#0b728g", "0b7285#"] {
            assert_eq!(refused(row("LABORATORY", "Laboratory", colour)), KindFault::Colour, "{colour}");
        }
    }
}
