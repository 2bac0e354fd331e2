//! What an administrator has set for this computer; `docs/policy.md` is the reference.

use std::io;
use std::path::{Path, PathBuf};

use bridge::{Fault, FaultCode};
use client::{BadNetwork, Network, Retention, Rules};
use serde::Deserialize;

/// Why the administrator's settings can't be used.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// The file is there and can't be read.
    #[error("it can't be read: {0}")]
    Unreadable(io::Error),
    /// It is not TOML, or a value is of another type.
    #[error("line {line}: {why}")]
    Malformed {
        /// Where, from 1.
        line: usize,
        /// Why.
        why: String,
    },
    /// The file of certificate authorities can't be read.
    #[error("`extra-ca`: {path} can't be read: {source}")]
    AuthorityFile {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What is in that file can't be used.
    #[error("`extra-ca`: {path} can't be used: {source}")]
    Authority {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: BadNetwork,
    },
    /// The proxy's address is none.
    #[error("`proxy`: {0}")]
    Proxy(BadNetwork),
}

impl PolicyError {
    /// What the user can tell the administrator.
    pub fn fault(&self, file: &Path) -> Fault {
        let message = format!(
            "The administrator's settings in {} can't be used: {self}. Until they are right, TakeCare asks no server. Ask your administrator, then start TakeCare again.",
            file.display()
        );
        Fault::new(FaultCode::Other, message)
    }
}

/// The settings. All may be left out. A password can stand in them: there is no `Debug`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Policy {
    network: Roads,
    lock: Lock,
    retention: Limits,
}

/// `[retention]`
#[derive(Default, Deserialize)]
#[serde(default)]
struct Limits {
    /// What is older than so many days is let go.
    days: Option<u32>,
    /// The oldest beyond so many are let go.
    rows: Option<u32>,
}

/// `[lock]`
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Lock {
    /// Nothing that is stored is within reach without a PIN.
    pin_required: bool,
}

/// `[network]`
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Roads {
    /// A PEM file of certificate authorities to trust besides the operating system's.
    extra_ca: Option<PathBuf>,
    /// The proxy for every server, instead of the system's settings.
    proxy: Option<String>,
}

impl Policy {
    /// Reads the file; without one nothing is set. Keys that this version does not know change nothing and are named in
    /// the log.
    ///
    /// # Errors
    /// When there is a file and it can't be understood.
    pub fn read(file: &Path) -> Result<Self, PolicyError> {
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(PolicyError::Unreadable(error)),
        };
        let (policy, unknown) = parse(&text)?;
        for key in unknown {
            tracing::warn!(key, "the administrator's settings have a key that this version does not know");
        }
        Ok(policy)
    }

    /// What else is set.
    pub fn rules(&self) -> Rules {
        let usual = Rules::default().retention;
        let Limits { days, rows } = self.retention;
        let retention = Retention { days: days.or(usual.days), rows: rows.or(usual.rows) };
        Rules { pin_required: self.lock.pin_required, retention }
    }

    /// The roads that are left by these settings.
    ///
    /// # Errors
    /// When a setting names something that can't be used; then no road may be taken.
    pub fn network(&self) -> Result<Network, PolicyError> {
        let mut network = Network::system();
        if let Some(path) = &self.network.extra_ca {
            let pem =
                std::fs::read(path).map_err(|source| PolicyError::AuthorityFile { path: path.clone(), source })?;
            let trusting = network.trusting(&pem);
            network = trusting.map_err(|source| PolicyError::Authority { path: path.clone(), source })?;
        }
        match &self.network.proxy {
            Some(proxy) => network.through(proxy).map_err(PolicyError::Proxy),
            None => Ok(network),
        }
    }
}

/// The settings, and the keys that mean nothing to this version.
fn parse(text: &str) -> Result<(Policy, Vec<String>), PolicyError> {
    let malformed = |error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        // The first line says what is wrong; more would quote the file.
        PolicyError::Malformed { line: before.matches('\n').count() + 1, why: error.message().to_owned() }
    };
    let mut unknown = Vec::new();
    let input = toml::Deserializer::parse(text).map_err(malformed)?;
    let policy = serde_ignored::deserialize(input, |key| unknown.push(key.to_string())).map_err(malformed)?;
    Ok((policy, unknown))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("policy.toml");
        std::fs::write(&file, text).unwrap();
        let network = Policy::read(&file).and_then(|policy| policy.network().map(|_| ()));
        network.unwrap_err().to_string()
    }

    #[test]
    fn no_file_sets_nothing() {
        let Policy { network, lock, retention } = Policy::read(Path::new("/no/such/folder/policy.toml")).unwrap();
        assert_eq!((network.extra_ca, network.proxy, lock.pin_required), (None, None, false));
        assert_eq!((retention.days, retention.rows), (None, None));
    }

    #[test]
    fn a_file_that_can_not_be_read_is_not_taken_for_none() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(Policy::read(folder.path()), Err(PolicyError::Unreadable(_))));
    }

    #[test]
    fn unknown_keys_are_named_and_change_nothing() {
        let text = "colour = 'blue'\n[network]\nproxy = 'http://proxy.clinic.example:3128'\nproxi = 'x'\n[lock]\npin-required = true\nafter = 5\n\
             [retention]\ndays = 30\n";
        let (policy, unknown) = parse(text).unwrap();
        assert_eq!(policy.network.proxy.as_deref(), Some("http://proxy.clinic.example:3128"));
        let rules = policy.rules();
        assert!(rules.pin_required);
        assert_eq!((rules.retention.days, rules.retention.rows), (Some(30), Some(100_000)));
        assert_eq!(unknown, ["colour", "lock.after", "network.proxi"]);
    }

    #[test]
    fn what_can_not_be_understood_is_told_with_its_line() {
        assert!(refusal("[network]\nproxy = 3128\n").starts_with("line 2: "));
        assert!(refusal("[network\n").starts_with("line 1: "));
    }

    #[test]
    fn a_proxy_must_have_an_address() {
        assert!(
            refusal("network.proxy = 'gopher://old.example'").starts_with("`proxy`: this is not a proxy's address")
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
