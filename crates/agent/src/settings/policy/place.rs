use std::fmt;
use std::io::ErrorKind;
use std::path::PathBuf;

use bridge::settings::Wishes;

use super::PolicyError;
use crate::settings::wishes;

/// Where the administrator's settings stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A file of TOML.
    File(PathBuf),
    /// The registry, where group policies are kept.
    #[cfg(windows)]
    Registry,
}

impl Place {
    /// Where they are on every computer of a kind: only administrators can write there.
    #[cfg(target_os = "linux")]
    pub fn usual() -> Self {
        Self::File("/etc/takecare-desktop/policy.toml".into())
    }

    /// Where they are on every computer of a kind: only administrators can write there.
    #[cfg(windows)]
    pub fn usual() -> Self {
        Self::Registry
    }

    /// Where they are on every computer of a kind: only administrators can write there. Managed preferences
    /// (`CFPreferencesAppValueIsForced` under the program's own identifier) belong here, which device management sets; they
    /// are not built yet.
    #[cfg(not(any(target_os = "linux", windows)))]
    pub fn usual() -> Self {
        Self::File("/Library/Application Support/takecare-desktop/policy.toml".into())
    }

    /// Reads what stands there; where nothing does, nothing is set.
    pub fn read(&self) -> Result<Wishes, PolicyError> {
        match self {
            Self::File(path) => match std::fs::read_to_string(path) {
                Ok(text) => Ok(wishes::wishes(&wishes::parse(&text)?)),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(Wishes::new()),
                Err(error) => Err(PolicyError::Unreadable(error)),
            },
            #[cfg(windows)]
            Self::Registry => super::registry::read().map_err(PolicyError::Unreadable),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(out),
            #[cfg(windows)]
            Self::Registry => write!(out, r"HKEY_LOCAL_MACHINE\{}", super::registry::PATH),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_sets_nothing() {
        assert!(Place::File("/no/such/folder/policy.toml".into()).read().unwrap().is_empty());
    }

    #[test]
    fn a_file_that_can_not_be_read_is_not_taken_for_none() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(Place::File(folder.path().into()).read(), Err(PolicyError::Unreadable(_))));
    }
}
