use std::collections::HashSet;
use std::fmt;

/// Something that an import could not take, or not wholly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Its id in the source.
    pub id: String,
    /// Why.
    pub reason: Reason,
}

/// Why an import could not take something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Of a person.
    UnknownRole,
    /// Of a person.
    EmailTaken,
    /// Of a person, who is here all the same.
    UnknownPassword,
    /// Of a notification.
    NoReceiver,
    /// Of a notification.
    Unreadable,
}

impl LeftOut {
    /// Those of these that were not understood.
    pub(super) fn rest(all: HashSet<String>, understood: impl Iterator<Item = String>, reason: Reason) -> Vec<Self> {
        let understood: HashSet<_> = understood.collect();
        all.into_iter().filter(|id| !understood.contains(id)).map(|id| Self { id, reason }).collect()
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, why) = match self.reason {
            Reason::UnknownRole => ("user", "the hub does not know their role"),
            Reason::EmailTaken => {
                ("user", "somebody of another role or other rights has their e-mail address at the hub")
            }
            Reason::UnknownPassword => {
                ("user", "taken, but for a password that the hub can't check: set one with `hub user password`")
            }
            Reason::NoReceiver => ("notification", "its receiver was left out"),
            Reason::Unreadable => {
                ("notification", "its status is unknown, its date is in no calendar, or it has more than 16 MiB")
            }
        };
        write!(out, "{what} {}: {why}", self.id)
    }
}
