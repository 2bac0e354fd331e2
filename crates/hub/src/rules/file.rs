//! How files of rules become [`Rules`].

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use jiff::tz::TimeZone;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::{Table, Value};

use super::Rules;
use super::error::{RuleFault, RulesError};
use super::rule::Rule;
use super::templates::{Templates, template_name};
use crate::events::Action;
use crate::kinds::{KindRow, Kinds};

/// What the built-in file is called in errors.
const SHIPPED: &str = "takecare.toml";

/// A file before its rows were read, so that what is wrong with one can be told by its name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Whose clocks times are written by; without it, this machine's.
    timezone: Option<String>,
    #[serde(default, rename = "type")]
    kinds: Vec<Table>,
    #[serde(default, rename = "rule")]
    rules: Vec<Table>,
}

impl Rules {
    /// The built-in rules and types.
    ///
    /// # Errors
    /// Only when they are broken, which tests rule out.
    pub fn shipped() -> Result<Self, RulesError> {
        let mut rules = Self {
            rules: vec![],
            kinds: Kinds::built_in()?,
            templates: Templates::new(TimeZone::system()),
            zone: TimeZone::system(),
        };
        rules.take(Path::new(SHIPPED), include_str!("../../rules/takecare.toml"))?;
        Ok(rules)
    }

    /// The built-in ones and those of a file. Of two rules of one name, the file's holds.
    ///
    /// # Errors
    /// What is wrong with the file, by rule and field.
    pub fn with_file(path: &Path) -> Result<Self, RulesError> {
        let unreadable = |source| RulesError::Unreadable { file: path.to_owned(), source };
        let mut rules = Self::shipped()?;
        rules.take(path, &fs::read_to_string(path).map_err(unreadable)?)?;
        Ok(rules)
    }

    /// The same, or the built-in ones alone if there is no such file.
    ///
    /// # Errors
    /// What is wrong with the file, by rule and field.
    pub fn with_any_file(path: &Path) -> Result<Self, RulesError> {
        match Self::with_file(path) {
            Err(RulesError::Unreadable { source, .. }) if source.kind() == ErrorKind::NotFound => Self::shipped(),
            other => other,
        }
    }

    /// Takes in a file's rows.
    pub(super) fn take(&mut self, path: &Path, text: &str) -> Result<(), RulesError> {
        let wrong = |problem: String| RulesError::Syntax { file: path.to_owned(), problem };
        let file: File = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        if let Some(name) = file.timezone {
            self.zone = TimeZone::get(&name).map_err(|_| wrong(format!("there is no time zone {name}")))?;
        }
        for (place, row) in file.kinds.into_iter().enumerate() {
            let key = called(&row, "key", place);
            let added = read::<KindRow>(row).and_then(|row| self.kinds.add(row).map_err(|fault| fault.to_string()));
            added.map_err(|fault| RulesError::Kind { file: path.to_owned(), key, fault })?;
        }
        let own = self.read_rules(path, file.rules)?;
        self.rules.retain(|rule| own.iter().all(|own| own.name != rule.name));
        self.rules.extend(own);
        self.templates = self.compiled(path)?;
        Ok(())
    }

    fn read_rules(&self, path: &Path, rows: Vec<Table>) -> Result<Vec<Rule>, RulesError> {
        let mut own: Vec<Rule> = Vec::with_capacity(rows.len());
        for (place, row) in rows.into_iter().enumerate() {
            let name = called(&row, "name", place);
            let rule = read::<Rule>(row).map_err(RuleFault::Shape).and_then(|rule| self.checked(rule, &own));
            own.push(rule.map_err(|fault| RulesError::Rule { file: path.to_owned(), rule: name, fault })?);
        }
        Ok(own)
    }

    fn checked(&self, rule: Rule, before: &[Rule]) -> Result<Rule, RuleFault> {
        rule.check()?;
        if before.iter().any(|other| other.name == rule.name) {
            return Err(RuleFault::Twice);
        }
        match self.kinds.find(&rule.kind) {
            Some(_) => Ok(rule),
            None => Err(RuleFault::UnknownKind { kind: rule.kind, known: self.kinds.listed() }),
        }
    }

    fn compiled(&self, path: &Path) -> Result<Templates, RulesError> {
        let mut templates = Templates::new(self.zone.clone());
        for rule in &self.rules {
            compile(&mut templates, rule).map_err(|(field, error)| RulesError::Rule {
                file: path.to_owned(),
                rule: rule.name.clone(),
                fault: RuleFault::Template { field, problem: error.to_string() },
            })?;
        }
        Ok(templates)
    }
}

fn compile(templates: &mut Templates, rule: &Rule) -> Result<(), (&'static str, minijinja::Error)> {
    for action in Action::ALL {
        if let Some(text) = rule.text(action) {
            let added = templates.add(template_name(rule, action), text.to_owned());
            added.map_err(|error| (action.as_str(), error))?;
        }
    }
    rule.when.as_ref().map_or(Ok(()), |when| templates.check_expression(when)).map_err(|error| ("when", error))
}

/// What a row calls itself, or else its number.
fn called(row: &Table, field: &str, place: usize) -> String {
    row.get(field).and_then(Value::as_str).map_or_else(|| format!("number {}", place + 1), str::to_owned)
}

fn read<T: DeserializeOwned>(row: Table) -> Result<T, String> {
    Value::Table(row).try_into().map_err(|error: toml::de::Error| error.message().to_owned())
}
