//! Who had access to what is stored here, and when: no text, no name, no address.
//!
//! One file for the computer's user, which outlives every sign-out. A line is a JSON object and ends with a MAC over its
//! own text and the MAC before; the key and the last MAC are in the keyring. Whoever has the file only can change, move,
//! take out, cut off or put back nothing unnoticed. A line is on the disk before the keyring hears of it.

mod anchor;
mod chain;
mod check;
mod entry;
mod file;
mod span;

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

pub use check::Flaw;
pub use entry::{Access, By, Entry};

use crate::{AccountId, Vault, VaultError};
use anchor::Anchor;
use chain::Link;
use check::{Check, check};
use file::LogFile;

/// So many entries are kept in memory while they can't be written.
const MOST_WAITING: usize = 1000;

/// What the log says about itself. All but the last two stand in first lines only.
mod own {
    /// Nothing was logged before.
    pub const BEGUN: &str = "begun";
    /// What stood before was old, or too much.
    pub const OLDER_DROPPED: &str = "older-entries-dropped";
    /// The log was begun anew, because its file was missing, did not prove itself, or had lost its key.
    pub const ANEW: [&str; 3] = [FILE_MISSING, FILE_CHANGED, KEY_LOST];
    pub const FILE_MISSING: &str = "file-was-missing";
    pub const FILE_CHANGED: &str = "file-was-changed-and-set-aside";
    pub const KEY_LOST: &str = "key-was-lost-and-file-set-aside";
    /// The last line was not written to its end.
    pub const HALF_A_LINE: &str = "half-a-line-dropped";
    /// Too much waited to be written.
    pub const TOO_MANY: &str = "further-entries-lost";
}

/// Why nothing was written. What waits is written with the next call that can.
#[derive(Debug, thiserror::Error)]
pub enum AccessLogError {
    /// The keyring can't be asked.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The file can't be read or written.
    #[error("the access log's file can't be used: {0}")]
    Io(#[from] io::Error),
}

/// What is in the log, and whether it is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Oldest first, as far as they proved themselves; all of them where there is no key to prove any.
    pub entries: Vec<Entry>,
    /// Why the log is not whole; `None` when it is.
    pub flaw: Option<Flaw>,
    /// Whether half a line was left out at the end, as a power cut leaves it.
    pub torn: bool,
    /// How many entries wait to be written.
    pub waiting: usize,
}

/// The one writer of a log. Its calls ask the keyring and may block.
pub struct AccessLog {
    file: LogFile,
    vault: Arc<dyn Vault>,
    waiting: Vec<Entry>,
}

impl AccessLog {
    /// The log in this file; [`Self::write`] makes it where it is missing.
    pub fn at(path: PathBuf, vault: Arc<dyn Vault>) -> Self {
        Self { file: LogFile(path), vault, waiting: Vec::new() }
    }

    /// Takes note of what happened at `at`. It is in the file after a [`Self::write`] only.
    pub fn note(&mut self, at: Timestamp, access: Access, account: Option<AccountId>, by: Option<By>) {
        let (account, by) = (account.map(|account| account.to_string()), by.map(|by| by.word().to_owned()));
        match self.waiting.len() + 1 {
            ..MOST_WAITING => self.waiting.push(Entry { account, by, ..Entry::own(at, access.word()) }),
            MOST_WAITING => self.waiting.push(Entry::own(at, own::TOO_MANY)),
            _ => {}
        }
    }

    /// Writes what was noted, in this order. What is found wrong with the file is written too: one that does not prove
    /// itself is set aside, never deleted, and the log begun anew.
    ///
    /// # Errors
    /// What was noted still waits then, or is in the file and the keyring does not know of it yet: the next call goes on.
    pub fn write(&mut self, now: Timestamp) -> Result<(), AccessLogError> {
        let mut anchor = self.settle(now)?;
        if self.waiting.is_empty() {
            return Ok(());
        }
        let (chain, mut lines) = (anchor.chain(), String::new());
        for entry in &self.waiting {
            let (line, link) = chain.write(anchor.last, entry.clone())?;
            lines += &line;
            anchor.last = link;
        }
        self.file.append(&lines)?;
        self.waiting.clear();
        Ok(anchor.keep(&*self.vault)?)
    }

