use std::fs::{self, File};
use std::os::unix::fs::FileExt;

use base64ct::{Base64, Encoding};
use memchr::memmem::Finder;

/// So much is read at a time.
const PIECE: usize = 1 << 20;
/// Half a key, and the block of a cipher, in bytes.
const HALF: usize = 16;
/// How much of what stands around a find is told.
const AROUND: usize = 64;

/// The memory of another process, as a debugger sees it: ours to read when we started it and it lets itself be read.
pub struct Memory {
    process: u32,
}

/// Something that may stand in memory in several forms.
pub struct Needle {
    name: &'static str,
    forms: Vec<Vec<u8>>,
}

impl Needle {
    /// A word of a message: as it is and folded, each in UTF-8, in UTF-16 and as JSON writes it in ASCII.
    pub fn word(name: &'static str, word: &str) -> Self {
        let forms = [word.to_owned(), word.to_lowercase()].into_iter().flat_map(|word| {
            let wide = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
            [escaped(&word).into_bytes(), wide, word.into_bytes()]
        });
        Self { name, forms: forms.collect() }
    }

    /// What it is called.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// A key: each half of it, as it is and in Base64. Ciphers move keys in halves: AES-256 begins with them as its first
    /// two round keys.
    pub fn key(name: &'static str, key: &[u8]) -> Self {
        let base64 = Base64::encode_string(key);
        let halves = key.chunks_exact(HALF).chain(base64.as_bytes().chunks_exact(HALF));
        Self { name, forms: halves.map(<[u8]>::to_vec).collect() }
    }
}

fn escaped(word: &str) -> String {
    let unit = |unit: u16| match u8::try_from(unit) {
        Ok(ascii @ ..128) => char::from(ascii).to_string(),
        _ => format!("\\u{unit:04x}"),
    };
    word.encode_utf16().map(unit).collect()
}

impl Memory {
    /// Of the process with this number.
    pub fn of(process: u32) -> Self {
        Self { process }
    }

    /// Where any of these stands, a line a place; nothing is left out that the process itself could read.
    pub fn finds(&self, needles: &[Needle]) -> Vec<String> {
        let maps = fs::read_to_string(format!("/proc/{}/maps", self.process)).unwrap();
        let memory = File::open(format!("/proc/{}/mem", self.process)).unwrap();
        let mut found: Vec<_> =
            maps.lines().filter_map(Area::read).flat_map(|area| area.finds(&memory, needles)).collect();
        found.dedup();
        found
    }

    /// The names of those of these that stand there.
    pub fn holds(&self, needles: &[Needle]) -> Vec<&'static str> {
        let found = self.finds(needles);
        let stands = |needle: &&Needle| found.iter().any(|line| line.starts_with(needle.name));
        needles.iter().filter(stands).map(|needle| needle.name).collect()
    }
}

/// A line of `/proc/PID/maps`.
struct Area<'a> {
    start: u64,
    end: u64,
    line: &'a str,
}

impl<'a> Area<'a> {
    /// None when nobody may read it, its own process included.
    fn read(line: &'a str) -> Option<Self> {
        let (range, rest) = line.split_once(' ').unwrap();
        let (start, end) = range.split_once('-').unwrap();
        let number = |hex| u64::from_str_radix(hex, 16).unwrap();
        let area = Self { start: number(start), end: number(end), line };
        // The kernel's own pages in every process can't be read from outside.
        (rest.starts_with('r') && !line.ends_with("[vvar]") && !line.ends_with("[vsyscall]")).then_some(area)
    }

    fn finds(&self, memory: &File, needles: &[Needle]) -> Vec<String> {
        let longest = needles.iter().flat_map(|needle| &needle.forms).map(Vec::len).max().unwrap_or_default();
        let mut found = Vec::new();
        for start in (self.start..self.end).step_by(PIECE) {
            // A needle on the border of two pieces is in the first.
            let mut piece = vec![0; PIECE.min((self.end - start) as usize) + longest];
            let got = memory.read_at(&mut piece, start).unwrap_or_default();
            for needle in needles {
                let places =
                    needle.forms.iter().flat_map(|form| Finder::new(form).find_iter(&piece[..got]).collect::<Vec<_>>());
                found.extend(places.map(|place| self.tell(needle, start + place as u64, &piece[..got], place)));
            }
        }
        found
    }

    fn tell(&self, needle: &Needle, address: u64, piece: &[u8], place: usize) -> String {
        let around = &piece[place.saturating_sub(AROUND)..piece.len().min(place + AROUND)];
        format!("{} at {address:x} in {}: {:?}", needle.name, self.line, String::from_utf8_lossy(around))
    }
}
