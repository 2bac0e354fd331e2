use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::django::Django;
use crate::store::Db;
use crate::users::{User, UserId};
use crate::{Error, token, users};

/// How long a session lasts from sign-in; it is never renewed (section 1.4).
pub const LIFE: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Under what a session is kept: for the hub's own, a fingerprint, so that the cookie itself is nowhere on disk.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SessionId(Vec<u8>);

impl SessionId {
    /// The fingerprint of a cookie's value.
    pub fn of(key: &str) -> Self {
        Self(Sha256::digest(key.as_bytes()).to_vec())
    }

    /// The cookie's value, under which Django keeps its sessions.
    pub fn plain(key: &str) -> Self {
        Self(key.as_bytes().to_vec())
    }

    /// The value of a cookie that Django could have given.
    pub fn as_plain(&self) -> Option<&str> {
        let key = std::str::from_utf8(&self.0).ok()?;
        ((8..=40).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(key)
    }
}

/// Whose sessions hold.
#[derive(Clone, Default)]
pub enum Sessions {
    /// The hub's own.
    #[default]
    Own,
    /// Those of the Django beside which the hub works.
    Django(Django),
}

impl Sessions {
    /// Which session a cookie names.
    pub fn id(&self, key: &str) -> SessionId {
        match self {
            Self::Own => SessionId::of(key),
            Self::Django(_) => SessionId::plain(key),
        }
    }

    /// Whose session this is; nobody's when it is over or its user was deactivated.
    pub fn user_of(&self, db: &Db<'_>, session: &SessionId, now: Timestamp) -> Result<Option<User>, Error> {
        match self {
            Self::Own => user_of(db, session, now),
            Self::Django(django) => django.user_of(db, session, now),
        }
    }

    /// Those of these that are not over.
    pub fn living(
        &self,
        db: &Db<'_>,
        present: &HashSet<(UserId, SessionId)>,
        now: Timestamp,
    ) -> Result<HashSet<SessionId>, Error> {
        match self {
            Self::Own => living(db, present.iter().map(|(user, _)| *user).collect(), now),
            Self::Django(django) => {
                let users = django.users_of(db, present.iter().map(|(_, session)| session), now)?;
                Ok(users.into_keys().collect())
            }
        }
    }
}

/// Begins a session, sweeps out those that are over, and gives the cookie's value.
pub fn begin(db: &Db<'_>, user: UserId, now: Timestamp) -> Result<String, Error> {
    let key = token::fresh();
    db.execute("DELETE FROM session WHERE expires <= $1", &[&now.as_microsecond()])?;
    let sql = "INSERT INTO session (key_hash, \"user\", expires) VALUES ($1, $2, $3)";
    db.execute(sql, &[&SessionId::of(&key).0, &user.to_string(), &(now + LIFE).as_microsecond()])?;
    Ok(key)
}

/// Whose session of the hub this is.
pub fn user_of(db: &Db<'_>, session: &SessionId, now: Timestamp) -> Result<Option<User>, Error> {
    let sql = "SELECT \"user\" FROM session WHERE key_hash = $1 AND expires > $2";
    let Some(row) = db.optional(sql, &[&session.0, &now.as_microsecond()])? else {
        return Ok(None);
    };
    let user = users::by_id(db, UserId(row.parsed(0)?))?;
    Ok(user.filter(|user| user.is_active))
}

/// Ends one session.
pub fn end(db: &Db<'_>, session: &SessionId) -> Result<(), Error> {
    db.execute("DELETE FROM session WHERE key_hash = $1", &[&session.0]).map(drop)
}

/// Ends all sessions of a user except for this one.
pub fn end_others(db: &Db<'_>, user: UserId, kept: Option<&SessionId>) -> Result<(), Error> {
    let Some(kept) = kept else {
        return end_all(db, user);
    };
    let sql = "DELETE FROM session WHERE \"user\" = $1 AND key_hash <> $2";
    db.execute(sql, &[&user.to_string(), &kept.0]).map(drop)
}

/// Ends all sessions of a user.
pub fn end_all(db: &Db<'_>, user: UserId) -> Result<(), Error> {
    db.execute("DELETE FROM session WHERE \"user\" = $1", &[&user.to_string()]).map(drop)
}

/// Lets every hub look which of its sockets have lost their session.
pub fn note_farewell(db: &Db<'_>) -> Result<(), Error> {
    db.execute("UPDATE memory SET farewells = farewells + 1", &[]).map(drop)
}

/// How many sessions were ended in this database.
pub fn farewells(db: &Db<'_>) -> Result<i64, Error> {
    db.row("SELECT farewells FROM memory", &[])?.get(0)
}

/// All sessions of these users that are not over.
fn living(db: &Db<'_>, users: HashSet<UserId>, now: Timestamp) -> Result<HashSet<SessionId>, Error> {
    let sql = format!(
        "SELECT key_hash FROM session JOIN \"user\" ON \"user\".id = session.\"user\"
         WHERE is_active AND expires > $1 AND \"user\".id IN (SELECT value ->> 0 FROM {})",
        db.each("$2")
    );
    let users: Vec<_> = users.into_iter().map(|user| [user.to_string()]).collect();
    let rows = db.rows(&sql, &[&now.as_microsecond(), &serde_json::to_string(&users)?])?;
    rows.iter().map(|row| row.get(0).map(SessionId)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NewUser;
    use crate::store::Store;

    #[test]
    fn a_session_ends_after_fourteen_days_however_often_it_is_used() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        let monday: Timestamp = "2026-11-23T07:00:00Z".parse().unwrap();
        let still_there =
            |session: &SessionId, now| store.now(|db| user_of(db, session, now)).unwrap().map(|user| user.name);

        let ada = store.now(|db| users::add(db, &NewUser::new("ada@ward.example", "Ada Nowak"), "no hash")).unwrap();
        let key = store.now(|db| begin(db, ada, monday)).unwrap();
        let session = SessionId::of(&key);

        assert_eq!(still_there(&session, monday + LIFE - SignedDuration::from_secs(1)).as_deref(), Some("Ada Nowak"));
        assert_eq!(still_there(&session, monday + LIFE), None);
        assert_eq!(still_there(&SessionId::of("some other key"), monday), None);
    }

    #[test]
    fn the_cookie_is_nowhere_in_the_database() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        let ada = store.now(|db| users::add(db, &NewUser::new("ada@ward.example", "Ada Nowak"), "no hash")).unwrap();
        let key = store.now(|db| begin(db, ada, Timestamp::UNIX_EPOCH)).unwrap();
        let holds = |text: &str| {
            std::fs::read_dir(folder.path()).unwrap().any(|file| {
                let bytes = std::fs::read(file.unwrap().path()).unwrap();
                bytes.windows(text.len()).any(|window| window == text.as_bytes())
            })
        };
        assert!(holds("ada@ward.example"), "the search finds what is there");
        assert!(!holds(&key));
    }
}
