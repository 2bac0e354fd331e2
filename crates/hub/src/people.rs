use secrecy::SecretString;

use crate::store::Db;
use crate::users::Member;
use crate::{Error, Office, Role, UserId, password, sessions, users};

/// What is done about those who have an account. Whoever is out by it is out of every hub of this database, open sockets
/// too.
impl Office {
    /// Everybody with an account, by e-mail address.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn members(&self) -> Result<Vec<Member>, Error> {
        self.store.read(users::all).await
    }

    /// Gives a user another password and ends all their sessions.
    ///
    /// # Errors
    /// [`Error::UnknownUser`] when there is none.
    pub async fn set_password(&self, user: UserId, password: SecretString) -> Result<(), Error> {
        let hash = password::hash(password).await?;
        let work = move |db: &Db<'_>| {
            users::set_password(db, user, &hash)?;
            sessions::end_all(db, user)
        };
        self.store.write(work).await
    }

    /// Lets a user in again, or shuts them out: no sign-in, no request, no socket.
    ///
    /// # Errors
    /// [`Error::UnknownUser`] when there is none.
    pub async fn set_active(&self, user: UserId, is_active: bool) -> Result<(), Error> {
        let work = move |db: &Db<'_>| {
            users::set_active(db, user, is_active)?;
            if is_active { Ok(()) } else { sessions::end_all(db, user) }
        };
        self.store.write(work).await
    }

    /// Says what a user is in the clinic.
    ///
    /// # Errors
    /// [`Error::UnknownUser`] when there is none.
    pub async fn set_role(&self, user: UserId, role: Role) -> Result<(), Error> {
        self.store.write(move |db| users::set_role(db, user, role)).await
    }
}
