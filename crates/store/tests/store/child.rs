//! This program once more: a process of its own that runs one test, which does nothing when it is run otherwise.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use store::AccountKey;

use crate::ward::{Ward, account};

/// Where the child finds its folder.
pub const FOLDER: &str = "STORE_CHILD";

/// Starts the child that runs this test on a database whose folder holds its key, too.
pub fn spawn(test: &str, folder: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test]).env(FOLDER, folder);
    command.stdout(Stdio::piped()).spawn().unwrap()
}

/// The folder and the key, in the child.
pub fn given() -> Option<(PathBuf, AccountKey)> {
    let folder = PathBuf::from(std::env::var_os(FOLDER)?);
    let entry = std::fs::read(folder.join("key")).unwrap().into();
    Some((folder, AccountKey::from_vault(account(), &entry, None).unwrap()))
}

/// Closes a ward, since nobody else in this process may have open what a child writes, and leaves the key for the child.
pub fn hand_over(ward: Ward) -> (tempfile::TempDir, AccountKey) {
    let Ward { folder, key, store } = ward;
    std::fs::write(folder.path().join("key"), key.to_vault(account(), None).unwrap()).unwrap();
    drop(store);
    (folder, key)
}
