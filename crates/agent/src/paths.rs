use std::io;
use std::path::{Path, PathBuf};

use bridge::Profile;
use etcetera::BaseStrategy;

/// Why the data folder can't be used.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// The environment names no home.
    #[error("there is no home folder to keep data in: set HOME")]
    NoHome(#[from] etcetera::HomeDirError),
    /// The folder can't be made or closed to others.
    #[error("the data folder {path} can't be used: {source}")]
    Folder {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// The folder of a profile's data, made if missing and open to its owner only.
///
/// # Errors
/// When there is no home, or the folder can't be made.
pub fn data(profile: &Profile) -> Result<PathBuf, DataError> {
    within(&etcetera::choose_base_strategy()?.data_dir(), &profile.qualified())
}

/// A folder in another, made if missing and open to its owner only.
///
/// # Errors
/// When it can't be made.
pub fn within(folder: &Path, name: &str) -> Result<PathBuf, DataError> {
    let path = folder.join(name);
    make_private(&path).map_err(|source| DataError::Folder { path: path.clone(), source })?;
    Ok(path)
}

/// Where a profile's user keeps settings.
///
/// # Errors
/// When there is no home.
pub fn settings(profile: &Profile) -> Result<PathBuf, DataError> {
    Ok(etcetera::choose_base_strategy()?.config_dir().join(profile.qualified()).join("settings.toml"))
}

/// Makes a folder that only its owner may open; one that exists is closed to others.
///
/// # Errors
/// When the operating system refuses.
pub fn make_private(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)?;
    #[cfg(unix)]
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_private_folder_is_closed_to_others_even_if_it_was_open() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("ward/data");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
        make_private(&folder).unwrap();
        assert_eq!(std::fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    }
}
