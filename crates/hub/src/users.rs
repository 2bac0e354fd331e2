use std::collections::HashSet;
use std::fmt;

use uuid::Uuid;

use crate::Error;
use crate::store::{Db, Row};

/// The identity of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UserId(pub Uuid);

impl fmt::Display for UserId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// What somebody is in the clinic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Is treated there.
    #[default]
    Patient,
    /// Treats.
    Doctor,
    /// Nurses.
    Nurse,
    /// Receives.
    Reception,
    /// Runs the system.
    Admin,
}

impl Role {
    const ALL: [Self; 5] = [Self::Patient, Self::Doctor, Self::Nurse, Self::Reception, Self::Admin];

    /// The role that the database calls so.
    pub(crate) fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// As the database spells it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Patient => "PATIENT",
            Self::Doctor => "DOCTOR",
            Self::Nurse => "NURSE",
            Self::Reception => "RECEPTION",
            Self::Admin => "ADMIN",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.as_str().to_lowercase())
    }
}

/// Somebody who is to have an account.
#[derive(Clone, PartialEq, Eq)]
pub struct NewUser {
    /// What they sign in with, compared to the letter.
    pub email: String,
    /// What others see.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// Whether they may write notifications for others by REST.
    pub is_staff: bool,
    /// Whether they may sign in.
    pub is_active: bool,
}

impl NewUser {
    /// An active user without rights over others.
    pub fn new(email: impl Into<String>, name: impl Into<String>) -> Self {
        Self { email: email.into(), name: name.into(), role: Role::default(), is_staff: false, is_active: true }
    }
}

/// Somebody with an account, as those who run the hub see them.
#[derive(Clone, PartialEq, Eq)]
pub struct Member {
    /// What they sign in with.
    pub email: String,
    /// What others see.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// Whether they may write notifications for others by REST.
    pub is_staff: bool,
    /// Whether they may sign in.
    pub is_active: bool,
}

/// Somebody with an account, as far as requests need it.
#[derive(Clone)]
pub struct User {
    pub id: UserId,
    pub email: String,
    pub name: String,
    pub is_staff: bool,
    pub is_active: bool,
    /// The hash, never the password.
    pub password: String,
}

/// An account as another program keeps it.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    pub id: UserId,
    pub user: NewUser,
    /// The hash, never the password.
    pub password: String,
}

impl From<Account> for User {
    fn from(Account { id, user, password }: Account) -> Self {
        Self { id, email: user.email, name: user.name, is_staff: user.is_staff, is_active: user.is_active, password }
    }
}

/// Adds a user whose password is hashed already.
///
/// # Errors
/// [`Error::EmailTaken`] when the address is somebody's.
pub fn add(db: &Db<'_>, user: &NewUser, password_hash: &str) -> Result<UserId, Error> {
    let id = UserId(Uuid::new_v4());
    let sql = "INSERT INTO \"user\" (id, email, name, role, is_staff, is_active, password)
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (email) DO NOTHING";
    let added = db.execute(
        sql,
        &[
            &id.to_string(),
            &user.email,
            &user.name,
            &user.role.as_str(),
            &user.is_staff,
            &user.is_active,
            &password_hash,
        ],
    )?;
    if added == 1 { Ok(id) } else { Err(Error::EmailTaken) }
}

/// Keeps an account as another program does, be it new here or not.
pub fn put(db: &Db<'_>, account: &Account) -> Result<(), Error> {
    let Account { id, user, password } = account;
    let sql = "INSERT INTO \"user\" (id, email, name, role, is_staff, is_active, password)
               VALUES ($1, $2, $3, $4, $5, $6, $7)
               ON CONFLICT (id) DO UPDATE SET email = excluded.email, name = excluded.name, role = excluded.role,
                   is_staff = excluded.is_staff, is_active = excluded.is_active, password = excluded.password";
    db.execute(
        sql,
        &[&id.to_string(), &user.email, &user.name, &user.role.as_str(), &user.is_staff, &user.is_active, password],
    )
    .map(drop)
}

/// Takes an address from everybody but this user. Who loses it keeps their account, and can't sign in until they have
/// another one.
pub fn give_up_email(db: &Db<'_>, email: &str, keeper: UserId) -> Result<(), Error> {
    db.execute("UPDATE \"user\" SET email = id WHERE email = $1 AND id <> $2", &[&email, &keeper.to_string()]).map(drop)
}

/// Removes somebody, with all that they have; false when they are not there.
pub fn remove(db: &Db<'_>, id: &str) -> Result<bool, Error> {
    Ok(db.execute("DELETE FROM \"user\" WHERE id = $1", &[&id])? > 0)
}

/// The columns that [`read`] wants, in its order.
const COLUMNS: &str = "id, email, name, is_staff, is_active, password";

