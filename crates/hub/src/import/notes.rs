//! What was taken over, as it was in the source the last time.

use std::collections::HashMap;

use protocol::{NotificationId, Status};
use sha2::{Digest, Sha256};

use super::source::Table;
use crate::store::Db;
use crate::users::{self, Account};
use crate::{Error, UserId, notifications};

/// So many are looked for in the source at a time.
const PIECE: usize = 250;

/// Somebody who was taken over.
pub struct Known {
    /// Who they are here.
    pub here: UserId,
    /// What the source said of them, with a fingerprint for a password.
    pub said: Account,
}

/// An account of the source as it is noted.
pub fn noted(there: &Account) -> Account {
    let password = Sha256::digest(&there.password).iter().map(|byte| format!("{byte:02x}")).collect();
    Account { password, ..there.clone() }
}

/// Those of these people who were taken over.
pub fn people(db: &Db<'_>, ids: impl Iterator<Item = UserId>) -> Result<HashMap<UserId, Known>, Error> {
    let ids: Vec<_> = ids.map(|id| [id.to_string()]).collect();
    let sql = format!(
        "SELECT {}, here FROM imported_person WHERE id IN (SELECT value ->> 0 FROM {})",
        users::ACCOUNT,
        db.each("$1")
    );
    let rows = db.rows(&sql, &[&serde_json::to_string(&ids)?])?;
    let known = rows.iter().map(|row| {
        let said = users::read_account(row)?;
        Ok((said.id, Known { here: UserId(row.parsed(7)?), said }))
    });
    known.collect()
}

/// Whether somebody here is one of those people. Their own account is: it came with them.
pub fn is_somebody(db: &Db<'_>, here: UserId) -> Result<bool, Error> {
    Ok(db.optional("SELECT 1 FROM imported_person WHERE here = $1", &[&here.to_string()])?.is_some())
}

/// Notes what the source says of somebody, as [`noted`] has it, and who they are here.
pub fn put_person(db: &Db<'_>, said: &Account, here: UserId) -> Result<(), Error> {
    let Account { id, user, password } = said;
    let sql = "INSERT INTO imported_person (id, email, name, role, is_staff, is_active, password, here)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
               ON CONFLICT (id) DO UPDATE SET email = excluded.email, name = excluded.name, role = excluded.role,
                   is_staff = excluded.is_staff, is_active = excluded.is_active, password = excluded.password";
    let (id, here, role) = (id.to_string(), here.to_string(), user.role.as_str());
    db.execute(sql, &[&id, &user.email, &user.name, &role, &user.is_staff, &user.is_active, password, &here]).map(drop)
}

/// The statuses that those of these notifications had which were taken over.
pub fn statuses(
    db: &Db<'_>,
    ids: impl Iterator<Item = NotificationId>,
) -> Result<HashMap<NotificationId, Status>, Error> {
    let ids: Vec<_> = ids.map(|id| [id.to_string()]).collect();
    let sql =
        format!("SELECT id, status FROM imported_notification WHERE id IN (SELECT value ->> 0 FROM {})", db.each("$1"));
    let rows = db.rows(&sql, &[&serde_json::to_string(&ids)?])?;
    let noted = rows.iter().map(|row| {
        let status = notifications::status(&row.get::<String>(1)?).ok_or(Error::Unreadable)?;
        Ok((NotificationId(row.parsed(0)?), status))
    });
    noted.collect()
}

/// Notes the statuses of notifications.
pub fn put_statuses(db: &Db<'_>, statuses: &[(NotificationId, Status)]) -> Result<(), Error> {
    let pairs: Vec<_> = statuses.iter().map(|(id, status)| [id.to_string(), status.as_str().to_owned()]).collect();
    let sql = format!(
        "INSERT INTO imported_notification (id, status) SELECT value ->> 0, value ->> 1 FROM {} WHERE true
         ON CONFLICT (id) DO UPDATE SET status = excluded.status",
        db.each("$1")
    );
    db.execute(&sql, &[&serde_json::to_string(&pairs)?]).map(drop)
}

/// Forgets that notifications were taken over.
pub fn forget_notifications(db: &Db<'_>, ids: &[String]) -> Result<(), Error> {
    let ids: Vec<_> = ids.iter().map(|id| [id]).collect();
    let sql = format!("DELETE FROM imported_notification WHERE id IN (SELECT value ->> 0 FROM {})", db.each("$1"));
    db.execute(&sql, &[&serde_json::to_string(&ids)?]).map(drop)
}

/// The next ids of what was taken over.
pub fn ids_after(db: &Db<'_>, table: Table, after: &str) -> Result<Vec<String>, Error> {
    let name = match table {
        Table::People => "imported_person",
        Table::Notifications => "imported_notification",
    };
    let sql = format!("SELECT id FROM {name} WHERE id > $1 ORDER BY id LIMIT {PIECE}");
    db.rows(&sql, &[&after])?.iter().map(|row| row.get(0)).collect()
}
