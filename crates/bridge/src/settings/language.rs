use super::Shape;
use super::value::{Settable, Value};

/// The language of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// The desktop's, or English.
    System,
    /// English.
    English,
    /// Polish.
    Polish,
}

impl Language {
    const ALL: [Self; 3] = [Self::System, Self::English, Self::Polish];

    /// As files spell it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::English => "en",
            Self::Polish => "pl",
        }
    }
}

impl Settable for Language {
    fn shape() -> Shape {
        Shape::Choice { of: Self::ALL.map(|language| language.word().to_owned()).into() }
    }

    fn read(value: &Value) -> Option<Self> {
        let Value::Text(word) = value else { return None };
        Self::ALL.into_iter().find(|language| language.word() == word)
    }

    fn write(&self) -> Value {
        Value::Text(self.word().to_owned())
    }
}
