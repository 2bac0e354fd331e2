use std::io;
use std::path::PathBuf;

/// Why a file of rules can't be used: which file, which row of it, which field.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// The file can't be read.
    #[error("can't read the rules in {file}: {source}")]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is not TOML, or has a table that nobody knows.
    #[error("the rules in {file} can't be understood: {problem}")]
    Syntax {
        /// The file.
        file: PathBuf,
        /// Where, and what.
        problem: String,
    },
    /// A row of `[[type]]` can't stand in the table.
    #[error("type {key} in {file}: {fault}")]
    Kind {
        /// The file.
        file: PathBuf,
        /// Its `key`, or its number.
        key: String,
        /// What is wrong, with the name of the field.
        fault: String,
    },
    /// A `[[rule]]` can't be followed.
    #[error("rule {rule} in {file}: {fault}")]
    Rule {
        /// The file.
        file: PathBuf,
        /// Its `name`, or its number.
        rule: String,
        /// What is wrong.
        fault: RuleFault,
    },
    /// The table of types that is built in is broken.
    #[error("the built-in types can't be read: {0}")]
    BuiltIn(#[from] serde_json::Error),
}

/// What can be wrong with a rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleFault {
    /// A field is missing, unknown or of the wrong kind.
    #[error("{0}")]
    Shape(String),
    /// Two rules of one name in one file: one of them would never be followed.
    #[error("`name`: there is a rule of this name already")]
    Twice,
    /// What it sends could not be sent.
    #[error("`type`: there is no type {kind}; known are {known}")]
    UnknownKind {
        /// What it says.
        kind: String,
        /// What it could say.
        known: String,
    },
    /// A template or an expression can't be parsed.
    #[error("`{field}`: {problem}")]
    Template {
        /// Which one.
        field: &'static str,
        /// What is wrong, and on which line of it.
        problem: String,
    },
    /// It would never tell anything.
    #[error("one of `created`, `updated` and `deleted` must say what people are told")]
    Mute,
    /// The wait would hold a notification back for too long, or not at all.
    #[error("`gather.seconds` must be from 1 to {0}")]
    Wait(u8),
}
