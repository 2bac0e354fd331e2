use std::fmt;
use std::str::FromStr;

use super::Shape;
use super::value::{Settable, Value};

/// A combination of keys that the whole desktop heeds, as people write it: `Ctrl+Alt+H`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hotkey {
    /// Whether this one is held.
    pub ctrl: bool,
    /// Whether this one is held.
    pub alt: bool,
    /// Whether this one is held.
    pub shift: bool,
    /// Whether this one is held: the one with the logo.
    pub logo: bool,
    /// What is pressed.
    pub key: Pressed,
}

/// A key that every keyboard has, and that says the same on most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pressed {
    /// `A` to `Z`, `0` to `9`.
    Letter(char),
    /// `F1` to `F12`.
    Function(u8),
}

/// It is no combination that could be meant: a key alone would be taken from every program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no combination of keys such as Ctrl+Alt+H")]
pub struct NoHotkey;

impl Hotkey {
    /// A letter with Ctrl and Alt.
    pub const fn ctrl_alt(letter: char) -> Self {
        Self { ctrl: true, alt: true, shift: false, logo: false, key: Pressed::Letter(letter) }
    }
}

impl FromStr for Hotkey {
    type Err = NoHotkey;

    fn from_str(text: &str) -> Result<Self, NoHotkey> {
        let (held, key) = text.rsplit_once('+').ok_or(NoHotkey)?;
        let mut hotkey = Self { ctrl: false, alt: false, shift: false, logo: false, key: key.trim().parse()? };
        for held in held.split('+') {
            let held = match held.trim().to_ascii_lowercase().as_str() {
                "ctrl" | "control" => &mut hotkey.ctrl,
                "alt" => &mut hotkey.alt,
                "shift" => &mut hotkey.shift,
                "super" | "win" | "cmd" => &mut hotkey.logo,
                _ => return Err(NoHotkey),
            };
            *held = true;
        }
        // Shift alone makes capitals of letters.
        if hotkey.ctrl || hotkey.alt || hotkey.logo { Ok(hotkey) } else { Err(NoHotkey) }
    }
}

impl FromStr for Pressed {
    type Err = NoHotkey;

    fn from_str(text: &str) -> Result<Self, NoHotkey> {
        if let Some(number) = text.strip_prefix(['F', 'f']).filter(|number| !number.is_empty()) {
            let number = number.parse().ok().filter(|number| (1..=12).contains(number));
            return number.map(Self::Function).ok_or(NoHotkey);
        }
        let mut letters = text.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) if letter.is_ascii_alphanumeric() => Ok(Self::Letter(letter.to_ascii_uppercase())),
            _ => Err(NoHotkey),
        }
    }
}

impl fmt::Display for Hotkey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+"), (self.logo, "Super+")];
        held.iter().filter(|(held, _)| *held).try_for_each(|(_, name)| out.write_str(name))?;
        match self.key {
            Pressed::Letter(letter) => write!(out, "{letter}"),
            Pressed::Function(number) => write!(out, "F{number}"),
        }
    }
}

/// None is the empty text.
impl Settable for Option<Hotkey> {
    fn shape() -> Shape {
        Shape::Keys
    }

    fn read(value: &Value) -> Option<Self> {
        let Value::Text(text) = value else { return None };
        if text.trim().is_empty() { Some(None) } else { text.parse().ok().map(Some) }
    }

    fn write(&self) -> Value {
        Value::Text(self.map(|hotkey| hotkey.to_string()).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_combination_is_read_as_people_write_it() {
        for (text, written) in [
            ("Ctrl+Alt+H", "Ctrl+Alt+H"),
            (" control + shift+ h ", "Ctrl+Shift+H"),
            ("Win+F12", "Super+F12"),
            ("alt+ctrl+3", "Ctrl+Alt+3"),
        ] {
            assert_eq!(text.parse::<Hotkey>().unwrap().to_string(), written);
        }
    }

    #[test]
    fn a_key_that_every_program_needs_is_none() {
        for text in ["H", "Shift+H", "Ctrl+", "Ctrl+F13", "Ctrl+HH", "Hyper+H", "Ctrl+Ł", "+", ""] {
            assert_eq!(text.parse::<Hotkey>(), Err(NoHotkey), "{text}");
        }
    }

    #[test]
    fn none_is_a_choice_and_nonsense_is_not() {
        let read = |text: &str| <Option<Hotkey> as Settable>::read(&Value::Text(text.to_owned()));
        assert_eq!(read(""), Some(None));
        assert_eq!(read("Ctrl+Alt+H"), Some(Some(Hotkey::ctrl_alt('H'))));
        assert_eq!(read("nonsense"), None);
    }
}
