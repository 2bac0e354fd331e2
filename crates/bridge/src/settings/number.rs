use super::Shape;
use super::value::{Settable, Value};

/// A whole number within bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number<const LEAST: u32, const MOST: u32>(u32);

impl<const LEAST: u32, const MOST: u32> Number<LEAST, MOST> {
    /// The nearest number within the bounds.
    pub const fn near(number: u32) -> Self {
        assert!(LEAST <= MOST);
        Self(if number < LEAST {
            LEAST
        } else if number > MOST {
            MOST
        } else {
            number
        })
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl<const LEAST: u32, const MOST: u32> Settable for Number<LEAST, MOST> {
    fn shape() -> Shape {
        Shape::Number { least: LEAST, most: MOST }
    }

    fn read(value: &Value) -> Option<Self> {
        let Value::Number(number) = value else { return None };
        (LEAST..=MOST).contains(number).then_some(Self(*number))
    }

    fn write(&self) -> Value {
        Value::Number(self.0)
    }
}
