use std::collections::BTreeMap;

use minijinja::value::Value;
use serde_json::{Map, Value as Json};

use super::plan::Facts;
use super::rule::{Gather, Rule};
use crate::events::Event;

/// Two to the 63rd: the first whole number that is too large for an id.
const LIMIT: f64 = 9_223_372_036_854_775_808.0;

/// What templates and expressions know. The event's own fields can't take the place of the other words.
pub fn words(rule: &Rule, event: &Event, facts: &Facts) -> Value {
    let mut words: BTreeMap<&str, Value> =
        event.fields.iter().map(|(name, value)| (name.as_str(), word(value))).collect();
    let names = facts.people.iter().map(|(id, person)| (id.to_string(), Value::from(person.name.as_str())));
    words.insert("id", Value::from(event.object.as_str()));
    words.insert("action", Value::from(event.action.as_str()));
    words.insert("changed", event.changed().into_iter().map(Value::from).collect::<Vec<_>>().into());
    words.insert("previous", event.previous.as_ref().map_or(Value::UNDEFINED, fields));
    words.insert("names", names.collect::<BTreeMap<_, _>>().into());
    if let Some(gather) = &rule.gather {
        let belongs = |other: &&Event| belongs(gather, other, event);
        let gathered = facts.others.iter().filter(belongs).map(|other| fields(&other.fields));
        words.insert(&gather.name, gathered.collect::<Vec<_>>().into());
    }
    words.into()
}

fn belongs(gather: &Gather, other: &Event, event: &Event) -> bool {
    let owner = other.fields.get(&gather.by).and_then(text);
    other.model == gather.model && owner.as_deref() == Some(&event.object)
}

/// A field as templates see it. Null is as if it were not there: it renders as nothing.
fn word(value: &Json) -> Value {
    match value {
        Json::Null => Value::UNDEFINED,
        Json::Object(map) => fields(map),
        Json::Array(list) => list.iter().map(word).collect::<Vec<_>>().into(),
        Json::String(text) => Value::from(text.as_str()),
        Json::Bool(yes) => Value::from(*yes),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::from(whole),
            (None, Some(other)) => Value::from(other),
            (None, None) => Value::UNDEFINED,
        },
    }
}

fn fields(map: &Map<String, Json>) -> Value {
    map.iter().map(|(name, value)| (name.as_str(), word(value))).collect::<BTreeMap<_, _>>().into()
}

/// An id, whether it is written as text or as a whole number, which may be written as 7.0.
pub fn text(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)).map(|id| id.to_string()),
        _ => None,
    }
}

fn whole(number: f64) -> Option<i64> {
    // What is too small for an id was rounded to just the smallest when it was read, which is written without a point.
    let fits = number.fract() == 0.0 && number.abs() < LIMIT;
    fits.then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_id_is_a_text_or_a_whole_number() {
        let table = [
            (json!("7"), Some("7")),
            (json!(7), Some("7")),
            (json!(7.0), Some("7")),
            (json!(-7.0), Some("-7")),
            (json!(i64::MIN), Some("-9223372036854775808")),
            (json!(7.5), None),
            (json!(u64::MAX), None),
            (serde_json::from_str("-9223372036854775809").unwrap(), None),
            (json!(1e300), None),
            (json!([7]), None),
            (json!(null), None),
        ];
        for (value, id) in table {
            assert_eq!(text(&value).as_deref(), id, "{value}");
        }
    }
}
