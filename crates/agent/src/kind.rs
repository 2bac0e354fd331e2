use language::Phrase;

/// The drawing of a type on its coloured plate.
#[derive(Debug)]
pub struct Drawing {
    /// Its name in the table of types (`client::look`), and its file's name.
    pub icon: &'static str,
    /// The picture.
    pub png: &'static [u8],
}

/// The drawings of all types.
pub const DRAWINGS: &[Drawing] = include!(concat!(env!("OUT_DIR"), "/drawings.rs"));

/// Longest name of an unknown type that is shown, in characters.
const LONGEST_NAME: usize = 40;

/// The name of a type for people; an unknown type keeps its own.
pub fn label(kind: &str) -> Phrase {
    let look = client::look(kind);
    if client::looks().contains(&look) {
        return look.label;
    }
    Phrase::words(crate::text::line(kind).chars().take(LONGEST_NAME).collect::<String>())
}

/// The drawing of a type; an unknown one has that of `SYSTEM`.
pub fn drawing(kind: &str) -> Option<&'static Drawing> {
    let icon = client::look(kind).icon;
    DRAWINGS.iter().find(|drawing| drawing.icon == icon)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_of_the_table_has_a_drawing() {
        for look in client::looks() {
            assert!(drawing(&look.kind).unwrap().png.starts_with(b"\x89PNG"), "{} has no drawing", look.kind);
        }
    }

    #[test]
    fn an_unknown_type_looks_like_system_under_its_own_name() {
        assert_eq!(label("LAB_RESULT").to_string(), "LAB_RESULT");
        assert_eq!(drawing("LAB_RESULT").unwrap().icon, "system");
        assert_eq!(label(&"x\u{1b}".repeat(100)).to_string().chars().count(), 40);
    }
}
