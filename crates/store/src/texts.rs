use memchr::memmem::Finder;
use protocol::{Kind, Status};
use zeroize::Zeroizing;

use crate::fold::{LONGEST, append};
use crate::place::Place;
use crate::row::Clear;

/// Ends each text. No text holds this byte: it occurs nowhere in UTF-8.
const END: u8 = 0xFF;

/// Folded texts behind each other, to be searched in one pass. Wiped when dropped.
#[derive(Default)]
pub struct Texts {
    folded: Zeroizing<Vec<u8>>,
    entries: Vec<Entry>,
}

/// What is known of a text without opening its row.
#[derive(Clone)]
pub struct Entry {
    pub place: Place,
    pub kind: Kind,
    pub status: Status,
    pub follow_up: bool,
    pub snoozed: bool,
    /// Where its text ends, [`END`] included.
    end: usize,
}

impl Texts {
    /// Adds the text of a row; says where it stands.
    pub fn push(&mut self, row: Clear, text: &str) -> usize {
        self.reserve(text.len() * LONGEST + 1);
        append(&mut self.folded, text);
        self.folded.push(END);
        let (place, snoozed, end) = (Place::from(&row), row.is_snoozed(), self.folded.len());
        let Clear { kind, status, follow_up, .. } = row;
        self.entries.push(Entry { place, kind, status, follow_up, snoozed, end });
        self.entries.len() - 1
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Those that contain the needle, in their order.
    pub fn containing(&self, needle: &Finder<'_>) -> impl Iterator<Item = (usize, &Entry)> {
        let (mut from, mut next) = (0, 0);
        std::iter::from_fn(move || {
            let hit = from + needle.find(self.folded.get(from..)?)?;
            let at = self.at(hit, next);
            let entry = self.entries.get(at)?;
            (from, next) = (entry.end, at + 1);
            Some((at, entry))
        })
    }

    /// Whose text this byte belongs to, from `next` on. It is near where much is found, so the steps grow.
    fn at(&self, byte: usize, next: usize) -> usize {
        let mut step = 1;
        while self.entries.get(next + step).is_some_and(|entry| entry.end <= byte) {
            step *= 2;
        }
        let last = (next + step).min(self.entries.len());
        let near = self.entries.get(next..last).unwrap_or_default();
        next + near.partition_point(|entry| entry.end <= byte)
    }

    /// Makes room. A vector that grows by itself leaves what it held behind.
    fn reserve(&mut self, more: usize) {
        if self.folded.capacity() - self.folded.len() < more {
            let mut larger = Zeroizing::new(Vec::with_capacity((self.folded.len() + more) * 2));
            larger.extend_from_slice(&self.folded);
            self.folded = larger;
        }
    }
}
