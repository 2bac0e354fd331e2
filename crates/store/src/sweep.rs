//! Everything that a search goes through, read by as many threads as the machine runs at once.

use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::thread;

use rusqlite::{Connection, OptionalExtension};

use crate::keys::Keys;
use crate::place::Place;
use crate::row::{Record, WITHOUT_REFUSAL};
use crate::select::{Order, Stretch};
use crate::texts::Texts;
use crate::{Reader, Select, StoreError, leave_nothing};

/// A reader more costs a connection; beyond this the memory's speed is the limit.
const MOST_AT_ONCE: usize = 4;

/// So many rows are looked at to divide all of them fairly.
const SAMPLES: i64 = 64;

/// All texts, newest first, in parts. Damaged rows are left out.
pub fn texts(reader: &Reader) -> Result<Vec<Texts>, StoreError> {
    let parts = thread::available_parallelism().map_or(1, usize::from).min(MOST_AT_ONCE);
    let parts = stretches(&reader.db, parts)?.into_iter().map(|stretch| Ok((reader.another()?, stretch)));
    let parts = parts.collect::<Result<Vec<_>, StoreError>>()?;
    thread::scope(|scope| {
        let start = |(reader, stretch)| scope.spawn(move || leave_nothing(|| within(&reader, stretch)));
        let threads: Vec<_> = parts.into_iter().map(start).collect();
        threads.into_iter().map(|part| part.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

/// The texts of a stretch.
fn within(reader: &Reader, stretch: Stretch) -> Result<Texts, StoreError> {
    let mut texts = Texts::default();
    Select::default().read(&reader.db, WITHOUT_REFUSAL, Order::NewestFirst, stretch, |record| {
        add(&mut texts, record, &reader.keys);
        ControlFlow::Continue(())
    })?;
    Ok(texts)
}

/// Adds the text of a row, if it opens; says where it stands.
pub fn add(texts: &mut Texts, Record { clear, sealed, .. }: Record, keys: &Keys) -> Option<usize> {
    let unsealed = keys.unseal(&clear, sealed).ok()?;
    Some(texts.push(clear, unsealed.written().ok()?.message))
}

/// At most so many stretches that hold about as much each, the newest first; all together are everything.
fn stretches(db: &Connection, parts: usize) -> Result<Vec<Stretch>, StoreError> {
    let mut dates = samples(db)?;
    dates.sort_unstable();
    let mut borders: Vec<_> = (1..parts).filter_map(|part| dates.get(dates.len() * part / parts).copied()).collect();
    borders.dedup();
    let borders = borders.into_iter().rev().map(Place::before);
    let newer = std::iter::once(Place::NEWEST).chain(borders.clone());
    Ok(newer
        .zip(borders.chain([Place::OLDEST]))
        .map(|(newer, older)| Stretch { older, newer, through: i64::MAX })
        .collect())
}

/// When some of the rows were made, from all over the file.
fn samples(db: &Connection) -> Result<Vec<i64>, StoreError> {
    let last: i64 = db.query_row("SELECT coalesce(max(seq), 0) FROM inbox", [], |row| row.get(0))?;
    let mut sample = db.prepare("SELECT date FROM inbox WHERE seq >= ? ORDER BY seq LIMIT 1")?;
    let dates = (0..SAMPLES)
        .filter_map(|number| sample.query_row([last / SAMPLES * number], |row| row.get(0)).optional().transpose());
    Ok(dates.collect::<Result<_, _>>()?)
}
