use std::collections::BTreeMap;

use language::Phrase;
use serde::{Deserialize, Serialize};

use super::Shape;

/// A value as files and the bridge write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Value {
    /// On or off.
    Flag(bool),
    /// A number, of the unit that its meaning names.
    Number(u32),
    /// A word, a time of day, an address.
    Text(String),
    /// Several.
    Texts(Vec<String>),
    /// Something for each type.
    Map(BTreeMap<String, String>),
}

/// Why a value can't be had: what it should have been.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub Phrase);

/// What a setting can be.
pub trait Settable: Sized {
    /// What it can be, for pages and documentation.
    fn shape() -> Shape;

    /// What it should have been, for whoever set something else.
    fn wanted() -> Phrase {
        Self::shape().phrase()
    }

    /// From what stands in a file.
    fn read(value: &Value) -> Option<Self>;

    /// As it is written.
    fn write(&self) -> Value;
}

impl Settable for bool {
    fn shape() -> Shape {
        Shape::Flag
    }

    fn read(value: &Value) -> Option<Self> {
        if let Value::Flag(flag) = value { Some(*flag) } else { None }
    }

    fn write(&self) -> Value {
        Value::Flag(*self)
    }
}

impl Settable for jiff::civil::Time {
    fn shape() -> Shape {
        Shape::Time
    }

    fn read(value: &Value) -> Option<Self> {
        let Value::Text(text) = value else { return None };
        Self::strptime("%H:%M", text).ok()
    }

    fn write(&self) -> Value {
        Value::Text(self.strftime("%H:%M").to_string())
    }
}

/// Types as the wire spells them; any, since a server may have more than we know.
impl Settable for Vec<String> {
    fn shape() -> Shape {
        Shape::Kinds
    }

    fn read(value: &Value) -> Option<Self> {
        if let Value::Texts(kinds) = value { Some(kinds.clone()) } else { None }
    }

    fn write(&self) -> Value {
        Value::Texts(self.clone())
    }
}

/// Text that nothing has to be; none is the empty one.
impl Settable for Option<String> {
    fn shape() -> Shape {
        Shape::Text
    }

    fn read(value: &Value) -> Option<Self> {
        let Value::Text(text) = value else { return None };
        Some(Some(text.clone()).filter(|text| !text.is_empty()))
    }

    fn write(&self) -> Value {
        Value::Text(self.clone().unwrap_or_default())
    }
}
