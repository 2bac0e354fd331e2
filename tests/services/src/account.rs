use std::fs;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

/// Who runs PostgreSQL, which refuses to be run by root: somebody else then, and otherwise whoever runs the tests.
#[derive(Debug, Clone, Copy)]
pub struct Account(Option<(u32, u32)>);

impl Account {
    /// Finds one.
    pub fn find() -> Result<Self> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self(None));
        }
        let known = fs::read_to_string("/etc/passwd").context("can't read /etc/passwd")?;
        let ids = ["postgres", "nobody"].iter().find_map(|name| ids(&known, name));
        Ok(Self(Some(ids.context("there is neither a user postgres nor a user nobody")?)))
    }

    /// Gives a file or folder to the account.
    pub fn own(self, path: &Path) -> Result<()> {
        let (user, group) = self.0.unzip();
        chown(path, user, group).with_context(|| format!("can't give {} away", path.display()))
    }

    /// Has a command run by the account.
    pub fn run(self, command: &mut Command) {
        if let Some((user, group)) = self.0 {
            command.uid(user).gid(group);
        }
    }
}

fn ids(known: &str, name: &str) -> Option<(u32, u32)> {
    let fields = known.lines().map(|line| line.split(':').collect::<Vec<_>>()).find(|fields| fields[0] == name)?;
    Some((fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?))
}
