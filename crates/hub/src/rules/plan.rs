use std::collections::HashMap;

use protocol::{Kind, Related};

use super::Rules;
use super::receivers::receivers;
use super::rule::Rule;
use super::templates::{RenderFault, template_name};
use super::words::{text, words};
use crate::events::Event;
use crate::{NewNotification, Role, UserId};

/// What is known beside the event.
#[derive(Clone, Default)]
pub struct Facts {
    /// The people that it names, and everybody of the roles in question.
    pub people: HashMap<UserId, Person>,
    /// Events of other tables that may belong to it, in the order they came.
    pub others: Vec<Event>,
}

/// Somebody who may be told, or whose name may stand in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// As others see it.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// Whether they can be told.
    pub is_active: bool,
}

/// What follows from an event.
#[derive(Debug, Default)]
pub struct Plan {
    /// What is to be sent.
    pub notifications: Vec<Planned>,
    /// The rules that failed; the others are followed all the same.
    pub troubles: Vec<Trouble>,
}

/// One notification each for some receivers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Who is told, each once.
    pub receivers: Vec<UserId>,
    /// What.
    pub notification: NewNotification,
}

/// A rule that could not be followed. It carries nothing of what the event said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// Its expression or template could not be worked out.
    #[error("rule {rule}: `{field}`: {fault}")]
    Render {
        /// Which rule.
        rule: String,
        /// Which of its fields.
        field: &'static str,
        /// Why.
        fault: RenderFault,
    },
    /// The event lacks the field that says whom to tell.
    #[error("rule {rule}: the event has no field {field}, which says whom to tell")]
    NoReceiver {
        /// Which rule.
        rule: String,
        /// Which field.
        field: String,
    },
    /// The field does not hold ids of users.
    #[error("rule {rule}: the field {field} of the event holds something else than users")]
    Stranger {
        /// Which rule.
        rule: String,
        /// Which field.
        field: String,
    },
    /// What it would send, nobody can be sent.
    #[error("rule {rule}: {problem}")]
    Unsendable {
        /// Which rule.
        rule: String,
        /// Why.
        problem: &'static str,
    },
}

/// What is to be sent because of an event.
pub fn plan(rules: &Rules, event: &Event, facts: &Facts) -> Plan {
    let mut plan = Plan::default();
    for rule in rules.about(event) {
        match follow(rules, rule, event, facts) {
            Ok(followed) => plan.notifications.extend(followed),
            Err(trouble) => plan.troubles.push(trouble),
        }
    }
    plan
}

fn follow(rules: &Rules, rule: &Rule, event: &Event, facts: &Facts) -> Result<Option<Planned>, Trouble> {
    let words = words(rule, event, facts);
    let failed = |field| move |fault| Trouble::Render { rule: rule.name.clone(), field, fault };
    if let Some(when) = &rule.when
        && !rules.templates.holds(when, &words).map_err(failed("when"))?
    {
        return Ok(None);
    }
    let text = rules.templates.render(&template_name(rule, event.action), &words);
    let message = text.map_err(failed(event.action.as_str()))?;
    // A template may decide that there is nothing to say.
    if message.is_empty() {
        return Ok(None);
    }
    let notification = NewNotification {
        related: related(rule, event),
        ..NewNotification::new(Kind::from(rule.kind.as_str()), message)
    };
    notification.check().map_err(|problem| Trouble::Unsendable { rule: rule.name.clone(), problem })?;
    Ok(Some(Planned { receivers: receivers(rule, event, facts)?, notification }))
}

fn related(rule: &Rule, event: &Event) -> Related {
    let Some(pointer) = &rule.related else {
        return Related::default();
    };
    let id = match &pointer.id {
        Some(path) => event.at(path).and_then(text),
        None => Some(event.object.clone()),
    };
    Related { kind: Some(pointer.kind.clone()), id }
}
