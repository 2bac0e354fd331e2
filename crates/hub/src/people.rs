use jiff::Timestamp;
use secrecy::SecretString;

use crate::audit::{Action, Deed, Party, Who};
use crate::store::Db;
use crate::users::Member;
use crate::{Error, Office, Role, UserId, sessions, users};

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
        let hash = self.hasher.hash(password).await?;
        let work = move |db: &Db<'_>| {
            users::set_password(db, user, &hash)?;
            sessions::end_all(db, user)?;
            by_office(Action::PasswordChanged, user).note(db, Timestamp::now())
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
            if !is_active {
                sessions::end_all(db, user)?;
            }
            let action = if is_active { Action::Activated } else { Action::Deactivated };
            by_office(action, user).note(db, Timestamp::now())
        };
        self.store.write(work).await
    }

    /// Ends all sessions of a user.
    pub(crate) async fn sign_out(&self, user: UserId) -> Result<(), Error> {
        let work = move |db: &Db<'_>| {
            sessions::end_all(db, user)?;
            by_office(Action::SignedOut, user).note(db, Timestamp::now())
        };
        self.store.write(work).await
    }

    /// Says what a user is in the clinic.
    ///
    /// # Errors
    /// [`Error::UnknownUser`] when there is none.
    pub async fn set_role(&self, user: UserId, role: Role) -> Result<(), Error> {
        let work = move |db: &Db<'_>| {
            users::set_role(db, user, role)?;
            by_office(Action::RoleSet, user).with(role.to_string()).note(db, Timestamp::now())
        };
        self.store.write(work).await
    }
}

fn by_office(action: Action, user: UserId) -> Deed {
    Deed::new(action, Who::OFFICE).to(Party::User(user))
}
