use std::time::Instant;

use super::input::Now;
use super::pace::UNDO_WITHIN;
use super::work::Work;
use crate::backoff::Backoff;

/// When what the user did is sent, and sent again.
#[derive(Debug)]
pub struct Sending {
    pub work: Work,
    backoff: Backoff,
    /// Rounds since the user did something or all was confirmed.
    tries: u32,
}

impl Sending {
    pub fn at(due: Instant) -> Self {
        Self { work: Work::at(due), backoff: Backoff::default(), tries: 0 }
    }

    /// The user did something, which can be taken back for a while.
    pub fn acted(&mut self, now: Instant) {
        self.tries = 0;
        self.work.no_later_than(now + UNDO_WITHIN);
    }

    /// A round ended, in which something may have been sent; more may be sent then.
    pub fn ended(&mut self, sent: bool, next: Option<Instant>) {
        self.work.running = false;
        self.tries += u32::from(sent);
        if let Some(next) = next {
            self.work.no_later_than(next);
        }
    }

    /// A round failed before its end.
    pub fn failed(&mut self, now: Now) {
        self.work.running = false;
        self.tries += 1;
        self.again(now);
    }

    /// So many are not confirmed, says a check. They are sent again, less and less often.
    pub fn unconfirmed(&mut self, now: Now, pending: usize) {
        if pending == 0 {
            self.tries = 0;
            self.backoff.reset();
        } else if self.tries > 0 {
            self.again(now);
        } else {
            self.work.no_later_than(now.instant);
        }
    }

    fn again(&mut self, now: Now) {
        let wait = self.backoff.next(now.chance);
        self.work.no_later_than(now.instant + wait);
    }
}
