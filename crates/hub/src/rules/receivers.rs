use serde_json::Value;
use uuid::Uuid;

use super::plan::{Facts, Trouble};
use super::rule::Rule;
use crate::events::Event;
use crate::{Role, UserId};

/// Who is told by a rule, each once: in the order of its fields, then everybody of its roles by name.
pub fn receivers(rule: &Rule, event: &Event, facts: &Facts) -> Result<Vec<UserId>, Trouble> {
    let mut receivers = Vec::new();
    for field in &rule.tell {
        let named =
            named(event, field).ok_or_else(|| Trouble::NoReceiver { rule: rule.name.clone(), field: field.clone() })?;
        if !named.iter().all(|id| id.is_some_and(|id| facts.people.contains_key(&id))) {
            return Err(Trouble::Stranger { rule: rule.name.clone(), field: field.clone() });
        }
        receivers.extend(named.into_iter().flatten());
    }
    receivers.extend(of_roles(&rule.roles, facts));
    let excepted: Vec<_> = rule.except.iter().filter_map(|field| named(event, field)).flatten().flatten().collect();
    let mut told = Vec::with_capacity(receivers.len());
    for receiver in receivers {
        let is_active = facts.people.get(&receiver).is_some_and(|person| person.is_active);
        if is_active && !excepted.contains(&receiver) && !told.contains(&receiver) {
            told.push(receiver);
        }
    }
    Ok(told)
}

/// The users of a field: what is no id is `None`. Null names nobody.
fn named(event: &Event, field: &str) -> Option<Vec<Option<UserId>>> {
    let id = |value: &Value| value.as_str().and_then(|text| text.parse::<Uuid>().ok()).map(UserId);
    Some(match event.at(field)? {
        Value::Null => vec![],
        Value::Array(list) => list.iter().map(id).collect(),
        one => vec![id(one)],
    })
}

fn of_roles(roles: &[Role], facts: &Facts) -> Vec<UserId> {
    let mut found: Vec<_> = facts.people.iter().filter(|(_, person)| roles.contains(&person.role)).collect();
    found.sort_by_key(|(id, person)| (&person.name, id.0));
    found.into_iter().map(|(id, _)| *id).collect()
}
