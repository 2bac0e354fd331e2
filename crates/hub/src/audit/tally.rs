use std::sync::{Mutex, MutexGuard, PoisonError};

/// So many refusals and denials a minute have a line each.
const LINES: u32 = 60;

/// Keeps whoever knocks at every door from flooding the audit log: what comes too often is counted.
#[derive(Default)]
pub struct Tally(Mutex<Minute>);

#[derive(Default)]
struct Minute {
    lines: u32,
    more: usize,
}

impl Tally {
    /// Whether the next one has a line of its own. Otherwise it was counted.
    pub fn has_line(&self) -> bool {
        let mut minute = self.lock();
        if minute.lines == LINES {
            minute.more += 1;
            return false;
        }
        minute.lines += 1;
        true
    }

    /// Counts so many that have no line.
    pub fn count(&self, more: usize) {
        self.lock().more += more;
    }

    /// Begins the next minute. How many of the last one have no line.
    pub fn turn(&self) -> usize {
        std::mem::take(&mut *self.lock()).more
    }

    fn lock(&self) -> MutexGuard<'_, Minute> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_has_so_many_lines_and_the_rest_is_counted() {
        let tally = Tally::default();
        tally.count(2);
        let lines = (0..LINES + 5).filter(|_| tally.has_line()).count();
        assert_eq!((lines, tally.turn()), (LINES as usize, 7));
        assert!(tally.has_line());
        assert_eq!(tally.turn(), 0);
    }
}
