#[cfg(any(windows, test))]
use bridge::settings::{Shape, key};
use bridge::settings::{Value, Wishes};
use language::{Phrase, say};
use toml::Table;

/// Why a file can't be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.phrase())]
pub struct Malformed {
    /// Where, from 1.
    pub line: usize,
    /// Why.
    pub why: String,
}

impl Malformed {
    /// What to tell people. Why, the parser says in English.
    pub fn phrase(&self) -> Phrase {
        say::file_malformed(self.line, self.why.as_str())
    }
}

/// A file's text, understood as TOML.
pub fn parse(text: &str) -> Result<Table, Malformed> {
    text.parse().map_err(|error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        // The first line says what is wrong; more would quote the file.
        Malformed { line: before.matches('\n').count() + 1, why: error.message().to_owned() }
    })
}

/// What a file wishes: what stands in its sections, by section and name.
pub fn wishes(file: &Table) -> Wishes {
    let mut wishes = Wishes::new();
    for (section, inside) in file {
        match inside {
            toml::Value::Table(inside) => {
                wishes.extend(inside.iter().map(|(name, wish)| (format!("{section}.{name}"), value(wish))));
            }
            wish => _ = wishes.insert(section.clone(), value(wish)),
        }
    }
    wishes
}

/// A value as somebody types it: as in a file, or a word without quotation marks.
pub fn typed(text: &str) -> Value {
    let whole = |table: Table| table.get("typed").filter(|_| table.len() == 1).map(value);
    parse(&format!("typed = {text}")).ok().and_then(whole).unwrap_or_else(|| Value::Text(text.to_owned()))
}

/// A number for this key as the registry has it, where 0 and 1 are no and yes.
#[cfg(any(windows, test))]
pub fn numbered(name: &str, number: u64) -> Value {
    let is_flag = key(name).is_some_and(|key| (key.shape)() == Shape::Flag);
    match number {
        0 | 1 if is_flag => Value::Flag(number == 1),
        // What is too large for a number is too large for any setting.
        _ => Value::Number(u32::try_from(number).unwrap_or(u32::MAX)),
    }
}

/// What no setting can be becomes a text, which is refused with a word on what it should be.
fn value(wish: &toml::Value) -> Value {
    wish.clone().try_into().unwrap_or_else(|_| Value::Text(wish.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_and_names_make_keys() {
        let text = "version = 1\n[toasts]\nprivacy = 'full'\ntiers = { ISSUE = 'quiet' }\nalways-alert = ['MEDICAL']\n\
                    [lock]\nafter-minutes = 5\non-sleep = false\nodd = 1.5\nbelow = -1\n";
        let wishes = wishes(&parse(text).unwrap());
        let expected = [
            ("lock.after-minutes", Value::Number(5)),
            ("lock.below", Value::Text("-1".to_owned())),
            ("lock.odd", Value::Text("1.5".to_owned())),
            ("lock.on-sleep", Value::Flag(false)),
            ("toasts.always-alert", Value::Texts(vec!["MEDICAL".to_owned()])),
            ("toasts.privacy", Value::Text("full".to_owned())),
            ("toasts.tiers", Value::Map([("ISSUE".to_owned(), "quiet".to_owned())].into())),
            ("version", Value::Number(1)),
        ];
        assert_eq!(wishes, expected.map(|(key, value)| (key.to_owned(), value)).into());
    }

    #[test]
    fn what_is_typed_needs_no_quotation_marks() {
        let text = |text: &str| Value::Text(text.to_owned());
        for (said, meant) in [
            ("true", Value::Flag(true)),
            ("15", Value::Number(15)),
            ("type-only", text("type-only")),
            ("07:30", text("07:30")),
            ("'full'", text("full")),
            ("[\"MEDICAL\"]", Value::Texts(vec!["MEDICAL".to_owned()])),
            ("1\nother = 2", text("1\nother = 2")),
        ] {
            assert_eq!(typed(said), meant, "{said}");
        }
    }

    #[test]
    fn what_can_not_be_understood_is_told_with_its_line() {
        assert_eq!(parse("[lock]\nafter minutes = 5\n").unwrap_err().line, 2);
        assert_eq!(parse("[lock\n").unwrap_err().line, 1);
    }

    #[test]
    fn the_registry_says_yes_and_no_in_numbers() {
        for (key, number, value) in [
            ("lock.on-sleep", 0, Value::Flag(false)),
            ("lock.pin-required", 1, Value::Flag(true)),
            ("lock.pin-required", 2, Value::Number(2)),
            ("lock.longest-minutes", 1, Value::Number(1)),
            ("lock.longest-minutes", 1 << 40, Value::Number(u32::MAX)),
            ("lock.longest", 1, Value::Number(1)),
        ] {
            assert_eq!(numbered(key, number), value, "{key} {number}");
        }
    }
}
