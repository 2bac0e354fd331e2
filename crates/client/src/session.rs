//! Decides when to open the socket, when to ask REST and when to send, and says how things stand.
//!
//! A pure machine: [`Session::handle`] reads no clock, no socket, no database. Time and chance come in with the call.
//! REST is the truth and the socket only a hint (protocol.md, section 0): every opening of the socket is followed by a
//! check, and checks go on every half minute while it is open.

mod input;
mod work;

use std::time::{Duration, Instant};

use bridge::{Fault, Gap, Link};
use jiff::{SignedDuration, Timestamp};

use crate::backoff::Backoff;
use crate::link::Ended;

pub use input::{Input, Now, Order};
use work::Work;

/// Between two checks when nothing happens. Two requests each: four a minute.
pub const CHECK_EVERY: Duration = Duration::from_secs(30);
/// Between two checks that compare rows and not only counts.
const THOROUGH_EVERY: Duration = Duration::from_secs(3600);
/// After close 1011 each attempt closes the user's other sockets too (protocol.md, section 3.4).
const AFTER_CRASH: Duration = Duration::from_secs(60);
/// A socket that lived this long was a good one.
const GOOD_SOCKET: Duration = Duration::from_secs(30);
/// A check follows the opening of a socket this soon; one that crashes at once is then covered by the same check.
const AFTER_OPENING: Duration = Duration::from_secs(2);
/// From this many frames between two checks on, some may have been lost (protocol.md, section 8).
const BURST: usize = 20;
const AFTER_BURST: Duration = Duration::from_secs(3);
/// Gives the server time to do what it was told before it is asked whether it did.
const BEFORE_VERIFYING: Duration = Duration::from_secs(1);
/// A wall clock that gained so much on the monotonic one, which stands still while the computer sleeps, means that it slept.
const SLEPT: SignedDuration = SignedDuration::from_secs(10);
/// How soon a sleep is noticed where nobody tells of it.
pub const NOTICE_SLEEP: Duration = Duration::from_secs(2);
/// So long the user can take back what he did before anybody is told.
pub const UNDO_WITHIN: Duration = Duration::from_secs(5);
/// Changes told on the socket come in groups: one check for all of them.
const AFTER_HINT: Duration = Duration::from_millis(200);
/// A disk that was full is tried again this soon.
const AFTER_BLOCK: Duration = Duration::from_secs(3);

#[derive(Debug)]
enum Socket {
    Down { retry: Instant },
    Opening,
    Open { since: Instant, heard: Timestamp },
}

#[derive(Debug)]
enum Reach {
    Unknown,
    Reached,
    Lost { since: Timestamp, why: Fault },
}

/// One signed-in stretch with one server.
#[derive(Debug)]
pub struct Session {
    socket: Socket,
    reach: Reach,
    blocked: Option<Fault>,
    /// No attempt on the socket before this: the last one closed the user's other sockets too.
    hold: Instant,
    check: Work,
    send: Work,
    socket_backoff: Backoff,
    rest_backoff: Backoff,
    send_backoff: Backoff,
    tries: u32,
    arrived: usize,
    /// When the last thorough check began.
    thorough: Option<Instant>,
    checked: Option<Timestamp>,
    covered_since: Option<Timestamp>,
    last: Now,
    /// The gap in the watch that goes on: its beginning, and how many notifications came since.
    open_gap: Option<(Timestamp, usize)>,
    /// Whether what is under way may hang on dead connections.
    stale: bool,
    gap: Option<Gap>,
}

impl Session {
    /// Begins: socket and check are due at once, and so is what an earlier run left in the outbox.
    pub fn begin(now: Now) -> Self {
        Self {
            socket: Socket::Down { retry: now.instant },
            reach: Reach::Unknown,
            blocked: None,
            hold: now.instant,
            check: Work::at(now.instant),
            send: Work::at(now.instant),
            socket_backoff: Backoff::default(),
            rest_backoff: Backoff::default(),
            send_backoff: Backoff::default(),
            tries: 0,
            arrived: 0,
            thorough: None,
            checked: None,
            covered_since: None,
            last: now,
            open_gap: None,
            stale: false,
            gap: None,
        }
    }

