use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Transaction, params};
use uuid::Uuid;

use crate::{Error, UserId};

/// How long keys are remembered; `docs/capabilities.md` promises 30 days.
const MEMORY: SignedDuration = SignedDuration::from_hours(31 * 24);

/// Does a user's action in one transaction, unless it was done already under this key. False when there was nothing
/// to do it to; then its key is not remembered.
pub fn once<F>(db: &mut Connection, user: UserId, key: Option<Uuid>, now: Timestamp, action: F) -> Result<bool, Error>
where
    F: FnOnce(&Transaction<'_>) -> Result<bool, Error>,
{
    let change = db.transaction()?;
    if let Some(key) = key
        && !remember(&change, user, key, now)?
    {
        return Ok(true);
    }
    let done = action(&change)?;
    if done {
        change.commit()?;
    }
    Ok(done)
}

/// False when the key is known already.
fn remember(db: &Connection, user: UserId, key: Uuid, now: Timestamp) -> Result<bool, Error> {
    db.execute("DELETE FROM action_key WHERE done_at <= ?", [(now - MEMORY).as_microsecond()])?;
    let sql = "INSERT OR IGNORE INTO action_key (user, key, done_at) VALUES (?, ?, ?)";
    Ok(db.execute(sql, params![user.to_string(), key.to_string(), now.as_microsecond()])? > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use crate::{NewUser, users};

    #[test]
    fn a_key_is_the_users_own_and_forgotten_after_a_month() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let hire = |email, name| store.now(|db| users::add(db, &NewUser::new(email, name), "no hash")).unwrap();
        let (ada, tomasz) = (hire("ada@ward.example", "Ada Nowak"), hire("tomasz@ward.example", "Tomasz Bąk"));
        let monday: Timestamp = "2026-11-23T07:00:00Z".parse().unwrap();
        let month_later = monday + SignedDuration::from_hours(30 * 24);
        let key = Uuid::new_v4();
        let times_done = |user, now, found| {
            let mut times = 0;
            let count = |_: &Transaction<'_>| {
                times += 1;
                Ok(found)
            };
            let said = store.now(|db| once(db, user, Some(key), now, count)).unwrap();
            (times, said)
        };

        assert_eq!(times_done(ada, monday, false), (1, false));
        assert_eq!(times_done(ada, monday, true), (1, true), "what was not done is not remembered");
        assert_eq!(times_done(ada, monday, true), (0, true));
        assert_eq!(times_done(tomasz, monday, true), (1, true));
        assert_eq!(times_done(ada, month_later, true), (0, true));
        assert_eq!(times_done(ada, monday + MEMORY, true), (1, true));
    }
}
