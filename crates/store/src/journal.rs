//! SQLite's write-ahead log, read by ourselves where SQLite is silent: it takes the first frame that does not fit for the
//! end of the log, so that one flipped bit would hide every transaction after it, acknowledged ones too. The format is
//! SQLite's, <https://sqlite.org/fileformat2.html#the_write_ahead_log> and <https://sqlite.org/walformat.html>.

use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// What every file of ours has; a log for other pages is none of ours.
pub const PAGE: usize = 4096;
/// A page with what stands before it in the log.
pub const FRAME: usize = 24 + PAGE;
const HEADER: usize = 32;
/// Little-endian checksums; the next number says big-endian ones.
const MAGIC: u32 = 0x377f_0682;

type Salt = [u8; 8];
type Sum = (u32, u32);

/// The log of a database, from its beginning.
struct Journal {
    file: BufReader<File>,
    /// What all frames of this turn of the log carry; older ones may stand behind them.
    salt: Salt,
    /// Whether the header is as SQLite wrote it.
    sound: bool,
    word: fn([u8; 4]) -> u32,
    /// What the last frame says is the sum up to it.
    sum: Sum,
    /// What it is, if the frame did not fit: perhaps only its sum was changed.
    other: Option<Sum>,
}

/// One page as a transaction left it.
struct Frame {
    /// Which page it is; which ones it may be, where it does not fit.
    pages: Vec<u32>,
    /// How many pages the database has after this; 0 in the middle of a transaction.
    commit: u32,
    /// Of this turn of the log.
    current: bool,
    /// Whether it is as SQLite wrote it behind the one before.
    fits: bool,
    data: Vec<u8>,
}

impl Journal {
    /// `None` when there is no log, or nothing in it.
    fn open(database: &Path) -> io::Result<Option<Self>> {
        let Some(mut file) = beside(database, "-wal")? else { return Ok(None) };
        let (mut header, mut first) = ([0; HEADER], [0; 24]);
        let both = file.read_exact(&mut header).and_then(|()| file.read_exact(&mut first));
        if !there(both)? {
            return Ok(None);
        }
        file.seek(SeekFrom::Start(HEADER as u64))?;
        let magic = number(&header, 0);
        let word = if magic & 1 == 0 { u32::from_le_bytes } else { u32::from_be_bytes };
        let sum = add((0, 0), &header[..24], word);
        let sound = magic & !1 == MAGIC && number(&header, 8) == PAGE as u32 && sum == pair(&header, 24);
        let salt = eight(if sound { &header[16..24] } else { &first[8..16] });
        Ok(Some(Self { file: BufReader::new(file), salt, sound, word, sum, other: None }))
    }

    fn next(&mut self) -> io::Result<Option<Frame>> {
        let (mut head, mut data) = ([0; 24], vec![0; PAGE]);
        let both = self.file.read_exact(&mut head).and_then(|()| self.file.read_exact(&mut data));
        if !there(both)? {
            return Ok(None);
        }
        let current = head[8..16] == self.salt;
        let seed = [Some(self.sum), self.other].into_iter().flatten().find(|seed| self.fits(*seed, &head, &data));
        let (fits, seed) = (seed.is_some(), seed.unwrap_or(self.sum));
        let mut pages = vec![number(&head, 0)];
        if current && !fits {
            pages.extend(self.pages_instead(head, &data));
        }
        let sum = self.add_frame(seed, &head, &data);
        self.sum = pair(&head, 16);
        self.other = (sum != self.sum).then_some(sum);
        Ok(Some(Frame { pages, commit: number(&head, 4), current, fits, data }))
    }

    fn add_frame(&self, seed: Sum, head: &[u8; 24], data: &[u8]) -> Sum {
        add(add(seed, &head[..8], self.word), data, self.word)
    }

    fn fits(&self, seed: Sum, head: &[u8; 24], data: &[u8]) -> bool {
        self.add_frame(seed, head, data) == pair(head, 16)
    }

    /// The page numbers that a frame which does not fit would have if one bit of them was flipped.
    fn pages_instead(&self, head: [u8; 24], data: &[u8]) -> Vec<u32> {
        let flipped = (0..32).map(|bit| {
            let mut head = head;
            head[bit / 8] ^= 1 << (bit % 8);
            head
        });
        flipped.filter(|head| self.fits(self.sum, head, data)).map(|head| number(&head, 0)).collect()
    }
}