    /// Takes in what happened and says what to do.
    pub fn handle(&mut self, now: Now, input: Input) -> Vec<Order> {
        self.notice_sleep(now);
        match input {
            Input::Tick => {}
            Input::Opened => self.opened(now),
            Input::Heard => self.heard(now),
            Input::Arrived(count) => self.arrived(now, count),
            Input::Fresh(count) => {
                if let Some((_, came)) = &mut self.open_gap {
                    *came += count;
                }
            }
            Input::Ended(how) => self.ended(now, &how),
            Input::Agreed { pending } => self.agreed(now, pending),
            Input::CheckFailed(why) => self.check_failed(now, why),
            Input::CheckBlocked(why) => {
                self.check.running = false;
                self.blocked(now, why);
            }
            Input::Hinted => {
                self.heard(now);
                self.check.no_later_than(now.instant + AFTER_HINT);
            }
            Input::Acted => {
                self.tries = 0;
                self.send.no_later_than(now.instant + UNDO_WITHIN);
            }
            Input::Sent { unverified, next } => self.sent(now, unverified, next),
            Input::SendFailed => self.send_failed(now),
            Input::Blocked(why) => self.blocked(now, why),
            Input::Woke => self.woke(now, now.wall),
            Input::Unlocked => self.hurry(now),
        }
        self.due(now)
    }

    /// When [`Input::Tick`] is wanted next; no later than [`NOTICE_SLEEP`] from now in any case.
    pub fn deadline(&self) -> Option<Instant> {
        let retry = match self.socket {
            Socket::Down { retry } => Some(retry),
            Socket::Opening | Socket::Open { .. } => None,
        };
        let check = self.check.due.filter(|_| !self.asks());
        let send = self.send.due.filter(|_| self.may_send());
        [retry, check, send].into_iter().flatten().min()
    }

    /// How things stand, as it is.
    pub fn link(&self) -> Link {
        match (&self.blocked, &self.reach, &self.socket) {
            (Some(why), ..) => Link::Blocked { why: why.clone() },
            (_, Reach::Unknown, _) => Link::Connecting,
            (_, Reach::Lost { since, .. }, Socket::Open { heard, .. }) if heard > since => Link::Live { heard: *heard },
            (_, Reach::Lost { since, why }, _) => Link::Offline { since: *since, why: why.clone() },
            (_, Reach::Reached, Socket::Open { heard, .. }) => Link::Live { heard: *heard },
            (_, Reach::Reached, _) => {
                Link::Checking { every: u32::try_from(CHECK_EVERY.as_secs()).unwrap_or(u32::MAX) }
            }
        }
    }

    /// When the stored set was last equal to the server's.
    pub fn checked(&self) -> Option<Timestamp> {
        self.checked
    }

    /// Since when the watch is unbroken.
    pub fn covered_since(&self) -> Option<Timestamp> {
        self.covered_since
    }

    /// The last gap in the watch that was closed.
    pub fn gap(&self) -> Option<&Gap> {
        self.gap.as_ref()
    }

    fn due(&mut self, now: Now) -> Vec<Order> {
        let mut orders = Vec::new();
        if std::mem::take(&mut self.stale) {
            orders.push(Order::Renew);
        }
        if matches!(self.socket, Socket::Down { retry } if retry <= now.instant) {
            self.socket = Socket::Opening;
            orders.push(Order::Open);
        }
        if !self.asks() && self.check.start(now.instant) {
            self.arrived = 0;
            let thorough = self.thorough.is_none_or(|last| now.instant - last >= THOROUGH_EVERY);
            if thorough {
                self.thorough = Some(now.instant);
            }
            orders.push(Order::Check { thorough });
        }
        if self.may_send() && self.send.start(now.instant) {
            orders.push(Order::Send);
        }
        orders
    }

    /// One conversation with REST at a time: what a check brings is never older than what an action was answered.
    fn asks(&self) -> bool {
        self.check.running || self.send.running
    }

    /// Whether the server can be reached is for a check to find out, and what it holds, before it is told anything.
    fn may_send(&self) -> bool {
        !self.asks() && matches!(self.reach, Reach::Reached)
    }

    fn opened(&mut self, now: Now) {
        self.socket = Socket::Open { since: now.instant, heard: now.wall };
        // What was sent before the server knew of this socket is not on it.
        self.check.no_later_than(now.instant + AFTER_OPENING);
    }

    fn heard(&mut self, now: Now) {
        if let Socket::Open { heard, .. } = &mut self.socket {
            *heard = now.wall;
        }
    }

    fn arrived(&mut self, now: Now, count: usize) {
        self.heard(now);
        self.arrived += count;
        if self.arrived >= BURST {
            self.check.no_later_than(now.instant + AFTER_BURST);
        }
    }

