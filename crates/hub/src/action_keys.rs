use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::store::Db;
use crate::{Error, UserId};

/// How long keys are remembered; `docs/capabilities.md` promises 30 days.
const MEMORY: SignedDuration = SignedDuration::from_hours(31 * 24);

/// Does a user's action, unless it was done already under this key. False when there was nothing to do it to; then its
/// key is not remembered.
pub fn once<F>(db: &Db<'_>, user: UserId, key: Option<Uuid>, now: Timestamp, action: F) -> Result<bool, Error>
where
    F: FnOnce(&Db<'_>) -> Result<bool, Error>,
{
    let Some(key) = key else {
        return action(db);
    };
    db.execute("DELETE FROM action_key WHERE done_at <= $1", &[&(now - MEMORY).as_microsecond()])?;
    let known = "SELECT 1 FROM action_key WHERE \"user\" = $1 AND key = $2";
    if db.optional(known, &[&user.to_string(), &key.to_string()])?.is_some() {
        return Ok(true);
    }
    let done = action(db)?;
    if done {
        let sql = "INSERT INTO action_key (\"user\", key, done_at) VALUES ($1, $2, $3)";
        db.execute(sql, &[&user.to_string(), &key.to_string(), &now.as_microsecond()])?;
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use crate::{NewUser, users};

    #[test]
    fn a_key_is_the_users_own_and_forgotten_after_a_month() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        let hire = |email, name| store.now(|db| users::add(db, &NewUser::new(email, name), "no hash")).unwrap();
        let (ada, tomasz) = (hire("ada@ward.example", "Ada Nowak"), hire("tomasz@ward.example", "Tomasz Bąk"));
        let monday: Timestamp = "2026-11-23T07:00:00Z".parse().unwrap();
        let month_later = monday + SignedDuration::from_hours(30 * 24);
        let key = Uuid::new_v4();
        let times_done = |user, now, found| {
            let mut times = 0;
            let count = |_: &Db<'_>| {
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
