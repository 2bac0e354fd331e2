use std::path::PathBuf;
use std::str::FromStr;

/// Keeps two installations on one desktop apart, such as the demo and the real one. The default has no name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile(Option<String>);

impl Profile {
    /// The environment variable that names a profile.
    pub const VARIABLE: &str = "TAKECARE_PROFILE";

    /// The profile the environment names.
    ///
    /// # Errors
    /// When the name holds anything but letters, digits and `-`: it becomes part of paths.
    pub fn from_env() -> Result<Self, BadProfile> {
        std::env::var(Self::VARIABLE).map_or_else(|_| Ok(Self::default()), |name| name.parse())
    }

    /// `takecare-desktop`, with the profile's name behind it if it has one: for folders and keyring entries.
    pub fn qualified(&self) -> String {
        match &self.0 {
            None => "takecare-desktop".to_owned(),
            Some(name) => format!("takecare-desktop-{name}"),
        }
    }
}

/// A profile's name holds something that does not belong there.
#[derive(Debug, thiserror::Error)]
#[error("the profile's name may hold only letters, digits and '-'")]
pub struct BadProfile;

impl FromStr for Profile {
    type Err = BadProfile;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let plain = name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
        match name {
            "" => Ok(Self::default()),
            _ if plain && name.len() <= 40 => Ok(Self(Some(name.to_owned()))),
            _ => Err(BadProfile),
        }
    }
}

/// Where the agent of this user and profile listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(pub(crate) PathBuf);

impl Address {
    /// The place for a profile: a folder of the user's own that ends with the login session.
    ///
    /// # Errors
    /// When the environment names no such folder and no home.
    pub fn of(profile: &Profile) -> std::io::Result<Self> {
        crate::socket::folder(profile).map(|folder| Self(folder.join("agent.sock")))
    }

    /// A socket in a folder of the caller's choice, for tests.
    pub fn inside(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into().join("agent.sock"))
    }

    /// The path, for messages to people.
    pub fn path(&self) -> &std::path::Path {
        &self.0
    }
}
