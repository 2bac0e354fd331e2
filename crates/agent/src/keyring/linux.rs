use client::VaultError;
use keyring_core::Entry;
use keyring_core::api::CredentialStoreApi;
use zbus_secret_service_keyring_store::Store;

/// An entry of the Secret Service. The connection is new each time: calls are rare, and a service that was missing or
/// was restarted is found again.
pub fn entry(service: &str, name: &str) -> Result<Entry, VaultError> {
    let store = Store::new().map_err(|error| {
        tracing::debug!("no Secret Service: {error}");
        VaultError::Absent
    })?;
    store.build(service, name, None).map_err(|error| super::explain(&error))
}