/// The user with exactly this e-mail address.
pub fn by_email(db: &Db<'_>, email: &str) -> Result<Option<User>, Error> {
    // No address holds a NUL, and PostgreSQL does not even take the question.
    if email.contains('\0') {
        return Ok(None);
    }
    let sql = format!("SELECT {COLUMNS} FROM \"user\" WHERE email = $1");
    db.optional(&sql, &[&email])?.as_ref().map(read).transpose()
}

/// The columns that [`read_account`] wants, in its order.
pub const ACCOUNT: &str = "id, email, name, role, is_staff, is_active, password";

/// All of the account with this id.
pub fn account(db: &Db<'_>, id: UserId) -> Result<Option<Account>, Error> {
    let sql = format!("SELECT {ACCOUNT} FROM \"user\" WHERE id = $1");
    db.optional(&sql, &[&id.to_string()])?.as_ref().map(read_account).transpose()
}

/// The account in a row.
pub fn read_account(row: &Row) -> Result<Account, Error> {
    let role = Role::named(&row.get::<String>(3)?).ok_or(Error::Unreadable)?;
    let user = NewUser { email: row.get(1)?, name: row.get(2)?, role, is_staff: row.get(4)?, is_active: row.get(5)? };
    Ok(Account { id: UserId(row.parsed(0)?), user, password: row.get(6)? })
}

/// The user with this id.
pub fn by_id(db: &Db<'_>, id: UserId) -> Result<Option<User>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM \"user\" WHERE id = $1");
    db.optional(&sql, &[&id.to_string()])?.as_ref().map(read).transpose()
}

/// Those of these ids who are there.
pub fn known(db: &Db<'_>, ids: &[UserId]) -> Result<HashSet<UserId>, Error> {
    let ids: Vec<_> = ids.iter().map(|id| [id.to_string()]).collect();
    let sql = format!("SELECT id FROM \"user\" WHERE id IN (SELECT value ->> 0 FROM {})", db.each("$1"));
    let rows = db.rows(&sql, &[&serde_json::to_string(&ids)?])?;
    rows.iter().map(|row| row.parsed(0).map(UserId)).collect()
}

/// Everybody who may sign in, by e-mail address.
pub fn active(db: &Db<'_>) -> Result<Vec<UserId>, Error> {
    let rows = db.rows("SELECT id FROM \"user\" WHERE is_active ORDER BY email", &[])?;
    rows.iter().map(|row| row.parsed(0).map(UserId)).collect()
}

/// Keeps the hash of another password.
pub fn set_password(db: &Db<'_>, id: UserId, hash: &str) -> Result<(), Error> {
    let changed = db.execute("UPDATE \"user\" SET password = $1 WHERE id = $2", &[&hash, &id.to_string()])?;
    if changed == 1 { Ok(()) } else { Err(Error::UnknownUser) }
}

/// Keeps a new hash in the place of this old one, if it is still there.
pub fn replace_password(db: &Db<'_>, id: UserId, old: &str, new: &str) -> Result<(), Error> {
    let sql = "UPDATE \"user\" SET password = $1 WHERE id = $2 AND password = $3";
    db.execute(sql, &[&new, &id.to_string(), &old]).map(drop)
}

/// Lets a user in, or no more.
pub fn set_active(db: &Db<'_>, id: UserId, is_active: bool) -> Result<(), Error> {
    let changed = db.execute("UPDATE \"user\" SET is_active = $1 WHERE id = $2", &[&is_active, &id.to_string()])?;
    if changed == 1 { Ok(()) } else { Err(Error::UnknownUser) }
}

/// Says what a user is.
pub fn set_role(db: &Db<'_>, id: UserId, role: Role) -> Result<(), Error> {
    let changed = db.execute("UPDATE \"user\" SET role = $1 WHERE id = $2", &[&role.as_str(), &id.to_string()])?;
    if changed == 1 { Ok(()) } else { Err(Error::UnknownUser) }
}

/// Everybody, by e-mail address.
pub fn all(db: &Db<'_>) -> Result<Vec<Member>, Error> {
    let rows = db.rows("SELECT email, name, role, is_staff, is_active FROM \"user\" ORDER BY email", &[])?;
    rows.iter().map(read_member).collect()
}

fn read_member(row: &Row) -> Result<Member, Error> {
    Ok(Member {
        email: row.get(0)?,
        name: row.get(1)?,
        role: Role::named(&row.get::<String>(2)?).ok_or(Error::Unreadable)?,
        is_staff: row.get(3)?,
        is_active: row.get(4)?,
    })
}

fn read(row: &Row) -> Result<User, Error> {
    Ok(User {
        id: UserId(row.parsed(0)?),
        email: row.get(1)?,
        name: row.get(2)?,
        is_staff: row.get(3)?,
        is_active: row.get(4)?,
        password: row.get(5)?,
    })
}
