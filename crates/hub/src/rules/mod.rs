//! Who is told of what happens in TakeCare's modules. Rules and types are rows of TOML files: those that are built in
//! (`rules/takecare.toml`), and the clinic's own (`rules.toml` in the data folder).

mod error;
mod file;
mod plan;
mod receivers;
mod rule;
mod templates;
#[cfg(test)]
mod tests;
mod words;

pub use error::{RuleFault, RulesError};
pub use plan::{Facts, Person, Planned, plan};
pub use rule::Gather;
pub use words::text;

use std::time::Duration;

use jiff::tz::TimeZone;

use crate::Role;
use crate::events::Event;
use crate::kinds::Kinds;
use rule::Rule;
use templates::Templates;

/// All rules that hold, ready to be followed, and all types that may be sent.
pub struct Rules {
    rules: Vec<Rule>,
    kinds: Kinds,
    templates: Templates,
    zone: TimeZone,
}

impl Rules {
    /// The types that may be sent.
    pub fn kinds(&self) -> &Kinds {
        &self.kinds
    }

    /// How long an event waits for what belongs to it.
    pub fn wait(&self, event: &Event) -> Duration {
        let longest = self.gathers(event).map(|gather| gather.seconds).max();
        Duration::from_secs(longest.unwrap_or(0).into())
    }

    /// What belongs to an event.
    pub fn gathers(&self, event: &Event) -> impl Iterator<Item = &Gather> {
        self.about(event).filter_map(|rule| rule.gather.as_ref())
    }

    /// The roles of which everybody may have to be told.
    pub fn roles(&self, event: &Event) -> Vec<Role> {
        self.about(event).flat_map(|rule| rule.roles.iter().copied()).collect()
    }

    /// The rules that have something to say of this.
    fn about(&self, event: &Event) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(|rule| rule.model == event.model && rule.text(event.action).is_some())
    }
}
