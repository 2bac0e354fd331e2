use serde::Deserialize;

use super::error::RuleFault;
use crate::Role;
use crate::events::Action;

/// The longest that a rule may wait for what belongs to an event, in seconds.
const LONGEST_WAIT: u8 = 60;

/// One rule, as its file has it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// By which logs and errors call it.
    pub name: String,
    /// For objects of which table.
    pub model: String,
    /// A MiniJinja expression; without one, always.
    pub when: Option<String>,
    /// The fields that hold a user's id or a list of them.
    #[serde(default)]
    pub tell: Vec<String>,
    /// Everybody of these roles is told, too.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// The fields that hold ids of those who know it already.
    #[serde(default)]
    pub except: Vec<String>,
    /// The type of what is sent.
    #[serde(rename = "type")]
    pub kind: String,
    /// What people are told of a new object; nothing without it. A MiniJinja template.
    pub created: Option<String>,
    /// The same for one that is otherwise than before.
    pub updated: Option<String>,
    /// The same for one that is gone.
    pub deleted: Option<String>,
    /// What the notification points to.
    pub related: Option<Pointer>,
    /// Events of another table that belong to this one.
    pub gather: Option<Gather>,
}

/// What a notification points to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pointer {
    /// Such as `appointment`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The field with its id; without it, the id of the event's own object.
    pub id: Option<String>,
}

/// Rows of another table that follow a moment later.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gather {
    /// What templates call the list of them.
    pub name: String,
    /// Which table.
    pub model: String,
    /// Their field that holds the id of the event's object.
    pub by: String,
    /// How long to wait for them.
    pub seconds: u8,
}

impl Rule {
    /// What people are told of this.
    pub fn text(&self, action: Action) -> Option<&str> {
        let text = match action {
            Action::Created => &self.created,
            Action::Updated => &self.updated,
            Action::Deleted => &self.deleted,
        };
        text.as_deref()
    }

    /// Refuses what could never be right; templates and types are checked where they are known.
    pub fn check(&self) -> Result<(), RuleFault> {
        let waits_well = |gather: &Gather| (1..=LONGEST_WAIT).contains(&gather.seconds);
        if Action::ALL.iter().all(|action| self.text(*action).is_none()) {
            Err(RuleFault::Mute)
        } else if !self.gather.as_ref().is_none_or(waits_well) {
            Err(RuleFault::Wait(LONGEST_WAIT))
        } else {
            Ok(())
        }
    }
}
