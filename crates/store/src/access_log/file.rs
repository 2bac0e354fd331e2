use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The log's file. Whatever a call here did is on the disk when it returns; nobody but its owner may read it.
pub struct LogFile(pub PathBuf);

impl LogFile {
    /// For reading; `None` when there is none.
    pub fn open(&self) -> io::Result<Option<File>> {
        match File::open(&self.0) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            opened => opened.map(Some),
        }
    }

    /// All of `lines`, or nothing.
    pub fn append(&self, lines: &str) -> io::Result<()> {
        let mut file = OpenOptions::new().append(true).open(&self.0)?;
        let length = file.metadata()?.len();
        file.write_all(lines.as_bytes()).and_then(|()| file.sync_all()).inspect_err(|_| {
            // Where even this fails, the next look finds half a line.
            let _ = file.set_len(length);
        })
    }

    /// Leaves so many bytes.
    pub fn shorten(&self, length: u64) -> io::Result<()> {
        let file = OpenOptions::new().write(true).open(&self.0)?;
        file.set_len(length)?;
        file.sync_all()
    }

    /// Puts in its place, at once, what `write` writes.
    pub fn replace(&self, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
        std::fs::create_dir_all(self.folder())?;
        let new = self.beside("new");
        let mut file = BufWriter::new(private().create(true).write(true).truncate(true).open(&new)?);
        write(&mut file)?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        std::fs::rename(&new, &self.0)?;
        self.sync_folder()
    }

    /// Gives it the first free name beside.
    pub fn set_aside(&self) -> io::Result<()> {
        let mut names = (1..=u32::MAX).map(|number| self.beside(&format!("set-aside-{number}")));
        let free = names.find(|name| !name.exists()).ok_or(ErrorKind::AlreadyExists)?;
        std::fs::rename(&self.0, free)?;
        self.sync_folder()
    }

    fn beside(&self, tail: &str) -> PathBuf {
        let mut name = self.0.clone().into_os_string();
        name.push(".");
        name.push(tail);
        name.into()
    }

    /// A new name is on the disk when its folder is.
    fn sync_folder(&self) -> io::Result<()> {
        sync(self.folder())
    }

    fn folder(&self) -> &Path {
        self.0.parent().unwrap_or(Path::new("."))
    }
}

#[cfg(unix)]
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows keeps names by itself, and opens no folder as a file.
#[cfg(not(unix))]
fn sync(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn private() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

/// Windows gives files in a user's own folder to that user.
#[cfg(not(unix))]
fn private() -> OpenOptions {
    OpenOptions::new()
}
