//! What goes on while what is stored is locked: nothing is read, arrivals are counted.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use protocol::{Notification, NotificationId, Status};
use store::Glance;

use crate::toast::News;

/// What a socket has read stays in its buffers. It is left for a new one this long after the last arrival...
const QUIET: Duration = Duration::from_secs(2);
/// ...and no more often than this.
const SPACING: Duration = Duration::from_secs(10);

/// The counts of an account whose store is closed. Holds no text and no key.
#[derive(Debug, Default)]
pub struct Locked {
    /// The store's revision when it was closed.
    pub revision: u32,
    /// Actions that wait for the server, and for the unlocking.
    pub pending: u32,
    /// Unread at the last count, as the user sees it.
    base: u32,
    /// What of [`Self::base`] the server does not count: actions that wait.
    offset: i64,
    /// Arrived since the last count.
    since: u32,
    /// What of [`Self::base`] nobody has named yet: a count can be ahead of the socket.
    ahead: u32,
    /// When the newest row was made that was stored: what is no newer is a replay, and no news.
    newest: i64,
    /// What was told of while locked.
    told: Told,
    soiled: Option<Instant>,
    renewed: Option<Instant>,
}

/// What was told of while locked, so that it is not told again afterwards.
#[derive(Debug, Default)]
pub struct Told {
    ids: HashSet<NotificationId>,
    /// Those that only the server's count told of.
    unnamed: u32,
}

impl Locked {
    /// From what can be said of the store.
    pub fn new(revision: u32, last: Glance) -> Self {
        let Glance { unread, unread_on_server, pending, newest } = last;
        let offset = i64::from(unread) - i64::from(unread_on_server);
        Self { revision, pending, base: unread, offset, newest, ..Self::default() }
    }

    /// How many are unread.
    pub fn unread(&self) -> u32 {
        self.base.saturating_add(self.since)
    }

    /// Takes in what the socket brought, and names what is news.
    pub fn arrived(&mut self, now: Instant, pushed: &[Notification]) -> Vec<News> {
        self.soiled = Some(now);
        let is_new = |one: &&Notification| one.date.as_microsecond() > self.newest;
        let unread = pushed.iter().filter(|one| one.status == Status::Unread).filter(is_new);
        let news: Vec<News> =
            unread.filter(|one| self.told.ids.insert(one.id)).map(|one| News::from(one).without_text()).collect();
        let came = u32::try_from(news.len()).unwrap_or(u32::MAX);
        let counted = came.min(self.ahead);
        self.ahead -= counted;
        self.since = self.since.saturating_add(came - counted);
        news
    }

    /// Takes the server's count. What it was ahead by the last time, and what nobody has named since, is news without a
    /// name; how many those are comes back.
    pub fn counted(&mut self, unread: u32) -> u32 {
        let now = u32::try_from((i64::from(unread) + self.offset).max(0)).unwrap_or(u32::MAX);
        let unnamed = self.ahead.min(now);
        self.ahead = now.saturating_sub(self.unread());
        self.told.unnamed = self.told.unnamed.saturating_add(unnamed);
        (self.base, self.since) = (now, 0);
        unnamed
    }

    /// Whether another count should come soon.
    pub fn is_behind(&self) -> bool {
        self.ahead > 0
    }

    /// Whether the socket should be left for a new one, for what it holds in its buffers. True once for each time.
    pub fn wants_fresh_socket(&mut self, now: Instant) -> bool {
        let quiet = self.soiled.is_some_and(|at| now.duration_since(at) >= QUIET);
        let spaced = self.renewed.is_none_or(|at| now.duration_since(at) >= SPACING);
        if quiet && spaced {
            (self.soiled, self.renewed) = (None, Some(now));
        }
        quiet && spaced
    }

    /// Ends it.
    pub fn told(self) -> Told {
        self.told
    }
}