    /// Reads everything, and sees whether it is whole.
    ///
    /// # Errors
    /// When the file can't be read.
    pub fn read(&self) -> Result<Report, AccessLogError> {
        let mut report = Report { entries: Vec::new(), flaw: None, torn: false, waiting: self.waiting.len() };
        match (Anchor::read(&*self.vault), self.file.open()?) {
            (Ok(Some(anchor)), Some(file)) => report.judge(file, &anchor)?,
            (Ok(Some(Anchor { last: Link { number: last @ 1.., .. }, .. })), None) => {
                report.flaw = Some(Flaw::Missing { last });
            }
            (Ok(None), Some(file)) => report.cannot_judge(file, Flaw::NoKey)?,
            (Err(why), Some(file)) => report.cannot_judge(file, why.into())?,
            (Err(why), None) => report.flaw = Some(why.into()),
            (Ok(_), None) => {}
        }
        Ok(report)
    }

    /// Brings file and keyring to the same line, whatever was between them, and says where that is.
    fn settle(&mut self, now: Timestamp) -> Result<Anchor, AccessLogError> {
        let (mut anchor, is_new) = match Anchor::read(&*self.vault)? {
            Some(anchor) => (anchor, false),
            None => (Anchor::generate(), true),
        };
        if is_new {
            anchor.keep(&*self.vault)?;
        }
        let Some(file) = self.file.open()? else {
            let first = if anchor.last.number == 0 { own::BEGUN } else { own::FILE_MISSING };
            self.begin(&anchor, now, first)?;
            return Ok(anchor);
        };
        let found = check(file, &anchor.chain(), anchor.last, |_| Ok(()))?;
        match found {
            Check { last: Some(last), flaw: None, .. } => {
                self.mend(&found, now)?;
                self.drop_old(&anchor, &found, now)?;
                if last != anchor.last {
                    anchor.last = last;
                    anchor.keep(&*self.vault)?;
                }
            }
            _ => {
                self.file.set_aside()?;
                self.begin(&anchor, now, if is_new { own::KEY_LOST } else { own::FILE_CHANGED })?;
            }
        }
        Ok(anchor)
    }

    /// A file with a first line only, which goes on where the keyring says.
    fn begin(&self, anchor: &Anchor, now: Timestamp, what: &str) -> io::Result<()> {
        let first = anchor.chain().write_first(anchor.last, Entry::own(now, what))?;
        self.file.replace(|file| file.write_all(first.as_bytes()))
    }

    /// Drops half a line, with a word.
    fn mend(&mut self, found: &Check, now: Timestamp) -> io::Result<()> {
        if found.torn {
            self.file.shorten(found.bytes)?;
            self.waiting.insert(0, Entry::own(now, own::HALF_A_LINE));
        }
        Ok(())
    }
}

impl Report {
    fn judge(&mut self, file: File, anchor: &Anchor) -> io::Result<()> {
        let found = check(file, &anchor.chain(), anchor.last, |proven| {
            self.entries.push(proven.entry);
            Ok(())
        })?;
        let anew = self.entries.first().filter(|first| own::ANEW.contains(&first.what.as_str()));
        self.flaw = found.flaw.or(anew.map(|first| Flaw::BegunAnew { last: first.number }));
        self.torn = found.torn;
        Ok(())
    }

    fn cannot_judge(&mut self, file: File, flaw: Flaw) -> io::Result<()> {
        (self.entries, self.flaw) = (check::unproved(file)?, Some(flaw));
        Ok(())
    }
}
