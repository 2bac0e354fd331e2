use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::UserId;
use crate::sessions::SessionId;

/// Who has sockets open on this process.
#[derive(Clone, Default)]
pub struct Presence {
    seats: Arc<Mutex<HashMap<UserId, Vec<Arc<Seat>>>>>,
}

/// One open socket, as others see it.
struct Seat {
    session: SessionId,
    news: Notify,
    closed: CancellationToken,
}

impl Presence {
    /// Takes a seat for a socket that opens; it is free again when the guard is dropped.
    pub fn open(&self, user: UserId, session: SessionId) -> Seated {
        let seat = Arc::new(Seat { session, news: Notify::new(), closed: CancellationToken::new() });
        self.lock().entry(user).or_default().push(Arc::clone(&seat));
        Seated { presence: self.clone(), user, seat }
    }

    /// Tells the sockets of these users that rows are waiting. It never waits and never fails.
    pub fn wake(&self, users: impl IntoIterator<Item = UserId>) {
        let seats = self.lock();
        for seat in users.into_iter().filter_map(|user| seats.get(&user)).flatten() {
            seat.news.notify_one();
        }
    }

    /// How many seats a user has.
    pub fn count(&self, user: UserId) -> usize {
        self.lock().get(&user).map_or(0, Vec::len)
    }

    /// How many seats are taken.
    pub fn total(&self) -> usize {
        self.lock().values().map(Vec::len).sum()
    }

    /// Whose sockets are open, and by which sessions.
    pub fn sessions(&self) -> HashSet<(UserId, SessionId)> {
        let seats = self.lock();
        let each = seats.iter().flat_map(|(user, seats)| seats.iter().map(|seat| (*user, seat.session.clone())));
        each.collect()
    }

    /// Closes the sockets of one session.
    pub fn close_session(&self, session: &SessionId) {
        self.lock().values().flatten().filter(|seat| seat.session == *session).for_each(|seat| seat.closed.cancel());
    }

    /// Closes the sockets of a user's other sessions.
    pub fn close_others(&self, user: UserId, kept: Option<&SessionId>) {
        let seats = self.lock();
        let others = seats.get(&user).into_iter().flatten().filter(|seat| Some(&seat.session) != kept);
        others.for_each(|seat| seat.closed.cancel());
    }

    /// Closes all sockets of a user.
    pub fn close_user(&self, user: UserId) {
        self.lock().get(&user).into_iter().flatten().for_each(|seat| seat.closed.cancel());
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<UserId, Vec<Arc<Seat>>>> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The guard of a seat, held by its socket.
pub struct Seated {
    presence: Presence,
    user: UserId,
    seat: Arc<Seat>,
}

impl Seated {
    /// Whose seat it is.
    pub fn user(&self) -> UserId {
        self.user
    }

    /// Waits until rows may be waiting; a call between two waits is not lost.
    pub async fn news(&self) {
        self.seat.news.notified().await;
    }

    /// Makes the next [`Seated::news`] return at once.
    pub fn look_again(&self) {
        self.seat.news.notify_one();
    }

    /// Waits until the socket has to close.
    pub async fn closed(&self) {
        self.seat.closed.cancelled().await;
    }
}

impl Drop for Seated {
    fn drop(&mut self) {
        let mut seats = self.presence.lock();
        if let Some(of_user) = seats.get_mut(&self.user) {
            of_user.retain(|seat| !Arc::ptr_eq(seat, &self.seat));
            if of_user.is_empty() {
                seats.remove(&self.user);
            }
        }
    }
}
