use std::io;
use std::path::{Path, PathBuf};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::windows::named_pipe::{ClientOptions, NamedPipeClient, NamedPipeServer, ServerOptions};

use crate::Profile;

/// Either end of the pipe.
pub trait Pipe: AsyncRead + AsyncWrite + Send + Unpin {}
impl Pipe for NamedPipeServer {}
impl Pipe for NamedPipeClient {}

pub type Stream = Box<dyn Pipe>;

/// A named pipe that refuses remote callers. Other users of the computer may at most listen to it ("Named Pipe Security and
/// Access Rights"), and whoever does not say hello is told nothing.
pub struct Socket {
    name: String,
    waiting: NamedPipeServer,
}

pub fn folder(profile: &Profile) -> io::Result<PathBuf> {
    let base = std::env::var_os("LOCALAPPDATA").map(PathBuf::from);
    let base = base.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "LOCALAPPDATA is not set"))?;
    Ok(base.join(profile.qualified()))
}

pub fn listen(path: &Path) -> io::Result<Socket> {
    let name = pipe(path);
    let waiting = ServerOptions::new().first_pipe_instance(true).reject_remote_clients(true).create(&name)?;
    Ok(Socket { name, waiting })
}

/// Makes the folder; a profile's folder is its owner's alone.
pub fn make_folder(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)
}

impl Socket {
    /// The next caller.
    pub async fn accept(&mut self) -> io::Result<Stream> {
        self.waiting.connect().await?;
        let next = ServerOptions::new().reject_remote_clients(true).create(&self.name)?;
        Ok(Box::new(std::mem::replace(&mut self.waiting, next)))
    }
}

pub async fn connect(path: &Path) -> io::Result<Stream> {
    Ok(Box::new(ClientOptions::new().open(pipe(path))?))
}

/// Pipes have a name space of their own: the folder's path makes the name the user's and the profile's.
fn pipe(path: &Path) -> String {
    let letters = path.to_string_lossy();
    let plain: String = letters.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    format!(r"\\.\pipe\{plain}")
}
