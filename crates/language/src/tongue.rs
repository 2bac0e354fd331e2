/// A language that TakeCare speaks. A new one is a file of messages, a row here, and its names in `icons/types.json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Polish.
    Polish,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::English, Self::Polish];

    /// Its tag (BCP 47), as settings spell it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Polish => "pl",
        }
    }

    /// The first of somebody's preferred languages that TakeCare speaks, by their tags; otherwise English. So is `C`, the
    /// language of those who want none.
    pub fn preferred<S: AsRef<str>>(tags: impl IntoIterator<Item = S>) -> Self {
        let spoken = |tag: S| {
            let language = tag.as_ref().split(['-', '_', '.']).next().unwrap_or_default().to_ascii_lowercase();
            match language.as_str() {
                "c" | "posix" => Some(Self::English),
                other => Self::ALL.into_iter().find(|language| language.tag() == other),
            }
        };
        tags.into_iter().find_map(spoken).unwrap_or(Self::English)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_that_is_spoken_here_is_taken() {
        for (tags, language) in [
            (&["pl-PL", "en-US"][..], Language::Polish),
            (&["de-DE", "PL"], Language::Polish),
            (&["en-GB", "pl"], Language::English),
            (&["C", "pl-PL"], Language::English),
            (&["POSIX", "pl-PL"], Language::English),
            (&["de-DE", "plx"], Language::English),
            (&[""], Language::English),
            (&[], Language::English),
        ] {
            assert_eq!(Language::preferred(tags), language, "{tags:?}");
        }
    }
}
