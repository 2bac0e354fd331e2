use client::By;

use super::Triggers;
use crate::signs::Sign;

/// How what is stored stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Nobody is signed in.
    Nobodys,
    /// It can be read.
    Open,
    /// It can't.
    Locked {
        /// It was locked by no hand.
        by_itself: bool,
        /// The keyring alone does not open it.
        needs_pin: bool,
    },
}

/// What follows from a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Lock, for the access log by this one.
    Lock(By),
    /// Unlock, by the keyring.
    Unlock,
}

/// What locked by itself opens with the desktop, unless it has a PIN; what was locked by hand waits for a hand. What is
/// locked is locked once more: it may have been opened a moment ago, and that costs nothing.
pub fn decide(sign: Sign, triggers: Triggers, place: Place) -> Option<Deed> {
    let opens = place == Place::Locked { by_itself: true, needs_pin: false };
    match sign {
        Sign::SessionUnlocked => (opens && triggers.with_session).then_some(Deed::Unlock),
        _ if place == Place::Nobodys => None,
        Sign::Idle => triggers.after.map(|_| Deed::Lock(By::Idle)),
        Sign::SessionLocked | Sign::SessionLeft => triggers.with_session.then_some(Deed::Lock(By::System)),
        Sign::Sleeps => triggers.on_sleep.then_some(Deed::Lock(By::System)),
        Sign::Woke => None,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const IDLE: Option<Deed> = Some(Deed::Lock(By::Idle));
    const SYSTEM: Option<Deed> = Some(Deed::Lock(By::System));

    fn triggers(minutes: u64, with_session: bool, on_sleep: bool) -> Triggers {
        let after = (minutes > 0).then(|| Duration::from_secs(60 * minutes));
        Triggers { after, with_session, on_sleep }
    }

    #[test]
    fn each_trigger_locks_where_it_is_wanted_and_only_there() {
        let (all, none) = (triggers(15, true, true), triggers(0, false, false));
        let table = [
            (Sign::Idle, all, IDLE),
            (Sign::Idle, triggers(1, false, false), IDLE),
            (Sign::Idle, triggers(0, true, true), None),
            (Sign::SessionLocked, all, SYSTEM),
            (Sign::SessionLocked, triggers(0, true, false), SYSTEM),
            (Sign::SessionLocked, triggers(15, false, true), None),
            (Sign::SessionLeft, all, SYSTEM),
            (Sign::SessionLeft, triggers(15, false, true), None),
            (Sign::Sleeps, all, SYSTEM),
            (Sign::Sleeps, triggers(0, false, true), SYSTEM),
            (Sign::Sleeps, triggers(15, true, false), None),
            (Sign::Woke, all, None),
            (Sign::SessionUnlocked, all, None),
            (Sign::Idle, none, None),
            (Sign::Sleeps, none, None),
        ];
        for (sign, triggers, deed) in table {
            assert_eq!(decide(sign, triggers, Place::Open), deed, "{sign:?} {triggers:?}");
        }
    }

    #[test]
    fn only_what_locked_by_itself_and_needs_no_pin_opens_with_the_desktop() {
        let locked = |by_itself, needs_pin| Place::Locked { by_itself, needs_pin };
        let table = [
            (locked(true, false), true, Some(Deed::Unlock)),
            (locked(true, false), false, None),
            (locked(true, true), true, None),
            (locked(false, false), true, None),
            (locked(false, true), true, None),
            (Place::Nobodys, true, None),
        ];
        for (place, with_session, deed) in table {
            let triggers = triggers(15, with_session, true);
            assert_eq!(decide(Sign::SessionUnlocked, triggers, place), deed, "{place:?} {with_session}");
        }
    }

    #[test]
    fn what_is_locked_is_locked_once_more_and_where_nobody_is_signed_in_nothing_is() {
        let (wanted, locked) = (triggers(15, true, true), Place::Locked { by_itself: false, needs_pin: false });
        for sign in [Sign::Idle, Sign::SessionLocked, Sign::SessionLeft, Sign::Sleeps, Sign::Woke] {
            assert_eq!(decide(sign, wanted, locked), decide(sign, wanted, Place::Open), "{sign:?}");
            assert_eq!(decide(sign, wanted, Place::Nobodys), None, "{sign:?}");
        }
    }
}
