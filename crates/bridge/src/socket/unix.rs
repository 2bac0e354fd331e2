use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use tokio::net::{UnixListener, UnixStream};

use crate::Profile;

pub type Stream = UnixStream;

/// A listening socket, mode 0600 in a folder of mode 0700.
pub struct Socket {
    listener: UnixListener,
    owner: u32,
}

pub fn folder(profile: &Profile) -> io::Result<PathBuf> {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = variable("XDG_RUNTIME_DIR").or_else(|| variable("HOME").map(|home| home.join(".cache")));
    let base = base.ok_or_else(|| io::Error::new(ErrorKind::NotFound, "neither XDG_RUNTIME_DIR nor HOME is set"))?;
    Ok(base.join(profile.qualified()))
}

/// Listens at `path`; the caller holds the lock that says nobody else does, so a file left behind may go.
pub fn listen(path: &Path) -> io::Result<Socket> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    let owner = std::fs::metadata(path)?.uid();
    Ok(Socket { listener, owner })
}

/// Makes the folder, for its owner alone.
pub fn make_folder(path: &Path) -> io::Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

impl Socket {
    /// The next caller of the same user; others are turned away.
    pub async fn accept(&mut self) -> io::Result<Stream> {
        loop {
            let (stream, _) = self.listener.accept().await?;
            if stream.peer_cred()?.uid() == self.owner {
                return Ok(stream);
            }
        }
    }
}

pub async fn connect(path: &Path) -> io::Result<Stream> {
    UnixStream::connect(path).await
}
