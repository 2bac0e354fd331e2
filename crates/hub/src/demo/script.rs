use serde::Deserialize;

use crate::{Error, Role};

/// The invented ward, as `ward.json` describes it.
#[derive(Deserialize)]
pub struct Script {
    /// What everybody signs in with.
    pub password: String,
    pub people: Vec<Person>,
    /// Names that events are about; not all of them have an account.
    pub patients: Vec<String>,
    pub medicines: Vec<String>,
    pub specialists: Vec<String>,
    pub lines: Vec<Line>,
}

/// Somebody with an account.
#[derive(Deserialize)]
pub struct Person {
    pub email: String,
    pub name: String,
    pub role: Role,
    #[serde(default)]
    pub is_staff: bool,
}

/// Something that happens again and again.
#[derive(Clone, Deserialize)]
pub struct Line {
    pub kind: protocol::Kind,
    /// The type of what it points to, if it points to anything.
    #[serde(default)]
    pub about: Option<String>,
    /// Who is told, by e-mail address.
    pub to: Vec<String>,
    /// A MiniJinja template.
    pub text: String,
}

impl Script {
    /// Reads the script that is built in.
    pub fn read() -> Result<Self, Error> {
        Ok(serde_json::from_str(include_str!("ward.json"))?)
    }
}
