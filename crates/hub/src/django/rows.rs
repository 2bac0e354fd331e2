//! Django's rows as the hub understands them. One that holds what section 10 does not know is left out, with a warning.

use std::collections::HashSet;

use jiff::Timestamp;
use protocol::{Kind, Notification, NotificationId, Related, Row as Wire};

use crate::notifications::{self, Foreign};
use crate::store::{Db, Row};
use crate::users::Account;
use crate::{Error, NewUser, Role, UserId};

/// The columns that [`account`] wants, in its order.
const ACCOUNT: &str = "CAST(id AS TEXT), email, name, role, is_staff, is_active, password";

/// The columns that [`notification`] wants, in its order. Null is a message of more than 16 MiB, which no desktop takes, and a
/// date that is infinite.
const NOTIFICATION: &str = "CAST(id AS TEXT), CAST(receiver_id AS TEXT), notification_type,
    CASE WHEN octet_length(message) <= 16777216 THEN message END, subject, CAST(object_id AS TEXT),
    CASE WHEN isfinite(date) THEN CAST(extract(epoch FROM date) * 1000000 AS BIGINT) END, status,
    CASE WHEN isfinite(delivered_at) THEN CAST(extract(epoch FROM delivered_at) * 1000000 AS BIGINT) END";

/// So many rows are read at a time by those who read all.
const PIECE: usize = 250;

/// What was found of some rows.
pub struct Found<T> {
    /// Those that the hub understands.
    pub rows: Vec<T>,
    /// The ids of all that are there.
    pub ids: HashSet<String>,
}

/// Those of these people who are there.
pub fn accounts(db: &Db<'_>, ids: &[String]) -> Result<Found<Account>, Error> {
    understood(&some(db, ACCOUNT, "accounts_user", ids)?, account)
}

/// Those of these notifications that are there, in the order of the ids.
pub fn notifications(db: &Db<'_>, ids: &[String]) -> Result<Found<Foreign>, Error> {
    understood(&some(db, NOTIFICATION, "notifications_notification", ids)?, notification)
}

/// Begins to read all people, in the order of their ids, and all notifications, in the order of their dates, for as long as
/// the transaction lasts.
pub fn open(db: &Db<'_>) -> Result<(), Error> {
    db.run(&format!(
        "DECLARE people NO SCROLL CURSOR FOR SELECT {ACCOUNT} FROM public.accounts_user ORDER BY accounts_user.id;
         DECLARE notifications NO SCROLL CURSOR FOR SELECT {NOTIFICATION} FROM public.notifications_notification
         ORDER BY notifications_notification.date, notifications_notification.id"
    ))
}

/// The next of all people; at the end nobody.
pub fn next_accounts(db: &Db<'_>) -> Result<Found<Account>, Error> {
    understood(&db.rows(&format!("FETCH {PIECE} FROM people"), &[])?, account)
}

/// The next of all notifications; at the end none.
pub fn next_notifications(db: &Db<'_>) -> Result<Found<Foreign>, Error> {
    understood(&db.rows(&format!("FETCH {PIECE} FROM notifications"), &[])?, notification)
}

/// Those of these ids that are in one of Django's tables.
pub fn present(db: &Db<'_>, table: &str, ids: &[String]) -> Result<HashSet<String>, Error> {
    some(db, "CAST(id AS TEXT)", table, ids)?.iter().map(|row| row.get(0)).collect()
}

/// Reads rows whose first column is their id.
fn understood<T>(rows: &[Row], read: impl Fn(&Row) -> Result<Option<T>, Error>) -> Result<Found<T>, Error> {
    let ids = rows.iter().map(|row| row.get(0)).collect::<Result<HashSet<String>, _>>()?;
    let read = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let found: Vec<_> = read.into_iter().flatten().collect();
    if found.len() < rows.len() {
        let left_out = rows.len() - found.len();
        tracing::warn!("{left_out} rows of Django are left out: they hold what the hub does not know");
    }
    Ok(Found { rows: found, ids })
}

fn some(db: &Db<'_>, columns: &str, table: &str, ids: &[String]) -> Result<Vec<Row>, Error> {
    let ids: Vec<_> = ids.iter().map(|id| [id]).collect();
    let sql = format!(
        "SELECT {columns} FROM public.{table} JOIN
         (SELECT CAST(value ->> 0 AS uuid) AS wanted, key FROM {}) AS list ON wanted = id ORDER BY key",
        db.each("$1")
    );
    db.rows(&sql, &[&serde_json::to_string(&ids)?])
}

/// Somebody with an account.
fn account(row: &Row) -> Result<Option<Account>, Error> {
    let Some(role) = Role::named(&row.get::<String>(3)?) else {
        return Ok(None);
    };
    let user = NewUser { email: row.get(1)?, name: row.get(2)?, role, is_staff: row.get(4)?, is_active: row.get(5)? };
    Ok(Some(Account { id: UserId(row.parsed(0)?), user, password: row.get(6)? }))
}

/// A notification.
fn notification(row: &Row) -> Result<Option<Foreign>, Error> {
    let date = row.get::<Option<i64>>(6)?.and_then(moment);
    let (Some(status), Some(message), Some(date)) = (notifications::status(&row.get::<String>(7)?), row.get(3)?, date)
    else {
        return Ok(None);
    };
    let notification = Notification {
        id: NotificationId(row.parsed(0)?),
        kind: Kind::from(row.get::<String>(2)?.as_str()),
        message,
        date,
        status,
        related: Related { kind: Wire::kind_of(row.get(4)?), id: row.get(5)? },
    };
    let delivered_at = row.get::<Option<i64>>(8)?.and_then(moment);
    Ok(Some(Foreign { receiver: UserId(row.parsed(1)?), notification, delivered_at }))
}

/// A moment of the calendar.
fn moment(microseconds: i64) -> Option<Timestamp> {
    Timestamp::from_microsecond(microseconds).ok()
}
