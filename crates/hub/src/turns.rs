//! Fairness: nobody's work waits behind more than a little of somebody else's.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use prometheus_client::metrics::counter::Counter;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{Error, UserId};

/// So much of one asker's is under way at once. The hub has ten connections to a database, and SQLite has one.
const AT_ONCE: usize = 4;
/// So much of one asker's may be under way or wait. Honest programs are far below, and what waits costs memory.
const MOST: usize = 256;

/// Whose work it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Asker {
    /// Somebody who has proven who they are.
    User(UserId),
    /// A service, by the id of its token.
    Service(String),
    /// Whoever says to be this account, and has yet to prove it.
    Claimant(String),
}

/// Who has work under way, and who waits for a turn. Each asker has a line of its own, served in order.
#[derive(Clone, Default)]
pub struct Turns {
    lines: Arc<Mutex<HashMap<Asker, Line>>>,
    refused: Counter,
}

#[derive(Clone)]
struct Line {
    turns: Arc<Semaphore>,
    length: usize,
}

impl Turns {
    /// Nobody's yet; refusals are counted here.
    pub fn counting(refused: Counter) -> Self {
        Self { lines: Arc::default(), refused }
    }

    /// Waits for a turn, which lasts until it is dropped.
    ///
    /// # Errors
    /// [`Error::TooMany`] when too much of this asker's waits already.
    pub async fn take(&self, asker: Asker) -> Result<Turn, Error> {
        self.stand_in_line(asker, MOST).await
    }

    /// The same for a socket, which has one thing to do at a time and waits as long as it takes.
    pub async fn wait(&self, user: UserId) -> Result<Turn, Error> {
        self.stand_in_line(Asker::User(user), usize::MAX).await
    }

    async fn stand_in_line(&self, asker: Asker, most: usize) -> Result<Turn, Error> {
        let Some((turns, place)) = self.join(asker, most) else {
            self.refused.inc();
            return Err(Error::TooMany);
        };
        let permit = turns.acquire_owned().await.map_err(|_| Error::Interrupted)?;
        Ok(Turn { _permit: permit, _place: place })
    }

    fn join(&self, asker: Asker, most: usize) -> Option<(Arc<Semaphore>, Place)> {
        let mut lines = self.lock();
        let line = lines.entry(asker.clone());
        let line = line.or_insert_with(|| Line { turns: Arc::new(Semaphore::new(AT_ONCE)), length: 0 });
        if line.length >= most {
            return None;
        }
        line.length += 1;
        Some((Arc::clone(&line.turns), Place { turns: self.clone(), asker }))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Asker, Line>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to be served, until it is dropped.
pub struct Turn {
    _permit: OwnedSemaphorePermit,
    _place: Place,
}

/// A place in an asker's line.
struct Place {
    turns: Turns,
    asker: Asker,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut lines = self.turns.lock();
        if let Some(line) = lines.get_mut(&self.asker) {
            line.length -= 1;
            if line.length == 0 {
                lines.remove(&self.asker);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn eve() -> Asker {
        Asker::Claimant("eve@ward.example".to_owned())
    }

    /// Whether there is a turn at once.
    fn has_turn(turns: &Turns, asker: Asker) -> bool {
        turns.take(asker).now_or_never().is_some_and(|turn| turn.is_ok())
    }

    #[tokio::test]
    async fn one_asker_has_some_turns_at_once_and_leaves_the_others_theirs() {
        let turns = Turns::default();
        let mut held = Vec::new();
        for _ in 0..AT_ONCE {
            held.push(turns.take(eve()).await.unwrap());
        }
        assert!(!has_turn(&turns, eve()));
        assert!(has_turn(&turns, Asker::Service("eve@ward.example".to_owned())), "another one of the same name");
        held.pop();
        assert!(has_turn(&turns, eve()));
    }

    #[tokio::test]
    async fn what_waits_is_served_in_order_and_what_is_too_much_is_refused() {
        let turns = Turns::default();
        let mut line: Vec<_> = (0..MOST).map(|_| Box::pin(turns.take(eve()))).collect();
        let mut served: Vec<_> = line.iter_mut().map(|place| place.as_mut().now_or_never()).collect();
        assert_eq!(served.iter().filter(|turn| turn.is_some()).count(), AT_ONCE);
        assert!(matches!(turns.take(eve()).now_or_never(), Some(Err(Error::TooMany))));
        assert_eq!(turns.refused.get(), 1);

        served[0] = None;
        assert!(line[AT_ONCE + 1].as_mut().now_or_never().is_none(), "another one was first");
        assert!(line[AT_ONCE].as_mut().now_or_never().is_some());
    }

    #[tokio::test]
    async fn nothing_is_kept_of_those_who_have_gone() {
        let turns = Turns::default();
        let held: Vec<_> = (0..AT_ONCE).map(|_| turns.take(eve()).now_or_never().unwrap().unwrap()).collect();
        let waits = Box::pin(turns.take(eve()));
        assert_eq!(turns.lock().len(), 1);
        drop((waits, held));
        assert!(turns.lock().is_empty());
    }
}
