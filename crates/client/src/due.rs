//! Times that the user set for rows: a snooze ends, something is to be followed up.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use store::{Cause, Changes};

use crate::engine::Engine;
use crate::toast::{Effect, News};

/// A clock on the wall may be set, and goes on while the computer sleeps, which the other clocks don't: while a time is
/// waited for, it is looked at this often.
const LOOK: Duration = Duration::from_secs(30);
/// How soon a database that refused is asked again.
const TRY_AGAIN: Duration = Duration::from_secs(15);

impl Engine {
    /// Wakes what was snoozed until now, and tells of it and of what is to be followed up now. At the start that waits for
    /// the first check, as news do: it may have been read elsewhere.
    pub(crate) fn come_due(&mut self, now: Timestamp) {
        if !self.may_announce() {
            return;
        }
        let Ok(opened) = self.opened() else { return };
        match opened.take_due(now) {
            Ok(due) if due.rows.is_empty() => {}
            Ok(due) => {
                self.changed(&due.changes);
                let due: Vec<_> = due.rows.iter().map(|(row, cause)| (News::from(row), *cause)).collect();
                self.show_times(&due);
            }
            Err(error) => {
                tracing::error!(%error, "what is due can't be told");
                opened.look_at(now.checked_add(TRY_AGAIN).unwrap_or(Timestamp::MAX));
            }
        }
    }

    fn show_times(&mut self, due: &[(News, Cause)]) {
        let settings = self.settings();
        let manner = self.manner(&settings);
        for toast in self.toasts.due(due, &manner) {
            self.show(Effect::Show(toast));
        }
        let woken: Vec<_> =
            due.iter().filter(|(_, cause)| *cause == Cause::Snooze).map(|(one, _)| one.clone()).collect();
        self.reminders.note(Instant::now(), &woken, &settings);
    }

    /// Follows up a change of the store that may have brought a time, be it by taking back what had ended it.
    pub(crate) fn times_changed(&mut self, changes: &Changes) {
        self.changed(changes);
        if let Ok(opened) = self.opened() {
            opened.times_changed();
        }
    }

    /// When [`Self::come_due`] may have something to do next.
    pub(crate) fn comes_due(&mut self) -> Option<Instant> {
        if !self.may_announce() {
            return None;
        }
        let then = self.opened().ok()?.due()?;
        Some(Instant::now() + wait(Timestamp::now(), then))
    }
}

/// How long to sleep for a time on the wall clock.
fn wait(now: Timestamp, then: Timestamp) -> Duration {
    Duration::try_from(then.duration_since(now)).unwrap_or_default().min(LOOK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_waited_for_with_an_eye_on_the_clock() {
        let at = |second| Timestamp::from_second(second).unwrap();
        for (now, then, seconds) in [(100, 105, 5), (100, 100, 0), (100, 90, 0), (100, 130, 30), (100, 100_000, 30)] {
            assert_eq!(wait(at(now), at(then)), Duration::from_secs(seconds), "from {now} to {then}");
        }
        assert_eq!(wait(Timestamp::MIN, Timestamp::MAX), LOOK);
        assert_eq!(wait(Timestamp::MAX, Timestamp::MIN), Duration::ZERO);
    }
}
