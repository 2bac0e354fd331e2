//! What an administrator has set for this computer; `docs/settings.md` is the reference.

mod place;
#[cfg(windows)]
mod registry;

use std::io;
use std::path::PathBuf;

use bridge::settings::{Complaint, Resolved};
use bridge::{Fault, FaultCode};
use client::{BadNetwork, Network};
use language::{Phrase, say};

use super::wishes::Malformed;
pub use place::Place;

/// Why the administrator's settings can't be used.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.phrase())]
pub enum PolicyError {
    /// Something is set, and can't be read.
    Unreadable(io::Error),
    /// It is not TOML.
    Malformed(#[from] Malformed),
    /// What it says of the network can't be followed.
    Network(Complaint),
    /// The file of certificate authorities can't be read.
    AuthorityFile {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What is in that file can't be used.
    Authority {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: BadNetwork,
    },
    /// The proxy's address is none.
    Proxy(BadNetwork),
}

impl PolicyError {
    /// What the user can tell the administrator.
    pub fn fault(&self, place: &Place) -> Fault {
        Fault::new(FaultCode::Other, say::policy_unusable(place.to_string(), self.phrase()))
    }

    fn phrase(&self) -> Phrase {
        match self {
            Self::Unreadable(error) => say::file_unreadable(error.to_string()),
            Self::Malformed(malformed) => malformed.phrase(),
            Self::Network(complaint) => complaint.phrase(),
            Self::AuthorityFile { path, source } => {
                say::policy_authority_file(path.display().to_string(), source.to_string())
            }
            Self::Authority { path, source } => say::policy_authority(path.display().to_string(), source.phrase()),
            Self::Proxy(error) => say::policy_proxy(error.phrase()),
        }
    }
}

/// The roads that are left. Where a word on the network can't be followed none is: it could have been meant to keep
/// everybody off all others.
pub fn network(holds: &Resolved) -> Result<Network, PolicyError> {
    let on_network = |complaint: &&Complaint| complaint.managed && complaint.key.starts_with("network.");
    if let Some(complaint) = holds.complaints.iter().find(on_network) {
        return Err(PolicyError::Network(complaint.clone()));
    }
    let mut network = Network::system();
    if let Some(path) = &holds.settings.extra_ca {
        let path = PathBuf::from(path);
        let pem = std::fs::read(&path).map_err(|source| PolicyError::AuthorityFile { path: path.clone(), source })?;
        network = network.trusting(&pem).map_err(|source| PolicyError::Authority { path, source })?;
    }
    match &holds.settings.proxy {
        Some(proxy) => network.through(proxy).map_err(PolicyError::Proxy),
        None => Ok(network),
    }
}

#[cfg(test)]
mod tests {
    use bridge::settings::{Wishes, resolve};

    use super::*;

    fn refusal(text: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("policy.toml");
        std::fs::write(&file, text).unwrap();
        let network =
            Place::File(file).read().and_then(|wishes| network(&resolve(&Wishes::new(), &wishes)).map(|_| ()));
        network.unwrap_err().to_string()
    }

    #[test]
    fn what_can_not_be_understood_is_told() {
        assert!(refusal("[network\n").starts_with("line 1: "));
        assert!(refusal("[network]\nproxy = 3128\n").contains("`network.proxy` is not followed: it should be a text"));
        assert!(
            refusal("network.proxi = 'x'\n").contains("`network.proxi` is not followed"),
            "it could mean to forbid"
        );
    }

    #[test]
    fn a_proxy_must_have_an_address() {
        assert!(
            refusal("network.proxy = 'gopher://old.example'")
                .contains("`network.proxy`: this is not a proxy's address")
        );
    }

    #[test]
    fn an_authority_must_be_there_and_be_one() {
        assert!(refusal("network.extra-ca = '/no/such/ca.pem'").contains("/no/such/ca.pem can't be read"));
        let empty = tempfile::NamedTempFile::new().unwrap();
        let setting = format!("network.extra-ca = '{}'", empty.path().display());
        assert!(refusal(&setting).contains("there is no certificate in it"));
        let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        std::fs::write(empty.path(), broken).unwrap();
        assert!(refusal(&setting).contains("a certificate in it can't be read"));
    }
}
