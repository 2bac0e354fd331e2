use super::Shape;
use super::value::{Settable, Value};

/// How much a toast says. What says less comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Privacy {
    /// That there is something new.
    Hidden,
    /// Its type.
    TypeOnly,
    /// Its text.
    Full,
}

impl Privacy {
    const ALL: [Self; 3] = [Self::Hidden, Self::TypeOnly, Self::Full];

    /// As files spell it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::TypeOnly => "type-only",
            Self::Full => "full",
        }
    }
}

impl Settable for Privacy {
    fn shape() -> Shape {
        Shape::Choice { of: Self::ALL.map(|level| level.word().to_owned()).into() }
    }

    fn read(value: &Value) -> Option<Self> {
        let Value::Text(word) = value else { return None };
        Self::ALL.into_iter().find(|level| level.word() == word)
    }

    fn write(&self) -> Value {
        Value::Text(self.word().to_owned())
    }
}
