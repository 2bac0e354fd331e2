use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something that happened to what is stored here, or to the way to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The program was started.
    Started,
    /// Somebody signed in.
    SignedIn,
    /// Somebody signed out, and what was stored for the account was wiped.
    SignedOut,
    /// Keys and texts left the memory.
    Locked,
    /// Keys and texts are in memory again.
    Unlocked,
    /// A PIN was tried that is not the right one.
    WrongPin,
    /// A PIN was set, or changed.
    PinSet,
    /// The PIN was removed.
    PinRemoved,
    /// What is stored was given new keys.
    KeysChanged,
    /// Texts were handed out to be kept elsewhere.
    Exported,
    /// A database that could not be used was set aside.
    FileSetAside,
}

impl Access {
    /// As it stands in the file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::SignedIn => "signed-in",
            Self::SignedOut => "signed-out-and-wiped",
            Self::Locked => "locked",
            Self::Unlocked => "unlocked",
            Self::WrongPin => "wrong-pin",
            Self::PinSet => "pin-set",
            Self::PinRemoved => "pin-removed",
            Self::KeysChanged => "keys-changed",
            Self::Exported => "exported",
            Self::FileSetAside => "damaged-file-set-aside",
        }
    }
}

/// By whom or what it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The window.
    Window,
    /// The command line.
    CommandLine,
    /// Nobody touched the computer for a while.
    Idle,
    /// The operating system, or the program by itself.
    System,
}

impl By {
    /// As it stands in the file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::CommandLine => "command-line",
            Self::Idle => "idle",
            Self::System => "system",
        }
    }
}

/// One line. Its words are kept as they stand there: a newer version may know more of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// One more than the line's before.
    pub number: u32,
    /// When it happened, by the computer's clock.
    pub at: Timestamp,
    /// What happened.
    pub what: String,
    /// To which account: the name of its folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// By whom or what, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// In the first line of a file, and only there: the MAC of the line that would stand before it (Base64).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) after: Option<String>,
}

impl Entry {
    /// What the log says about itself.
    pub(super) fn own(at: Timestamp, what: &str) -> Self {
        Self { number: 0, at, what: what.to_owned(), account: None, by: None, after: None }
    }
}
