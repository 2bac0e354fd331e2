use std::io::{self, BufRead, Read};

use jiff::Timestamp;

use super::Entry;
use super::chain::{Chain, Link};

/// No line is longer, in bytes.
const LONGEST: u64 = 1024;

/// A line that proved itself.
pub struct Proven<'a> {
    pub entry: Entry,
    /// What the next line follows.
    pub link: Link,
    /// The line as it stands in the file.
    pub line: &'a [u8],
}

/// What a look at a file found.
#[derive(Default)]
pub struct Check {
    /// What the next line follows; none when not even the first line proved itself.
    pub last: Option<Link>,
    /// How many lines proved themselves, the first one not counted.
    pub lines: u32,
    /// When the first of them was written.
    pub oldest: Option<Timestamp>,
    /// How many bytes these lines take.
    pub bytes: u64,
    /// Whether half a line stands at the end: a power cut leaves that.
    pub torn: bool,
    /// Why the file can't be trusted any further.
    pub flaw: Option<Flaw>,
}

/// Why a log is not whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// The keyring knows of lines, and there is no file.
    #[error("its file is missing, and with it the entries up to number {last}")]
    Missing {
        /// The last line's number.
        last: u32,
    },
    /// The file ends too early.
    #[error("it ends with number {after}, and the entries up to number {last} are missing")]
    Cut {
        /// The last line that is there.
        after: u32,
        /// The last line that was written.
        last: u32,
    },
    /// A line was changed, moved, taken out or put in.
    #[error("what follows number {after} was changed from outside")]
    Changed {
        /// The last line that stands as it was written.
        after: u32,
    },
    /// There is a file, but no key to prove it with.
    #[error("the keyring no longer holds its key")]
    NoKey,
    /// It is whole from its first line on, but that one says that it was begun anew.
    #[error("it was begun anew, as its first entry says; those up to number {last} are missing or set aside")]
    BegunAnew {
        /// The last line of the log before.
        last: u32,
    },
    /// The keyring can't be asked.
    #[error("{0}")]
    Unproved(#[from] crate::VaultError),
}

/// Reads lines as long as they prove themselves, and tells `each`. `known` is the last line that the keyring knows of:
/// it has to be there. Further ones count: nobody else could have made them, and a power cut leaves them when it comes
/// between file and keyring.
pub fn check(
    file: impl Read,
    chain: &Chain,
    known: Link,
    mut each: impl FnMut(Proven) -> io::Result<()>,
) -> io::Result<Check> {
    let (mut found, mut file, mut line) = (Check::default(), io::BufReader::new(file), Vec::new());
    while let Some(end) = next(&mut file, &mut line)? {
        let proven = chain.read(found.last, &line).filter(|(_, link)| link.number != known.number || *link == known);
        let after = found.last.unwrap_or_default().number;
        match (proven, end) {
            (Some((entry, link)), _) => {
                if found.last.is_some() {
                    found.lines += 1;
                    found.oldest = found.oldest.or(Some(entry.at));
                }
                found.last = Some(link);
                found.bytes += line.len() as u64;
                each(Proven { entry, link, line: &line })?;
            }
            (None, End::Torn) => found.torn = true,
            (None, End::Line) => {
                found.flaw = Some(Flaw::Changed { after });
                return Ok(found);
            }
        }
    }
    found.flaw = match found.last {
        None => Some(Flaw::Changed { after: 0 }),
        Some(Link { number, .. }) if number < known.number => Some(Flaw::Cut { after: number, last: known.number }),
        Some(_) => None,
    };
    Ok(found)
}

/// How a line ends.
enum End {
    /// As every line does, or not within the length of any.
    Line,
    /// In the middle.
    Torn,
}

/// The next line with its end; `None` behind the last one.
fn next(file: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<End>> {
    line.clear();
    let read = file.take(LONGEST).read_until(b'\n', line)?;
    Ok(match line.last() {
        None => None,
        Some(b'\n') => Some(End::Line),
        Some(_) if read as u64 == LONGEST => Some(End::Line),
        Some(_) => Some(End::Torn),
    })
}

/// Reads entries that nothing proves, as far as they are any.
pub fn unproved(file: impl Read) -> io::Result<Vec<Entry>> {
    let (mut entries, mut file, mut line) = (Vec::new(), io::BufReader::new(file), Vec::new());
    while next(&mut file, &mut line)?.is_some() {
        entries.extend(serde_json::from_slice(&line).ok());
    }
    Ok(entries)
}
