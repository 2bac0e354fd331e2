//! An account's place on this computer: its database and its entries in the keyring. All calls here may block.

use std::io;
use std::path::{Path, PathBuf};

use bridge::Fault;
use secrecy::ExposeSecret;
use store::{AccountKey, Glance, Pin, Store, StoreError, Vault, VaultError};

use crate::account::Account;
use crate::error::{store_fault, vault_fault};

/// The keyring's entry that says who is signed in.
const ACCOUNT: &str = "account";
const FILE: &str = "store.db";

/// Why an account's place can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    /// The keyring did not answer.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl HomeError {
    /// What the user is told.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Vault(error) => vault_fault(error),
            Self::Store(error) => store_fault(error),
        }
    }
}

impl From<io::Error> for HomeError {
    fn from(error: io::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Who was signed in when the client last ran.
pub fn remembered(vault: &dyn Vault) -> Result<Option<Account>, VaultError> {
    Ok(vault.read(ACCOUNT)?.as_ref().and_then(Account::from_vault))
}

/// Remembers who is signed in, and with which session.
pub fn remember(vault: &dyn Vault, account: &Account) -> Result<(), VaultError> {
    vault.write(ACCOUNT, &account.to_vault())
}

/// What an account's place turned out to be.
pub enum Place {
    /// Its store.
    Open(Store),
    /// Closed by a PIN, and what can be said of it.
    Shut(Glance),
}

/// Opens what an earlier run stored, as far as that goes without a PIN.
pub fn enter(data: &Path, vault: &dyn Vault, account: &Account) -> Result<Place, HomeError> {
    match open(data, vault, account, None) {
        Err(HomeError::Store(StoreError::PinNeeded)) => match store::glance(&file(data, account)?) {
            // It is repaired once there is a key.
            Err(StoreError::Damaged) => Ok(Place::Shut(Glance::default())),
            last => Ok(Place::Shut(last?)),
        },
        other => other.map(Place::Open),
    }
}

/// Opens what an earlier run stored; a change of keys that was cut short is brought to its end, and a damaged file is
/// replaced ([`Store::take_repair`] tells).
pub fn open(data: &Path, vault: &dyn Vault, account: &Account, pin: Option<&Pin>) -> Result<Store, HomeError> {
    let path = file(data, account)?;
    let open = |entry| Store::open_or_rescue(&path, account.id(), &AccountKey::from_vault(account.id(), &entry, pin)?);
    let present = match vault.read(&key_name(account))?.map_or(Err(StoreError::WrongKey), open) {
        Err(why @ (StoreError::WrongKey | StoreError::WrongPin)) => why,
        other => return Ok(other?),
    };
    let next = vault.read(&next_key_name(account))?.map_or(Err(StoreError::WrongKey), open);
    match (present, next) {
        (_, Ok(store)) => {
            keep_next_key(vault, account)?;
            Ok(store)
        }
        // The change never reached the file: the present key is the one that counts.
        (present, Err(StoreError::WrongKey)) => Err(present.into()),
        (_, Err(next)) => Err(next.into()),
    }
}

/// Sees that this is the PIN of an account's key, where it has one.
pub fn prove(vault: &dyn Vault, account: &Account, pin: Option<&Pin>) -> Result<(), HomeError> {
    let entry = vault.read(&key_name(account))?.ok_or(StoreError::WrongKey)?;
    Ok(AccountKey::from_vault(account.id(), &entry, pin).map(|_| ())?)
}

/// Makes the key that an account's database is to have. The keyring holds it beside the present one, so that the file opens
/// whichever of the two it has in the end.
pub fn next_key(vault: &dyn Vault, account: &Account, pin: Option<&Pin>) -> Result<AccountKey, HomeError> {
    let key = AccountKey::generate();
    vault.write(&next_key_name(account), &key.to_vault(account.id(), pin)?)?;
    Ok(key)
}

/// Makes that key the present one, once the database has it.
pub fn keep_next_key(vault: &dyn Vault, account: &Account) -> Result<(), HomeError> {
    if let Some(next) = vault.read(&next_key_name(account))? {
        vault.write(&key_name(account), next.expose_secret())?;
        vault.delete(&next_key_name(account))?;
    }
    Ok(())
}

/// Opens what is stored without a PIN, and gives it a key with one.
pub fn open_with_new_pin(data: &Path, vault: &dyn Vault, account: &Account, pin: &Pin) -> Result<Store, HomeError> {
    let mut store = open(data, vault, account, None)?;
    let key = next_key(vault, account, Some(pin))?;
    store.rewrap(&key)?;
    keep_next_key(vault, account)?;
    Ok(store)
}

/// Opens the place of an account that has just signed in. What no key of the keyring opens is set aside, never deleted: the server fills the new one. What a PIN closes stays closed.
pub fn begin(data: &Path, vault: &dyn Vault, account: &Account) -> Result<Place, HomeError> {
    let place = match enter(data, vault, account) {
        Err(HomeError::Store(StoreError::WrongKey | StoreError::Damaged)) => {
            let path = file(data, account)?;
            store::set_aside(&path)?;
            Place::Open(Store::open(&path, account.id(), &new_key(vault, account)?)?)
        }
        other => other?,
    };
    remember(vault, account)?;
    Ok(place)
}

/// Forgets an account: the key first, so that whatever remains is worthless.
pub fn wipe(data: &Path, vault: &dyn Vault, account: &Account) -> Result<(), HomeError> {
    vault.delete(&key_name(account))?;
    vault.delete(&next_key_name(account))?;
    vault.delete(ACCOUNT)?;
    match std::fs::remove_dir_all(folder(data, account)) {
        // An earlier attempt came this far.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => Ok(done?),
    }
}

fn new_key(vault: &dyn Vault, account: &Account) -> Result<AccountKey, HomeError> {
    let key = AccountKey::generate();
    vault.write(&key_name(account), &key.to_vault(account.id(), None)?)?;
    Ok(key)
}

fn key_name(account: &Account) -> String {
    format!("key {}", account.id())
}

fn next_key_name(account: &Account) -> String {
    format!("next key {}", account.id())
}

fn folder(data: &Path, account: &Account) -> PathBuf {
    data.join("accounts").join(account.id().to_string())
}

fn file(data: &Path, account: &Account) -> io::Result<PathBuf> {
    let folder = folder(data, account);
    std::fs::create_dir_all(&folder)?;
    Ok(folder.join(FILE))
}

#[cfg(test)]
mod tests;
