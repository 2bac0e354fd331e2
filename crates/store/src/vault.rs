use std::collections::HashMap;
use std::sync::Mutex;

use secrecy::SecretSlice;

/// Where secrets live: the operating system's keyring. A seam, because a real one needs a desktop session.
///
/// Calls may block, for as long as the keyring asks its user something: never call them on a thread that must go on.
pub trait Vault: Send + Sync {
    /// The secret under a name; `None` when there is none.
    ///
    /// # Errors
    /// When the keyring can't be asked: that is not the same as "none", and nothing may be overwritten then.
    fn read(&self, name: &str) -> Result<Option<SecretSlice<u8>>, VaultError>;

    /// Keeps a secret under a name, in place of an older one.
    ///
    /// # Errors
    /// When the keyring can't be asked; then nothing was kept.
    fn write(&self, name: &str, secret: &[u8]) -> Result<(), VaultError>;

    /// Forgets a secret; it is no error when there is none.
    ///
    /// # Errors
    /// When the keyring can't be asked; then the secret may still be there.
    fn delete(&self, name: &str) -> Result<(), VaultError>;
}

/// Why the keyring did not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// This desktop runs no keyring service.
    #[error("no keyring service is running")]
    Absent,
    /// It is there, but locked, and was not unlocked.
    #[error("the keyring is locked")]
    Locked,
    /// It did not answer in time.
    #[error("the keyring did not answer")]
    Silent,
    /// It said no for another reason.
    #[error("the keyring refused: {0}")]
    Refused(String),
}

/// A vault in memory, for tests: secrets end with it. It can be told to fail.
#[derive(Default)]
pub struct MemoryVault {
    secrets: Mutex<HashMap<String, Vec<u8>>>,
    failure: Mutex<Option<VaultError>>,
}

impl MemoryVault {
    /// From now on every call fails like this; `None` mends it.
    pub fn fail(&self, failure: Option<VaultError>) {
        *lock(&self.failure) = failure;
    }

    fn check(&self) -> Result<(), VaultError> {
        lock(&self.failure).clone().map_or(Ok(()), Err)
    }
}

/// A panic elsewhere must not hide the secrets of a test.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl Vault for MemoryVault {
    fn read(&self, name: &str) -> Result<Option<SecretSlice<u8>>, VaultError> {
        self.check()?;
        Ok(lock(&self.secrets).get(name).map(|secret| secret.clone().into()))
    }

    fn write(&self, name: &str, secret: &[u8]) -> Result<(), VaultError> {
        self.check()?;
        lock(&self.secrets).insert(name.to_owned(), secret.to_owned());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), VaultError> {
        self.check()?;
        lock(&self.secrets).remove(name);
        Ok(())
    }
}
