//! Decides when to open the socket, when to ask REST and when to send, and says how things stand.
//!
//! A pure machine: [`Session::handle`] reads no clock, no socket, no database. Time and chance come in with the call.
//! REST is the truth and the socket only a hint (protocol.md, section 0): every opening of the socket is followed by a
//! check, and checks go on every half minute while it is open.

mod coverage;
mod input;
mod pace;
mod sending;
mod work;

use std::time::{Duration, Instant};

use bridge::{Fault, Link};
use jiff::{SignedDuration, Timestamp};

use crate::backoff::Backoff;
use crate::link::Ended;

pub use coverage::Coverage;
pub use input::{Input, Now, Order};
use pace::{
    AFTER_BLOCK, AFTER_BURST, AFTER_CRASH, AFTER_HINT, AFTER_OPENING, BEFORE_VERIFYING, BURST, GOOD_SOCKET, SLEPT,
    THOROUGH_EVERY,
};
pub use pace::{CHECK_EVERY, NOTICE_SLEEP, UNDO_WITHIN};
use sending::Sending;
use work::Work;

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
    sending: Sending,
    socket_backoff: Backoff,
    rest_backoff: Backoff,
    arrived: usize,
    /// When the last thorough check began.
    thorough: Option<Instant>,
    coverage: Coverage,
    last: Now,
    /// Whether what is under way may hang on dead connections.
    stale: bool,
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
            sending: Sending::at(now.instant),
            socket_backoff: Backoff::default(),
            rest_backoff: Backoff::default(),
            arrived: 0,
            thorough: None,
            coverage: Coverage::default(),
            last: now,
            stale: false,
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
            Input::Fresh(count) => self.coverage.found(count),
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
            Input::Acted => self.sending.acted(now.instant),
            Input::Sent { unverified, next } => self.sent(now, unverified, next),
            Input::SendFailed => self.send_failed(now),
            Input::Blocked(why) => self.blocked(now, why),
            Input::Woke => self.woke(now, now.wall),
            Input::Returned => self.hurry(now),
            Input::Locked => {
                self.coverage.breaks(now.wall);
                self.renew(now);
                self.check.no_later_than(now.instant);
            }
            Input::Counted { behind } => {
                self.reached(now);
                if behind {
                    self.check.no_later_than(now.instant + AFTER_BURST);
                }
            }
            Input::Unlocked => {
                // What was read and unread again meanwhile is in no count.
                self.thorough = None;
                self.hurry(now);
            }
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
        let send = self.sending.work.due.filter(|_| self.may_send());
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

    /// Whether what is new may be shown. At the start and after an outage that waits for the first check to end, so that
    /// what came meanwhile is counted once and not told piece by piece.
    pub fn may_announce(&self) -> bool {
        self.link() != Link::Connecting && !self.coverage.catching_up
    }

    /// How far the watch goes.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
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
        if self.may_send() && self.sending.work.start(now.instant) {
            orders.push(Order::Send);
        }
        orders
    }

    /// One conversation with REST at a time: what a check brings is never older than what an action was answered.
    fn asks(&self) -> bool {
        self.check.running || self.sending.work.running
    }

    /// Whether the server can be reached is for a check to find out, and what it holds, before it is told anything.
    fn may_send(&self) -> bool {
        !self.asks() && matches!(self.reach, Reach::Reached)
    }

    fn opened(&mut self, now: Now) {
        self.socket = Socket::Open { since: now.instant, heard: now.wall };
        self.coverage.opened();
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
        match how {
            Ended::Crashed => self.hold = now.instant + AFTER_CRASH,
            Ended::Silent => self.renew(now),
            _ => {}
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
        self.coverage.breaks(since);
        self.renew(now);
        if !matches!(self.socket, Socket::Down { .. }) {
            self.socket = Socket::Down { retry: now.instant.max(self.hold) };
        }
        self.hurry(now);
    }

    fn agreed(&mut self, now: Now, pending: usize) {
        self.reached(now);
        self.coverage.agreed(now.wall);
        self.sending.unconfirmed(now, pending);
    }

    fn reached(&mut self, now: Now) {
        if matches!(self.reach, Reach::Lost { .. }) {
            self.come_back(now);
        }
        self.reach = Reach::Reached;
        self.blocked = None;
        self.rest_backoff.reset();
        self.check.running = false;
        self.check.no_later_than(now.instant + CHECK_EVERY);
    }

    fn sent(&mut self, now: Now, unverified: usize, next: Option<Instant>) {
        self.sending.ended(unverified > 0, next);
        // While there is more to send, the regular checks will do.
        if unverified > 0 && next.is_none_or(|next| next > now.instant) {
            self.check.no_later_than(now.instant + BEFORE_VERIFYING);
        }
    }

    fn send_failed(&mut self, now: Now) {
        self.sending.failed(now);
        if !matches!(self.reach, Reach::Lost { .. }) {
            self.check.no_later_than(now.instant);
        }
    }

    fn check_failed(&mut self, now: Now, why: Fault) {
        self.check.running = false;
        self.thorough = None;
        self.coverage.breaks(self.coverage.checked.unwrap_or(now.wall));
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

    /// Whatever is under way may hang on connections that are dead without knowing.
    fn renew(&mut self, now: Now) {
        self.stale = true;
        if std::mem::take(&mut self.check.running) {
            self.check.no_later_than(now.instant);
        }
        if std::mem::take(&mut self.sending.work.running) {
            self.sending.work.no_later_than(now.instant);
        }
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
        self.sending.work.no_later_than(now.instant);
    }
}

#[cfg(test)]
mod histories;
#[cfg(test)]
mod tests;
