use std::borrow::Cow;
use std::fmt;

use fluent_bundle::{FluentArgs, FluentValue};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Language, book};

/// Something to say, which becomes words where somebody reads it ([`Phrase::said_in`]).
///
/// Across a socket go words: English ones, unless it was said before. What arrives there is the same in every language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase(Form);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    Words(String),
    Message { key: &'static str, values: Vec<(&'static str, Value)> },
    Names(Names),
    Several { phrases: Vec<Phrase>, between: &'static str },
}

/// What fills in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text that is the same in every language, such as the name of a server.
    Text(String),
    /// A number; it is counted by the rules of the language.
    Number(u64),
    /// Something to say in the same language.
    Phrase(Phrase),
}

/// A name in every language, for what is named elsewhere than in the messages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Names {
    /// In English.
    pub en: String,
    /// In Polish.
    pub pl: String,
}

impl Phrase {
    /// Words that are what they are in every language: a text of somebody else's.
    pub fn words(words: impl Into<String>) -> Self {
        Self(Form::Words(words.into()))
    }

    /// A name.
    pub fn name(names: Names) -> Self {
        Self(Form::Names(names))
    }

    /// Several, with this between them.
    pub fn several(phrases: Vec<Self>, between: &'static str) -> Self {
        Self(Form::Several { phrases, between })
    }

    pub(crate) fn message(key: &'static str, values: Vec<(&'static str, Value)>) -> Self {
        Self(Form::Message { key, values })
    }

    /// In words.
    pub fn said_in(&self, language: Language) -> String {
        match &self.0 {
            Form::Words(words) => words.clone(),
            Form::Message { key, values } => {
                let values: FluentArgs = values.iter().map(|(name, value)| (*name, value.said_in(language))).collect();
                book::read(language, key, &values)
            }
            Form::Names(names) => match language {
                Language::English => names.en.clone(),
                Language::Polish => names.pl.clone(),
            },
            Form::Several { phrases, between } => {
                phrases.iter().map(|phrase| phrase.said_in(language)).collect::<Vec<_>>().join(between)
            }
        }
    }
}

impl Value {
    fn said_in(&self, language: Language) -> FluentValue<'_> {
        match self {
            Self::Text(text) => FluentValue::String(Cow::Borrowed(text)),
            Self::Number(number) => FluentValue::from(*number),
            Self::Phrase(phrase) => FluentValue::String(Cow::Owned(phrase.said_in(language))),
        }
    }
}

/// In English, for logs and the command line.
impl fmt::Display for Phrase {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.said_in(Language::English))
    }
}

/// As words in English.
impl Serialize for Phrase {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Phrase {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::words)
    }
}

impl From<&str> for Phrase {
    fn from(words: &str) -> Self {
        Self::words(words)
    }
}

impl From<String> for Phrase {
    fn from(words: String) -> Self {
        Self::words(words)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

impl From<Phrase> for Value {
    fn from(phrase: Phrase) -> Self {
        Self::Phrase(phrase)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say;

    #[test]
    fn numbers_are_counted_by_the_rules_of_the_language() {
        let said = |language| [0, 1, 2, 5, 12, 22, 25, 112].map(|n: u32| say::toast_count(n).said_in(language));
        let notification = |n: u32| format!("{n} new notification{}", if n == 1 { "" } else { "s" });
        assert_eq!(said(Language::English), [0, 1, 2, 5, 12, 22, 25, 112].map(notification));
        let polish = [
            "0 nowych powiadomień",
            "1 nowe powiadomienie",
            "2 nowe powiadomienia",
            "5 nowych powiadomień",
            "12 nowych powiadomień",
            "22 nowe powiadomienia",
            "25 nowych powiadomień",
            "112 nowych powiadomień",
        ];
        assert_eq!(said(Language::Polish), polish);
    }

    #[test]
    fn what_fills_in_is_said_in_the_same_language_and_is_no_message_itself() {
        let why = say::server_unreachable("{ $host }");
        let said = say::state_blocked(why).said_in(Language::Polish);
        assert_eq!(said, "zatrzymano: Serwer { $host } nie odpowiada. Sprawdź adres i sieć.");
        let names = Phrase::name(Names { en: "Issue".to_owned(), pl: "Zgłoszenie".to_owned() });
        let both = Phrase::several(vec![names, Phrase::words("Pump 2")], ", ");
        assert_eq!(Language::ALL.map(|language| both.said_in(language)), ["Issue, Pump 2", "Zgłoszenie, Pump 2"]);
    }

    #[test]
    fn words_go_across_a_socket() {
        let sent = serde_json::to_string(&say::locked()).unwrap();
        assert_eq!(sent, r#""TakeCare is locked. Unlock it first.""#);
        let arrived: Phrase = serde_json::from_str(&sent).unwrap();
        assert_eq!(arrived.said_in(Language::Polish), "TakeCare is locked. Unlock it first.");
    }
}
