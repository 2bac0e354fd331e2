use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a notification is about: its `notification_type` (section 3.1).
///
/// The server validates nothing, so a type it never documented keeps its own name in [`Kind::Other`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// An appointment was booked, moved or cancelled.
    Appointment,
    /// A prescription was written.
    Prescription,
    /// A referral to another specialist.
    Referral,
    /// Medical news, such as laboratory results.
    Medical,
    /// A medical record was created or updated.
    MedicalRecord,
    /// A reported problem.
    Issue,
    /// A chat message.
    Message,
    /// The system itself.
    System,
    /// A type this version does not know, as the server wrote it; shown as a system notification.
    Other(String),
}

impl Kind {
    /// The eight documented types, in the order people see them.
    pub const ALL: [Self; 8] = [
        Self::Appointment,
        Self::Prescription,
        Self::Referral,
        Self::Medical,
        Self::MedicalRecord,
        Self::Issue,
        Self::Message,
        Self::System,
    ];

    /// The type as the wire spells it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Appointment => "APPOINTMENT",
            Self::Prescription => "PRESCRIPTION",
            Self::Referral => "REFERRAL",
            Self::Medical => "MEDICAL",
            Self::MedicalRecord => "MEDICAL_RECORD",
            Self::Issue => "ISSUE",
            Self::Message => "MESSAGE",
            Self::System => "SYSTEM",
            Self::Other(name) => name,
        }
    }
}

impl From<&str> for Kind {
    fn from(name: &str) -> Self {
        let known = Self::ALL.into_iter().find(|kind| kind.as_str() == name);
        known.unwrap_or_else(|| Self::Other(name.to_owned()))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Ok(Self::from(String::deserialize(input)?.as_str()))
    }
}
