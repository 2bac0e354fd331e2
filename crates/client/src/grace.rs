//! When an action may leave: first the user can take it back, and the deployed server needs some time for itself.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use protocol::{NotificationId, Status};
use store::Pending;

use crate::session::UNDO_WITHIN;

/// So long the deployed server may still be stamping a row that it has just pushed: a change by REST could be lost, or
/// undo the stamp, while the socket's commands wait for it (protocol.md, section 4.3). Later REST is better: it knows a
/// deleted row, which the socket's `mark_read` would bring back (section 4).
const STAMPING: Duration = Duration::from_secs(10);
/// So many are sent in one round, so that checks are not kept waiting.
const MOST_AT_ONCE: usize = 100;

/// What happened to notifications a moment ago.
#[derive(Debug, Default)]
pub struct Grace {
    acted: HashMap<NotificationId, Instant>,
    delivered: HashMap<NotificationId, Instant>,
    /// When the last of them came.
    last: Option<Instant>,
}

/// Which actions leave now, and by which road.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Leaving {
    /// Reads of what the socket has just delivered, by that socket.
    pub by_socket: Vec<Pending>,
    /// Everything else.
    pub by_rest: Vec<Pending>,
    /// When the next ones may leave; none when nothing waits for its time.
    pub next: Option<Instant>,
}

impl Leaving {
    /// Whether nothing leaves now.
    pub fn is_empty(&self) -> bool {
        self.by_socket.is_empty() && self.by_rest.is_empty()
    }
}

impl Grace {
    /// The user did something.
    pub fn acted(&mut self, now: Instant, ids: &[NotificationId]) {
        self.acted.retain(|_, at| now.duration_since(*at) < UNDO_WITHIN);
        self.acted.extend(ids.iter().map(|id| (*id, now)));
    }

    /// The socket delivered something.
    pub fn delivered(&mut self, now: Instant, ids: impl Iterator<Item = NotificationId>) {
        self.delivered.retain(|_, at| now.duration_since(*at) < STAMPING);
        self.delivered.extend(ids.map(|id| (id, now)));
        self.last = Some(now);
    }

    /// Gives back what a flood took once all of it is over. To be asked now and then.
    pub fn forget(&mut self, now: Instant) {
        if self.last.is_some_and(|last| now.duration_since(last) >= STAMPING) {
            (self.delivered, self.last) = Default::default();
        }
    }

    /// Sorts the actions that wait.
    pub fn leaving(&self, now: Instant, actions: Vec<Pending>, road: Road) -> Leaving {
        let mut leaving = Leaving::default();
        for action in actions {
            let stamped = self.delivered.get(&action.id).map(|at| *at + STAMPING).filter(|at| *at > now && road.stamps);
            let held = self.acted.get(&action.id).map(|at| *at + UNDO_WITHIN).filter(|at| *at > now);
            let by_socket = stamped.is_some() && action.wanted == Status::Read && road.socket;
            let full = (leaving.by_rest.len() + leaving.by_socket.len() >= MOST_AT_ONCE).then_some(now);
            match held.max(stamped.filter(|_| !by_socket)).or(full) {
                Some(wait) => leaving.next = Some(leaving.next.map_or(wait, |next| next.min(wait))),
                None if by_socket => leaving.by_socket.push(action),
                None => leaving.by_rest.push(action),
            }
        }
        leaving
    }
}

/// What the roads are like.
#[derive(Debug, Clone, Copy)]
pub struct Road {
    /// The server stamps what it delivered by saving whole rows.
    pub stamps: bool,
    /// The socket that delivered is open.
    pub socket: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const DEPLOYED: Road = Road { stamps: true, socket: true };

    fn action(n: u128, wanted: Status) -> Pending {
        Pending { id: NotificationId(Uuid::from_u128(n)), wanted, key: Uuid::nil() }
    }

    #[test]
    fn what_was_just_done_can_be_taken_back_first() {
        let (mut grace, now, read) = (Grace::default(), Instant::now(), action(1, Status::Read));
        grace.acted(now, &[read.id]);
        let waits = Leaving { next: Some(now + UNDO_WITHIN), ..Leaving::default() };
        assert_eq!(grace.leaving(now, vec![read], DEPLOYED), waits);
        let leaves = Leaving { by_rest: vec![read], ..Leaving::default() };
        assert_eq!(grace.leaving(now + UNDO_WITHIN, vec![read], DEPLOYED), leaves);
    }

    #[test]
    fn a_fresh_row_is_read_by_the_socket_and_changed_later_by_rest() {
        let (mut grace, now) = (Grace::default(), Instant::now());
        let (read, deleted) = (action(1, Status::Read), action(2, Status::Deleted));
        grace.delivered(now, [read.id, deleted.id].into_iter());
        let leaves = Leaving { by_socket: vec![read], next: Some(now + STAMPING), ..Leaving::default() };
        assert_eq!(grace.leaving(now, vec![read, deleted], DEPLOYED), leaves);
        let closed = Road { socket: false, ..DEPLOYED };
        assert_eq!(grace.leaving(now, vec![read], closed).next, Some(now + STAMPING), "no socket: REST, but not yet");
        let hub = Road { stamps: false, ..DEPLOYED };
        assert_eq!(grace.leaving(now, vec![read, deleted], hub).by_rest, [read, deleted]);
    }

    #[test]
    fn a_great_many_leave_in_rounds() {
        let now = Instant::now();
        let actions: Vec<_> = (0..250).map(|n| action(n, Status::Read)).collect();
        let leaving = Grace::default().leaving(now, actions, DEPLOYED);
        assert_eq!((leaving.by_rest.len(), leaving.next), (MOST_AT_ONCE, Some(now)));
    }

    #[test]
    fn what_came_long_ago_is_forgotten_at_once_and_not_before() {
        let (mut grace, now) = (Grace::default(), Instant::now());
        grace.delivered(now, [action(1, Status::Read).id].into_iter());
        grace.forget(now + STAMPING - Duration::from_millis(1));
        assert_eq!(grace.delivered.len(), 1);
        grace.forget(now + STAMPING);
        assert_eq!(grace.delivered.capacity(), 0);
    }
}