/// Whether the log shows everything that was committed to it. A transaction that was cut short by a power cut, and so was
/// never acknowledged, is no damage.
///
/// A commit behind a frame that does not fit tells; and what a process that was killed had committed stands in the index
/// beside the log. After a power cut that is lost: then a flipped bit in the very last frame can't be told from one that was
/// being written.
pub fn is_whole(database: &Path) -> io::Result<bool> {
    let committed = index(database)?;
    // A log that is gone took with it what was committed to it.
    let Some(mut journal) = Journal::open(database)? else {
        return Ok(committed.is_none_or(|(_, frames)| frames == 0));
    };
    let (mut whole, mut broken, mut more) = (0, !journal.sound, false);
    while let Some(frame) = journal.next()? {
        more |= broken && frame.current && frame.fits && frame.commit > 0;
        broken |= !(frame.current && frame.fits);
        whole += u32::from(!broken);
    }
    let committed = committed.filter(|(salt, _)| *salt == journal.salt).map_or(0, |(_, frames)| frames);
    Ok(whole >= committed && !more)
}

/// Writes every page that was committed to the log over that of the database, also behind a frame that does not fit: who
/// reads must expect pages that are not right.
///
/// One flipped bit of a page, of its number and of the sum can look the same. A page that is put in another's place costs
/// both, and the stale one would pass for what it was before. So where more than one place is possible, it goes to the one
/// that holds what is most like it: what a transaction leaves of a page is mostly what it was.
pub fn replay(database: &Path, onto: &mut File) -> io::Result<()> {
    let end = end(database)?;
    let most = onto.metadata()?.len() / PAGE as u64 + u64::from(end);
    let Some(mut journal) = Journal::open(database)? else { return Ok(()) };
    for _ in 0..end {
        let Some(frame) = journal.next()? else { break };
        if let Some(place) = place(&frame, most, onto)? {
            onto.seek(SeekFrom::Start(place))?;
            onto.write_all(&frame.data)?;
        }
    }
    Ok(())
}

/// Where in a file of so many pages at most a frame belongs.
fn place(frame: &Frame, most: u64, file: &mut File) -> io::Result<Option<u64>> {
    let mut places = Vec::new();
    for page in frame.pages.iter().copied().map(u64::from).filter(|page| (1..=most).contains(page)) {
        let at = (page - 1) * PAGE as u64;
        places.push((likeness(file, at, &frame.data)?, at));
    }
    // Of the same likeness the last one would be taken; its own number comes first.
    Ok(places.into_iter().rev().max_by_key(|(alike, _)| *alike).map(|(_, at)| at))
}

/// How many bytes are the same there. Half of them where nothing is yet: that is neither like nor unlike.
fn likeness(file: &mut File, at: u64, data: &[u8]) -> io::Result<usize> {
    let mut there = [0; PAGE];
    file.seek(SeekFrom::Start(at))?;
    if !self::there(file.read_exact(&mut there))? || there == [0; PAGE] {
        return Ok(PAGE / 2);
    }
    Ok(there.iter().zip(data).filter(|(there, new)| there == new).count())
}

/// How many frames were committed, as far as can be told.
fn end(database: &Path) -> io::Result<u32> {
    let Some(mut journal) = Journal::open(database)? else { return Ok(0) };
    let (mut number, mut end) = (0, 0);
    while let Some(frame) = journal.next()? {
        number += 1;
        if frame.current && frame.fits && frame.commit > 0 {
            end = number;
        }
    }
    let committed = index(database)?.filter(|(salt, _)| *salt == journal.salt);
    Ok(committed.map_or(end, |(_, frames)| frames.max(end)))
}

/// How far the log was committed, as the index in shared memory says: it outlives a process that was killed. Its two copies
/// differ when it was being written.
fn index(database: &Path) -> io::Result<Option<(Salt, u32)>> {
    let Some(mut file) = beside(database, "-shm")? else { return Ok(None) };
    let mut both = [0; 96];
    if !there(file.read_exact(&mut both))? || both[..48] != both[48..] {
        return Ok(None);
    }
    let frames = [both[16], both[17], both[18], both[19]];
    Ok(Some((eight(&both[32..40]), u32::from_ne_bytes(frames))))
}

/// The name of a file that belongs to a database.
pub fn name(database: &Path, tail: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(tail);
    name.into()
}

fn beside(database: &Path, tail: &str) -> io::Result<Option<File>> {
    match File::open(name(database, tail)) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        file => file.map(Some),
    }
}

/// A file that ends too early is no failure: there is nothing more.
fn there(read: io::Result<()>) -> io::Result<bool> {
    match read {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        read => read.map(|()| true),
    }
}

/// SQLite's own checksum.
fn add(sum: Sum, bytes: &[u8], word: fn([u8; 4]) -> u32) -> Sum {
    bytes.chunks_exact(8).fold(sum, |(first, second), eight| {
        let first = first.wrapping_add(word([eight[0], eight[1], eight[2], eight[3]])).wrapping_add(second);
        let second = second.wrapping_add(word([eight[4], eight[5], eight[6], eight[7]])).wrapping_add(first);
        (first, second)
    })
}

fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn pair(bytes: &[u8], at: usize) -> Sum {
    (number(bytes, at), number(bytes, at + 4))
}

fn eight(bytes: &[u8]) -> Salt {
    let mut salt = Salt::default();
    salt.copy_from_slice(bytes);
    salt
}
