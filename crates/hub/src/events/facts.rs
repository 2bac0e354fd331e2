use std::collections::{HashMap, HashSet};

use serde_json::Value;
use uuid::Uuid;

use super::Event;
use super::queue::{self, Waiting};
use crate::rules::{Facts, Person, Rules};
use crate::store::Db;
use crate::{Error, Role, UserId};

/// What rules need to know beside an event.
pub fn facts(db: &Db<'_>, rules: &Rules, waiting: &Waiting) -> Result<Facts, Error> {
    let event = &waiting.event;
    let mut others = Vec::new();
    for gather in rules.gathers(event) {
        others.extend(queue::others(db, waiting, gather)?);
    }
    Ok(Facts { people: people(db, &ids(event), &rules.roles(event))?, others })
}

/// Whatever in an event could be the id of a user.
fn ids(event: &Event) -> HashSet<Uuid> {
    let mut found = HashSet::new();
    let mut open: Vec<&Value> = event.fields.values().collect();
    while let Some(value) = open.pop() {
        match value {
            Value::String(text) => found.extend(text.parse::<Uuid>()),
            Value::Array(list) => open.extend(list),
            Value::Object(map) => open.extend(map.values()),
            _ => {}
        }
    }
    found
}

/// The people of these ids, and everybody of these roles.
fn people(db: &Db<'_>, ids: &HashSet<Uuid>, roles: &[Role]) -> Result<HashMap<UserId, Person>, Error> {
    let ids: Vec<_> = ids.iter().map(|id| [id.to_string()]).collect();
    let roles: Vec<_> = roles.iter().map(|role| [role.as_str()]).collect();
    let sql = format!(
        "SELECT id, name, role, is_active FROM \"user\" WHERE id IN (SELECT value ->> 0 FROM {})
         OR role IN (SELECT value ->> 0 FROM {})",
        db.each("$1"),
        db.each("$2")
    );
    let rows = db.rows(&sql, &[&serde_json::to_string(&ids)?, &serde_json::to_string(&roles)?])?;
    let person = |row: &crate::store::Row| {
        let role = Role::named(&row.get::<String>(2)?).ok_or(Error::Unreadable)?;
        Ok((UserId(row.parsed(0)?), Person { name: row.get(1)?, role, is_active: row.get(3)? }))
    };
    rows.iter().map(person).collect()
}
