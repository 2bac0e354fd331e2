//! An account's place on this computer: its database and its entries in the keyring. All calls here may block.

use std::io;
use std::path::{Path, PathBuf};

use bridge::Fault;
use store::{AccountKey, Store, StoreError, Vault, VaultError};

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

/// Opens what an earlier run stored.
pub fn open(data: &Path, vault: &dyn Vault, account: &Account) -> Result<Store, HomeError> {
    match vault.read(&key_name(account))? {
        Some(secret) => Ok(Store::open(&file(data, account)?, account.id(), &AccountKey::from_vault(secret)?)?),
        None => Err(StoreError::WrongKey.into()),
    }
}

/// Opens the place of an account that has just signed in. What an old key or a damaged file holds is set aside, never
/// deleted: the server fills the new one.
pub fn begin(data: &Path, vault: &dyn Vault, account: &Account) -> Result<Store, HomeError> {
    let path = file(data, account)?;
    let key = match vault.read(&key_name(account))?.map(AccountKey::from_vault) {
        Some(Ok(key)) => key,
        Some(Err(_)) | None => new_key(vault, account)?,
    };
    let store = match Store::open(&path, account.id(), &key) {
        Err(StoreError::WrongKey | StoreError::Damaged) => {
            set_aside(&path)?;
            Store::open(&path, account.id(), &key)?
        }
        other => other?,
    };
    remember(vault, account)?;
    Ok(store)
}

/// Forgets an account: the key first, so that whatever remains is worthless.
pub fn wipe(data: &Path, vault: &dyn Vault, account: &Account) -> Result<(), HomeError> {
    vault.delete(&key_name(account))?;
    vault.delete(ACCOUNT)?;
    std::fs::remove_dir_all(folder(data, account))?;
    Ok(())
}

fn new_key(vault: &dyn Vault, account: &Account) -> Result<AccountKey, VaultError> {
    let key = AccountKey::generate();
    vault.write(&key_name(account), key.expose())?;
    Ok(key)
}

fn key_name(account: &Account) -> String {
    format!("key {}", account.id())
}

fn folder(data: &Path, account: &Account) -> PathBuf {
    data.join("accounts").join(account.id().to_string())
}

fn file(data: &Path, account: &Account) -> io::Result<PathBuf> {
    let folder = folder(data, account);
    std::fs::create_dir_all(&folder)?;
    Ok(folder.join(FILE))
}

/// Renames the database and its journals to the first free name.
fn set_aside(path: &Path) -> io::Result<()> {
    let name = |number: u32, tail: &str| path.with_file_name(format!("{FILE}.set-aside-{number}{tail}"));
    let number = (1..).find(|number| !name(*number, "").exists()).unwrap_or(u32::MAX);
    for tail in ["", "-wal", "-shm"] {
        match std::fs::rename(path.with_file_name(format!("{FILE}{tail}")), name(number, tail)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
