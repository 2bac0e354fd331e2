use language::{Phrase, say};

use super::Shape;
use super::value::{Settable, Value};

/// The path of a record's page on the clinic's server, `{id}` in it standing for the record's id; empty where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(String);

impl Template {
    /// One that is known to be a path, or empty.
    pub(super) fn of(path: &str) -> Self {
        Self(path.to_owned())
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A path of the server itself: two slashes would begin the name of another, and browsers take a backslash for one. It
    /// is a path alone, without a question or a place in the page.
    fn is_path(text: &str) -> bool {
        let odd = |letter: char| matches!(letter, '\\' | '?' | '#') || letter.is_control();
        text.is_empty() || text.starts_with('/') && !text.starts_with("//") && !text.contains(odd)
    }
}

impl Settable for Template {
    fn shape() -> Shape {
        Shape::Text
    }

    fn wanted() -> Phrase {
        say::setting_path()
    }

    fn read(value: &Value) -> Option<Self> {
        let Value::Text(text) = value else { return None };
        Self::is_path(text).then(|| Self::of(text))
    }

    fn write(&self) -> Value {
        Value::Text(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_the_server_is_one() {
        let is = |text: &str| Template::read(&Value::Text(text.to_owned())).is_some();
        for path in ["", "/", "/chat/", "/referrals/detail/{id}/notes"] {
            assert!(is(path), "{path}");
        }
        for other in [
            "chat",
            "//evil.example/",
            "/\\evil.example/",
            "https://evil.example/",
            "/a\nb",
            "javascript:1",
            "/a?b={id}",
        ] {
            assert!(!is(other), "{other}");
        }
    }
}