impl Told {
    /// Whether this one was told of already. Each is asked for once.
    pub fn take(&mut self, id: NotificationId) -> bool {
        if self.ids.remove(&id) {
            return true;
        }
        let counted = self.unnamed > 0;
        self.unnamed = self.unnamed.saturating_sub(1);
        counted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{Kind, Related};
    use uuid::Uuid;

    fn push(number: u128, status: Status) -> Notification {
        Notification {
            id: NotificationId(Uuid::from_u128(number)),
            kind: Kind::Appointment,
            message: "Zofia at ten".to_owned(),
            date: jiff::Timestamp::UNIX_EPOCH,
            status,
            related: Related::default(),
        }
    }

    /// Four are unread on screen, one more on the server: the user has read it, and that waits.
    fn locked() -> Locked {
        Locked::new(7, Glance { unread: 4, unread_on_server: 5, pending: 1, newest: -1 })
    }

    #[test]
    fn what_arrives_is_counted_once_and_named_once() {
        let (mut locked, now) = (locked(), Instant::now());
        let news = locked.arrived(now, &[push(1, Status::Unread), push(2, Status::Read), push(1, Status::Unread)]);
        assert_eq!(news.iter().map(|one| one.id.0.as_u128()).collect::<Vec<_>>(), [1]);
        assert!(locked.arrived(now, &[push(1, Status::Unread)]).is_empty(), "a replay");
        assert_eq!(locked.unread(), 5);
    }

    #[test]
    fn what_was_stored_before_and_is_replayed_is_no_news() {
        let known = Glance { unread: 1, unread_on_server: 1, pending: 0, newest: 0 };
        let mut locked = Locked::new(7, known);
        assert!(locked.arrived(Instant::now(), &[push(1, Status::Unread)]).is_empty());
        assert_eq!(locked.unread(), 1);
    }

    #[test]
    fn the_servers_count_is_the_truth_but_for_what_it_was_not_told() {
        let (mut locked, now) = (locked(), Instant::now());
        assert_eq!((locked.counted(5), locked.unread()), (0, 4));
        locked.arrived(now, &[push(1, Status::Unread)]);
        assert_eq!((locked.counted(6), locked.unread()), (0, 5));
        assert_eq!((locked.counted(0), locked.unread()), (0, 0), "all were read elsewhere");
    }

    #[test]
    fn a_count_that_is_ahead_of_the_socket_is_no_news_of_its_own() {
        let (mut locked, now) = (locked(), Instant::now());
        assert_eq!((locked.counted(7), locked.unread(), locked.is_behind()), (0, 6, true));
        assert_eq!(locked.arrived(now, &[push(1, Status::Unread)]).len(), 1);
        assert_eq!(locked.unread(), 6, "it was counted already");
        assert_eq!((locked.counted(7), locked.unread(), locked.is_behind()), (1, 6, false), "one never came");
        assert_eq!(locked.counted(7), 0, "and is told of once");
    }

    #[test]
    fn what_was_told_of_while_locked_is_not_told_again() {
        let (mut locked, now) = (locked(), Instant::now());
        locked.arrived(now, &[push(1, Status::Unread)]);
        locked.counted(7);
        locked.counted(7);
        let mut told = locked.told();
        let again = [1, 2, 3].map(|number| told.take(NotificationId(Uuid::from_u128(number))));
        assert_eq!(again, [true, true, false], "the second is the one that was counted");
    }

    #[test]
    fn a_socket_that_brought_text_is_left_when_it_is_quiet_but_not_in_a_hurry() {
        let (mut locked, start) = (locked(), Instant::now());
        assert!(!locked.wants_fresh_socket(start + SPACING), "nothing came");
        locked.arrived(start, &[push(1, Status::Unread)]);
        assert!(!locked.wants_fresh_socket(start), "more may come");
        assert!(locked.wants_fresh_socket(start + QUIET));
        assert!(!locked.wants_fresh_socket(start + QUIET * 2), "it has a new one");
        locked.arrived(start + QUIET, &[push(2, Status::Unread)]);
        assert!(!locked.wants_fresh_socket(start + QUIET * 2), "so soon again");
        assert!(locked.wants_fresh_socket(start + QUIET + SPACING));
    }
}
