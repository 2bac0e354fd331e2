use language::Language;

use super::Shape;
use super::value::{Settable, Value};

/// None is the desktop's own.
const SYSTEM: &str = "system";

impl Settable for Option<Language> {
    fn shape() -> Shape {
        let tags = Language::ALL.map(Language::tag);
        Shape::Choice { of: [SYSTEM].into_iter().chain(tags).map(str::to_owned).collect() }
    }

    fn read(value: &Value) -> Option<Self> {
        let Value::Text(word) = value else { return None };
        let language = Language::ALL.into_iter().find(|language| language.tag() == word);
        if word == SYSTEM { Some(None) } else { language.map(Some) }
    }

    fn write(&self) -> Value {
        Value::Text(self.map_or(SYSTEM, Language::tag).to_owned())
    }
}
