use std::fmt;
use std::str::FromStr;

use serde_json::{Map, Value};

/// The fields of a module's object, by name.
pub type Fields = Map<String, Value>;

/// What happened to an object of a module. `Debug` leaves its fields out: they are what patients' records hold.
#[derive(Clone, PartialEq)]
pub struct Event {
    /// What it is: the name of the module's table, such as `referrals_referral`.
    pub model: String,
    /// Which one.
    pub object: String,
    /// What happened to it.
    pub action: Action,
    /// What it is now, as far as the module says; of a deleted one, what it was.
    pub fields: Fields,
    /// What it was before. Without it, every field that is told counts as changed.
    pub previous: Option<Fields>,
}

/// What can happen to an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is new.
    Created,
    /// It is otherwise than before.
    Updated,
    /// It is gone.
    Deleted,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Created, Self::Updated, Self::Deleted];

    /// The word that events and rules have for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Deleted => "deleted",
        }
    }
}

/// A word that is no action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an action is created, updated or deleted")]
pub struct NoAction;

impl FromStr for Action {
    type Err = NoAction;

    fn from_str(text: &str) -> Result<Self, NoAction> {
        Self::ALL.into_iter().find(|action| action.as_str() == text).ok_or(NoAction)
    }
}

impl Event {
    /// The names of the fields that are otherwise than before.
    pub fn changed(&self) -> Vec<&str> {
        let before = |name: &String| self.previous.as_ref().map(|previous| previous.get(name));
        let is_new = |(name, value): &(&String, &Value)| before(name).is_none_or(|before| before != Some(*value));
        self.fields.iter().filter(is_new).map(|(name, _)| name.as_str()).collect()
    }

    /// What stands at a place such as `appointment_slot.doctor_id`; a field whose name has dots goes first.
    pub fn at(&self, path: &str) -> Option<&Value> {
        match self.fields.get(path) {
            None => {
                let mut steps = path.split('.');
                let first = self.fields.get(steps.next()?)?;
                steps.try_fold(first, |value, step| value.get(step))
            }
            found => found,
        }
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Event").field("model", &self.model).field("action", &self.action).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(fields: Value, previous: Option<Value>) -> Event {
        let map = |value| serde_json::from_value(value).unwrap();
        let (model, object) = ("issues_issue".to_owned(), "7".to_owned());
        Event { model, object, action: Action::Updated, fields: map(fields), previous: previous.map(map) }
    }

    #[test]
    fn changed_is_what_differs_or_else_all_that_is_told() {
        let now = json!({"is_resolved": true, "message": "Printer"});
        assert_eq!(event(now.clone(), None).changed(), ["is_resolved", "message"]);
        assert_eq!(
            event(now.clone(), Some(json!({"is_resolved": false, "message": "Printer"}))).changed(),
            ["is_resolved"]
        );
        assert_eq!(event(now.clone(), Some(json!({"message": "Printer"}))).changed(), ["is_resolved"]);
        assert!(event(now.clone(), Some(now)).changed().is_empty());
    }

    #[test]
    fn a_path_leads_into_nested_objects() {
        let event = event(json!({"slot": {"doctor": {"id": "d"}}, "a.b": 1, "list": [1]}), None);
        assert_eq!(event.at("slot.doctor.id"), Some(&json!("d")));
        assert_eq!(event.at("a.b"), Some(&json!(1)));
        assert_eq!(event.at("list.0"), None);
        assert_eq!(event.at("slot.nurse.id"), None);
        assert_eq!(event.at(""), None);
    }
}
