use client::VaultError;
use keyring_core::Entry;

/// An entry of the Windows Credential Manager or the macOS Keychain.
pub fn entry(service: &str, name: &str) -> Result<Entry, VaultError> {
    keyring::v1::Entry::new(service, name).map(|entry| entry.inner).map_err(|error| super::explain(&error))
}
