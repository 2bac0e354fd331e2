use std::fmt;
use std::net::IpAddr;

use protocol::NotificationId;

use crate::UserId;

/// What is worth a line in the audit log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// A session began.
    SignedIn,
    /// A password was wrong, or its account closed.
    SignInRefused,
    /// So many refusals and denials that have no line of their own: there were too many in that minute, or the password
    /// was not even looked at.
    MoreRefused,
    /// A session was ended by its user, or all of a user's by the office.
    SignedOut,
    /// A user has another password.
    PasswordChanged,
    /// Somebody has an account: their role.
    UserAdded,
    /// A user's role is another one.
    RoleSet,
    /// A user was shut out.
    Deactivated,
    /// A user was let in again.
    Activated,
    /// A service token was made: its scopes.
    TokenAdded,
    /// A service token was taken back.
    TokenRevoked,
    /// Sensitive data was sealed anew: with which key, and how much.
    KeysRotated,
    /// Sensitive data was read by its receiver.
    SensitiveRead,
    /// Somebody asked for what is not theirs, or did what they may not: what that was.
    Denied,
    /// Notifications were sent: their type, and to how many. Never their text.
    Sent,
    /// Notifications were taken over from TakeCare's database, changed with it or removed with it: how many.
    Imported,
    /// Lines of this log went because of their age: how many.
    LinesDropped,
}

impl Action {
    /// As the database and `hub audit` spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignedIn => "signed-in",
            Self::SignInRefused => "sign-in-refused",
            Self::MoreRefused => "more-refused",
            Self::SignedOut => "signed-out",
            Self::PasswordChanged => "password-changed",
            Self::UserAdded => "user-added",
            Self::RoleSet => "role-set",
            Self::Deactivated => "deactivated",
            Self::Activated => "activated",
            Self::TokenAdded => "token-added",
            Self::TokenRevoked => "token-revoked",
            Self::KeysRotated => "keys-rotated",
            Self::SensitiveRead => "sensitive-read",
            Self::Denied => "denied",
            Self::Sent => "sent",
            Self::Imported => "imported",
            Self::LinesDropped => "lines-dropped",
        }
    }
}

/// Who did something, or to whom or what it was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Party {
    /// Somebody with an account.
    User(UserId),
    /// A service, by the id of its token.
    Token(String),
    /// A notification.
    Notification(NotificationId),
    /// Whoever runs `hub` commands, or the program that the hub is part of.
    Office,
    /// The hub by itself, also on behalf of somebody whom it does not know.
    Hub,
}

impl fmt::Display for Party {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => write!(out, "user:{id}"),
            Self::Token(id) => write!(out, "token:{id}"),
            Self::Notification(id) => write!(out, "notification:{id}"),
            Self::Office => out.write_str("office"),
            Self::Hub => out.write_str("hub"),
        }
    }
}

/// Who does something, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    party: Party,
    address: Option<IpAddr>,
}

impl Who {
    /// Whoever runs commands.
    pub const OFFICE: Self = Self { party: Party::Office, address: None };
    /// The hub by itself.
    pub const HUB: Self = Self { party: Party::Hub, address: None };

    /// Somebody at this address.
    pub fn at(party: Party, address: IpAddr) -> Self {
        Self { party, address: Some(address) }
    }
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// What was done.
    pub action: Action,
    /// By whom.
    pub actor: Party,
    /// From where.
    pub address: Option<IpAddr>,
    /// To whom or what.
    pub subject: Option<Party>,
    /// A type, a role or scopes: a word of the system's, never what somebody wrote.
    pub detail: Option<String>,
    /// To how many.
    pub amount: Option<u64>,
}

impl Deed {
    /// Of which nothing more is to be said.
    pub fn new(action: Action, who: Who) -> Self {
        let Who { party: actor, address } = who;
        Self { action, actor, address, subject: None, detail: None, amount: None }
    }

    /// The same, done to somebody or something.
    pub fn to(self, subject: Party) -> Self {
        Self { subject: Some(subject), ..self }
    }

    /// The same with a detail.
    pub fn with(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }

    /// The same for so many.
    pub fn times(self, amount: usize) -> Self {
        Self { amount: Some(amount as u64), ..self }
    }
}
