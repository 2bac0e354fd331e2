/// How one type of notification looks; a row of `icons/types.json`.
#[derive(Debug)]
pub struct Kind {
    /// The type as the wire spells it.
    pub kind: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// The icon's file name, without an ending.
    pub icon: &'static str,
    /// The icon on its coloured plate.
    pub png: &'static [u8],
}

/// Every type that has a look of its own.
pub const KINDS: &[Kind] = include!(concat!(env!("OUT_DIR"), "/kinds.rs"));

/// Longest name of an unknown type that is shown, in characters.
const LONGEST_NAME: usize = 40;

/// The name of a type for people; an unknown type keeps its own.
pub fn label(kind: &str) -> String {
    match KINDS.iter().find(|known| known.kind == kind) {
        Some(known) => known.label.to_owned(),
        None => crate::text::line(kind).chars().take(LONGEST_NAME).collect(),
    }
}

/// The row of a type; an unknown one looks like `SYSTEM`, which is the last row.
pub fn look(kind: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|known| known.kind == kind).or(KINDS.last())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_of_the_table_has_a_name_and_a_drawing() {
        assert_eq!(KINDS.len(), 8);
        for kind in KINDS {
            assert!(!kind.label.is_empty());
            assert!(kind.png.starts_with(b"\x89PNG"), "{} has no drawing", kind.kind);
        }
    }

    #[test]
    fn a_known_type_has_its_own_look() {
        assert_eq!(label("MEDICAL_RECORD"), "Medical record");
        assert_eq!(look("MEDICAL_RECORD").unwrap().icon, "medical-record");
    }

    #[test]
    fn an_unknown_type_looks_like_system_under_its_own_name() {
        assert_eq!(label("LAB_RESULT"), "LAB_RESULT");
        assert_eq!(look("LAB_RESULT").unwrap().kind, "SYSTEM");
        assert_eq!(label(&"x\u{1b}".repeat(100)).chars().count(), 40);
    }
}
