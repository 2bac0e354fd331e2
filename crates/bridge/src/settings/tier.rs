use std::collections::BTreeMap;

use super::Shape;
use super::value::{Settable, Value};

/// How much a type of notification may disturb. What disturbs less comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// Not counted on the icon, no toast; it is in the list.
    Off,
    /// Counted on the icon, no toast.
    BadgeOnly,
    /// A toast without a sound that goes by itself.
    Quiet,
    /// A toast with a sound.
    Interrupt,
}

impl Tier {
    const ALL: [Self; 4] = [Self::Off, Self::BadgeOnly, Self::Quiet, Self::Interrupt];

    /// As files spell it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::BadgeOnly => "badge-only",
            Self::Quiet => "quiet",
            Self::Interrupt => "interrupt",
        }
    }

    fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.word() == word)
    }
}

/// The tier of each type that is named; all others interrupt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tiers(BTreeMap<String, Tier>);

impl Tiers {
    /// The tier of a type, as the wire spells it.
    pub fn of(&self, kind: &str) -> Tier {
        self.0.get(kind).copied().unwrap_or(Tier::Interrupt)
    }
}

impl Settable for Tiers {
    fn shape() -> Shape {
        Shape::PerKind { of: Tier::ALL.map(|tier| tier.word().to_owned()).into() }
    }

    fn read(value: &Value) -> Option<Self> {
        let Value::Map(words) = value else { return None };
        let tiers = words.iter().map(|(kind, word)| Some((kind.clone(), Tier::named(word)?)));
        tiers.collect::<Option<_>>().map(Self)
    }

    fn write(&self) -> Value {
        Value::Map(self.0.iter().map(|(kind, tier)| (kind.clone(), tier.word().to_owned())).collect())
    }
}
