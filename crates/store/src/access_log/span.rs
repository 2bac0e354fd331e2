use std::io::{self, Write};

use jiff::{SignedDuration, Timestamp};

use super::anchor::Anchor;
use super::chain::{Chain, Link};
use super::check::{Check, Proven, check};
use super::{AccessLog, Entry, own};

/// The most entries a file has.
const MOST: u32 = 10_000;
/// How many stay when some are dropped, so that it does not happen at every line.
const STAY: u32 = 7_500;
/// So long entries are kept.
const KEPT: SignedDuration = SignedDuration::from_hours(365 * 24);
/// So much longer the oldest ones wait for others to be dropped with them.
const GRACE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Which entries are dropped, if any.
struct Span {
    /// Up to this number.
    through: u32,
    /// Behind it as long as they are older than this.
    before: Timestamp,
}

impl Span {
    /// `None` while everything stays.
    fn of(found: &Check, last: Link, now: Timestamp) -> Option<Self> {
        let before = |age| now.checked_sub(age).unwrap_or(Timestamp::MIN);
        let is_old = found.oldest.is_some_and(|oldest| oldest < before(KEPT + GRACE));
        let drops = is_old || found.lines > MOST;
        drops.then(|| Self { through: last.number.saturating_sub(STAY), before: before(KEPT) })
    }

    fn covers(&self, entry: &Entry) -> bool {
        entry.after.is_some() || entry.number <= self.through || entry.at < self.before
    }
}

impl AccessLog {
    /// Writes the file anew without what is old or too much; its first line carries the chain on.
    pub(super) fn drop_old(&self, anchor: &Anchor, found: &Check, now: Timestamp) -> io::Result<()> {
        let Some(span) = found.last.and_then(|last| Span::of(found, last, now)) else { return Ok(()) };
        let (chain, mut before, mut done) = (anchor.chain(), Link::default(), false);
        self.look(&chain, anchor.last, |proven| {
            done |= !span.covers(&proven.entry);
            if !done {
                before = proven.link;
            }
            Ok(())
        })?;
        self.file.replace(|new| {
            new.write_all(chain.write_first(before, Entry::own(now, own::OLDER_DROPPED))?.as_bytes())?;
            self.look(&chain, anchor.last, |proven| match proven.link.number > before.number {
                true => new.write_all(proven.line),
                false => Ok(()),
            })
        })
    }

    /// Looks at a file that proved itself a moment ago.
    fn look(&self, chain: &Chain, known: Link, each: impl FnMut(Proven) -> io::Result<()>) -> io::Result<()> {
        let file = self.file.open()?.ok_or(io::ErrorKind::NotFound)?;
        match check(file, chain, known, each)?.flaw {
            None => Ok(()),
            Some(_) => Err(io::ErrorKind::InvalidData.into()),
        }
    }
}
