use std::collections::HashMap;

use jiff::Timestamp;
use serde::Deserialize;
use uuid::Uuid;

use super::rows;
use super::signing::SecretKeys;
use crate::Error;
use crate::sessions::SessionId;
use crate::store::Db;
use crate::users::User;

/// The Django beside which a hub works: where people sign in.
#[derive(Clone)]
pub struct Django {
    keys: SecretKeys,
}

/// What a session says, as far as the hub asks.
#[derive(Deserialize)]
struct Claim {
    #[serde(rename = "_auth_user_id")]
    user: Uuid,
    #[serde(rename = "_auth_user_hash")]
    hash: String,
}

impl Django {
    /// One that signs with these keys.
    pub fn new(keys: SecretKeys) -> Self {
        Self { keys }
    }

    /// Whose session this is.
    pub fn user_of(&self, db: &Db<'_>, session: &SessionId, now: Timestamp) -> Result<Option<User>, Error> {
        Ok(self.users_of(db, [session], now)?.remove(session))
    }

    /// Whose sessions these are, of those that hold: signed by Django, not over, of somebody who is active, and begun with the
    /// password that holds now. People are read from Django's own table, which may be a moment ahead of the hub's.
    pub fn users_of<'a>(
        &self,
        db: &Db<'_>,
        sessions: impl IntoIterator<Item = &'a SessionId>,
        now: Timestamp,
    ) -> Result<HashMap<SessionId, User>, Error> {
        let claims = self.claims(db, sessions, now)?;
        let ids: Vec<_> = claims.iter().map(|(_, claim)| claim.user.to_string()).collect();
        let people: HashMap<_, _> =
            rows::accounts(db, &ids)?.rows.into_iter().map(|account| (account.id.0, account)).collect();
        let holds = |(session, claim): (SessionId, Claim)| {
            let account = people.get(&claim.user)?;
            let is_theirs = account.user.is_active && self.keys.is_of_password(&claim.hash, &account.password);
            is_theirs.then(|| (session, User::from(account.clone())))
        };
        Ok(claims.into_iter().filter_map(holds).collect())
    }

    /// What those of these sessions say that are not over.
    fn claims<'a>(
        &self,
        db: &Db<'_>,
        sessions: impl IntoIterator<Item = &'a SessionId>,
        now: Timestamp,
    ) -> Result<Vec<(SessionId, Claim)>, Error> {
        let keys: Vec<_> = sessions.into_iter().filter_map(SessionId::as_plain).map(|key| [key]).collect();
        let sql = format!(
            "SELECT session_key, session_data FROM public.django_session
             WHERE session_key IN (SELECT value ->> 0 FROM {})
               AND extract(epoch FROM expire_date) * 1000000 > CAST($2 AS BIGINT)",
            db.each("$1")
        );
        let mut claims = Vec::new();
        for row in db.rows(&sql, &[&serde_json::to_string(&keys)?, &now.as_microsecond()])? {
            let data = self.keys.open(&row.get::<String>(1)?);
            // One with which nobody has signed in says nothing of a user.
            if let Some(claim) = data.and_then(|data| serde_json::from_slice(&data).ok()) {
                claims.push((SessionId::plain(&row.get::<String>(0)?), claim));
            }
        }
        Ok(claims)
    }
}