    fn ended(&mut self, now: Now, how: &Ended) {
        if matches!(self.socket, Socket::Open { since, .. } if now.instant - since >= GOOD_SOCKET) {
            self.socket_backoff.reset();
        }
        let wait = match how {
            Ended::Crashed | Ended::Refused => AFTER_CRASH + Duration::from_secs(10).mul_f64(now.chance),
            Ended::Closed | Ended::Silent | Ended::Failed(_) => self.socket_backoff.next(now.chance),
        };
        if *how == Ended::Crashed {
            self.hold = now.instant + AFTER_CRASH;
        }
        let lived = matches!(self.socket, Socket::Open { since, .. } if now.instant - since >= AFTER_OPENING);
        // Otherwise the check of the opening or the regular one is soon enough; an outage has a rhythm of its own.
        if (lived || *how == Ended::Refused) && !matches!(self.reach, Reach::Lost { .. }) {
            self.check.no_later_than(now.instant);
        }
        self.socket = Socket::Down { retry: now.instant + wait };
    }

    /// While the computer sleeps only the wall clock goes on. A clock that somebody set looks the same and costs one
    /// check; one set back costs nothing.
    fn notice_sleep(&mut self, now: Now) {
        let awake = SignedDuration::try_from(now.instant - self.last.instant).unwrap_or(SignedDuration::MAX);
        if now.wall.duration_since(self.last.wall) - awake > SLEPT {
            self.woke(now, self.last.wall);
        }
        self.last = now;
    }

    fn woke(&mut self, now: Now, since: Timestamp) {
        self.begin_gap(since);
        self.stale = true;
        self.check.running = false;
        if std::mem::take(&mut self.send.running) {
            self.send.no_later_than(now.instant);
        }
        if !matches!(self.socket, Socket::Down { .. }) {
            self.socket = Socket::Down { retry: now.instant.max(self.hold) };
        }
        self.hurry(now);
    }

    /// The first reason for a gap names its beginning.
    fn begin_gap(&mut self, since: Timestamp) {
        self.covered_since = None;
        self.open_gap.get_or_insert((since, 0));
    }

    fn agreed(&mut self, now: Now, pending: usize) {
        if matches!(self.reach, Reach::Lost { .. }) {
            self.come_back(now);
        }
        self.reach = Reach::Reached;
        self.blocked = None;
        self.rest_backoff.reset();
        self.check.running = false;
        self.check.no_later_than(now.instant + CHECK_EVERY);
        if let Some((from, arrived)) = self.open_gap.take() {
            self.gap = Some(Gap { from, to: now.wall, arrived: u32::try_from(arrived).unwrap_or(u32::MAX) });
        }
        self.checked = Some(now.wall);
        self.covered_since = self.covered_since.or(Some(now.wall));
        self.plan_sending(now, pending);
    }

    fn sent(&mut self, now: Now, unverified: usize, next: Option<Instant>) {
        self.send.running = false;
        if let Some(next) = next {
            self.send.no_later_than(next);
        }
        if unverified > 0 {
            self.tries += 1;
            // While there is more to send, the regular checks will do.
            if next.is_none_or(|next| next > now.instant) {
                self.check.no_later_than(now.instant + BEFORE_VERIFYING);
            }
        }
    }

    /// What a check did not confirm is sent again, less and less often.
    fn plan_sending(&mut self, now: Now, pending: usize) {
        if pending == 0 {
            self.tries = 0;
            self.send_backoff.reset();
        } else if self.tries > 0 {
            let wait = self.send_backoff.next(now.chance);
            self.send.no_later_than(now.instant + wait);
        } else {
            self.send.no_later_than(now.instant);
        }
    }

    fn send_failed(&mut self, now: Now) {
        self.send.running = false;
        self.tries += 1;
        let wait = self.send_backoff.next(now.chance);
        self.send.no_later_than(now.instant + wait);
        if !matches!(self.reach, Reach::Lost { .. }) {
            self.check.no_later_than(now.instant);
        }
    }

    fn check_failed(&mut self, now: Now, why: Fault) {
        self.check.running = false;
        self.thorough = None;
        self.begin_gap(self.checked.unwrap_or(now.wall));
        let since = match &self.reach {
            Reach::Lost { since, .. } => *since,
            Reach::Unknown | Reach::Reached => now.wall,
        };
        self.reach = Reach::Lost { since, why };
        let wait = self.rest_backoff.next(now.chance);
        self.check.no_later_than(now.instant + wait);
    }

    fn blocked(&mut self, now: Now, why: Fault) {
        self.blocked = Some(why);
        self.check.no_later_than(now.instant + AFTER_BLOCK);
    }

    fn hurry(&mut self, now: Now) {
        self.rest_backoff.reset();
        self.come_back(now);
        self.check.no_later_than(now.instant);
    }

    /// The way is open again: nothing waits for its turn any longer.
    fn come_back(&mut self, now: Now) {
        self.socket_backoff.reset();
        if let Socket::Down { retry } = &mut self.socket {
            *retry = now.instant.max(self.hold);
        }
        self.send.no_later_than(now.instant);
    }
}

#[cfg(test)]
mod histories;
#[cfg(test)]
mod tests;
