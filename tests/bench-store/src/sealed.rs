use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use protocol::{Notification, Status};
use store::{AccountId, AccountKey, Reader, Search, Select, Store};
use yardstick::{Contestant, Filter, PAGE, Task};

/// The store itself.
pub struct Sealed {
    path: PathBuf,
    key: AccountKey,
    open: Option<(Store, Reader)>,
    search: Option<Search>,
}

impl Sealed {
    /// A new store in this folder.
    pub fn create(folder: &Path) -> Result<Self> {
        let (path, key) = (folder.join("store.db"), AccountKey::generate());
        let mut sealed = Self { path, key, open: None, search: None };
        sealed.reopen()?;
        Ok(sealed)
    }

    fn reopen(&mut self) -> Result<u64> {
        self.open = None;
        let account = AccountId::of("https://ward.example", "ada@ward.example");
        let store = Store::open(&self.path, account, &self.key)?;
        let reader = store.reader()?;
        self.open = Some((store, reader));
        Ok(0)
    }

    fn store(&mut self) -> Result<&mut Store> {
        self.open.as_mut().map(|(store, _)| store).context("the store is closed")
    }

    fn reader(&self) -> Result<&Reader> {
        self.open.as_ref().map(|(_, reader)| reader).context("the store is closed")
    }

    fn newest(&self, filter: &Filter) -> Result<u64> {
        list(self.reader()?, filter)
    }

    fn open_box(&mut self) -> Result<u64> {
        self.search = Some(self.store()?.search()?.fold()?);
        Ok(0)
    }

    fn open_box_and_list(&mut self) -> Result<u64> {
        let unfolded = self.store()?.search()?;
        let reader = self.reader()?;
        let (search, longest) = std::thread::scope(|scope| {
            let folding = scope.spawn(|| unfolded.fold());
            let mut longest = Duration::ZERO;
            while !folding.is_finished() {
                let start = Instant::now();
                list(reader, &Filter::default())?;
                longest = longest.max(start.elapsed());
            }
            let folded = folding.join().map_err(|_| anyhow::anyhow!("folding ended early"))?;
            anyhow::Ok((folded?, longest))
        })?;
        self.search = Some(search);
        Ok(longest.as_micros().try_into()?)
    }

    fn change_keys(&mut self) -> Result<u64> {
        let key = AccountKey::generate();
        let store = self.store()?;
        store.rotate(&key)?;
        let reader = store.reader()?;
        self.key = key;
        self.open = self.open.take().map(|(store, _)| (store, reader));
        Ok(0)
    }
}

impl Contestant for Sealed {
    fn keep(&mut self, rows: &[Notification]) -> Result<()> {
        self.store()?.receive(rows)?;
        Ok(())
    }

    fn run(&mut self, task: &Task) -> Result<u64> {
        match task {
            Task::Reopen => self.reopen(),
            Task::Newest(filter) => self.newest(filter),
            Task::Unread => Ok(self.store()?.unread_by_kind()?.into_iter().map(|(_, count)| u64::from(count)).sum()),
            Task::OpenBox => self.open_box(),
            Task::OpenBoxAndList => self.open_box_and_list(),
            Task::CloseBox => {
                self.search = None;
                Ok(0)
            }
            Task::Contains(text) => {
                let search = self.search.as_mut().context("the box is not open")?;
                search.extent(&containing(text), i64::MAX)?;
                Ok(search.page(&containing(text), i64::MAX, 0, PAGE as u32)?.rows.len() as u64)
            }
            Task::ContainsFresh(text) => {
                let reader = self.store()?.reader()?;
                Ok(reader.page(&containing(text), i64::MAX, 0, PAGE as u32)?.rows.len() as u64)
            }
            Task::Verify => {
                self.reader()?.verify()?;
                Ok(0)
            }
            Task::ChangeKeys => self.change_keys(),
            Task::IndexTrigrams | Task::ContainsTrigrams(_) => bail!("the store keeps no index of texts"),
        }
    }

    fn path(&self) -> &Path {
        &self.path
    }
}

fn list(reader: &Reader, filter: &Filter) -> Result<u64> {
    let status = filter.unread.then_some(Status::Unread);
    let select = Select { kind: filter.kind.clone(), status, ..Select::default() };
    if filter.counted {
        reader.extent(&select, i64::MAX)?;
    }
    Ok(reader.page(&select, i64::MAX, filter.skip, PAGE as u32)?.rows.len() as u64)
}

fn containing(text: &str) -> Select {
    Select { text: Some(text.to_owned()), ..Select::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use yardstick::{COMMON, CYRILLIC, MISSING, Plain, RARE, RAREST_KIND, notification};

    #[test]
    fn store_and_yardstick_do_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let mut sealed = Sealed::create(folder.path()).unwrap();
        let mut plain = Plain::create(folder.path(), None).unwrap();
        let rows: Vec<_> = (0..2000).map(|n| notification(n).unwrap()).collect();
        sealed.keep(&rows).unwrap();
        plain.keep(&rows).unwrap();
        let mut both = |task: &Task| (sealed.run(task).unwrap(), plain.run(task).unwrap());
        for (kind, unread) in [(None, false), (None, true), (Some(RAREST_KIND), false), (Some(RAREST_KIND), true)] {
            let (ours, theirs) = both(&Task::Newest(Filter { kind, unread, counted: true, skip: 1 }));
            assert!(ours == theirs && ours > 0);
        }
        both(&Task::Reopen);
        assert!(matches!(both(&Task::Unread), (150..250, 150..250)));
        both(&Task::OpenBox);
        for (word, found) in [(RARE, 1), (COMMON, 50), (MISSING, 0)] {
            assert_eq!(both(&Task::Contains(word.to_owned())), (found, found));
            assert_eq!(both(&Task::ContainsFresh(word.to_owned())), (found, found));
        }
        plain.run(&Task::IndexTrigrams).unwrap();
        assert_eq!(plain.run(&Task::ContainsTrigrams(RARE.to_owned())).unwrap(), 1);
        let mut both = |task: &Task| (sealed.run(task).unwrap(), plain.run(task).unwrap());
        assert_eq!(both(&Task::Contains(CYRILLIC.to_owned())), (50, 0), "LIKE folds ASCII only");
        both(&Task::CloseBox);
        both(&Task::Verify);
        sealed.run(&Task::ChangeKeys).unwrap();
        sealed.run(&Task::Reopen).unwrap();
        assert_eq!(sealed.run(&Task::ContainsFresh(RARE.to_owned())).unwrap(), 1);
    }
}
