//! Random histories: whatever happens in whatever order, the machine keeps its promises.

use std::time::Duration;

use bridge::{Fault, FaultCode, Link};
use jiff::SignedDuration;
use proptest::prelude::*;

use super::{AFTER_CRASH, Input, Now, Order, Session};
use crate::error::ServerError;
use crate::link::Ended;

/// Something that happens, and how long after the event before it.
#[derive(Debug, Clone)]
enum Event {
    /// The orders that are being carried out come to this.
    Check(Outcome),
    Send(Outcome),
    Socket(SocketEvent),
    Acted,
    Fresh,
    Full,
    Woke,
    Unlocked,
    /// Somebody sets the wall clock, or the computer sleeps.
    Jump(i64),
    /// Only time passes.
    Wait(u64),
}

#[derive(Debug, Clone)]
enum Outcome {
    Good(usize),
    Unreached,
    Blocked,
}

#[derive(Debug, Clone)]
enum SocketEvent {
    Opened,
    Frames(usize),
    Hinted,
    Ended(Ended),
}

fn events() -> impl Strategy<Value = Event> {
    let outcome = || prop_oneof![4 => (0usize..3).prop_map(Outcome::Good), 2 => Just(Outcome::Unreached), 1 => Just(Outcome::Blocked)];
    let ended = prop_oneof![
        Just(Ended::Crashed),
        Just(Ended::Refused),
        Just(Ended::Closed),
        Just(Ended::Silent),
        Just(Ended::Failed(ServerError::Unreachable)),
    ];
    let socket = prop_oneof![
        3 => Just(SocketEvent::Opened),
        2 => (1usize..60).prop_map(SocketEvent::Frames),
        1 => Just(SocketEvent::Hinted),
        3 => ended.prop_map(SocketEvent::Ended),
    ];
    prop_oneof![
        6 => outcome().prop_map(Event::Check),
        3 => outcome().prop_map(Event::Send),
        6 => socket.prop_map(Event::Socket),
        2 => Just(Event::Acted),
        1 => Just(Event::Fresh),
        1 => Just(Event::Full),
        1 => Just(Event::Woke),
        1 => Just(Event::Unlocked),
        1 => (-100_000_000i64..100_000_000).prop_map(Event::Jump),
        8 => (0u64..90).prop_map(Event::Wait),
    ]
}

/// The world around the machine: it answers only orders that were given, as the engine does.
struct World {
    session: Session,
    now: Now,
    opening: bool,
    open: bool,
    checking: usize,
    sending: usize,
    last_crash: Option<std::time::Instant>,
}

impl World {
    fn begin() -> Self {
        let wall = "2026-11-22T08:00:00Z".parse().unwrap();
        let now = Now { instant: std::time::Instant::now(), wall, chance: 0.5 };
        let session = Session::begin(now);
        Self { session, now, opening: false, open: false, checking: 0, sending: 0, last_crash: None }
    }

    fn tell(&mut self, input: Input) {
        for order in self.session.handle(self.now, input) {
            match order {
                Order::Open => {
                    let since = self.last_crash.map(|crash| self.now.instant - crash);
                    assert!(since.is_none_or(|since| since >= AFTER_CRASH), "again {since:?} after a crash");
                    (self.opening, self.open) = (true, false);
                }
                Order::Check { .. } => self.checking += 1,
                Order::Send => self.sending += 1,
                Order::Renew => (self.checking, self.sending) = (0, 0),
            }
        }
        assert!(self.checking + self.sending <= 1, "one conversation with REST at a time");
    }

    fn live(&mut self, event: Event) {
        let fault = || Fault::new(FaultCode::Server, "It does not answer.");
        match event {
            Event::Check(outcome) if self.checking > 0 => {
                self.checking -= 1;
                self.tell(match outcome {
                    Outcome::Good(pending) => Input::Agreed { pending },
                    Outcome::Unreached => Input::CheckFailed(fault()),
                    Outcome::Blocked => Input::CheckBlocked(fault()),
                });
            }
            Event::Send(outcome) if self.sending > 0 => {
                self.sending -= 1;
                self.tell(match outcome {
                    Outcome::Good(unverified) => {
                        let next = (unverified > 1).then(|| self.now.instant + Duration::from_secs(1));
                        Input::Sent { unverified, next }
                    }
                    Outcome::Unreached | Outcome::Blocked => Input::SendFailed,
                });
            }
            Event::Socket(SocketEvent::Opened) if self.opening => {
                (self.opening, self.open) = (false, true);
                self.tell(Input::Opened);
            }
            Event::Socket(SocketEvent::Frames(count)) if self.open => self.tell(Input::Arrived(count)),
            Event::Socket(SocketEvent::Hinted) if self.open => self.tell(Input::Hinted),
            Event::Socket(SocketEvent::Ended(how)) if self.open || self.opening => {
                (self.opening, self.open) = (false, false);
                if how == Ended::Crashed {
                    self.last_crash = Some(self.now.instant);
                }
                self.tell(Input::Ended(how));
            }
            Event::Acted => self.tell(Input::Acted),
            Event::Fresh => self.tell(Input::Fresh(1)),
            Event::Full => self.tell(Input::Blocked(fault())),
            Event::Woke => self.tell(Input::Woke),
            Event::Unlocked => self.tell(Input::Returned),
            Event::Jump(seconds) => {
                self.now.wall = self.now.wall.saturating_add(SignedDuration::from_secs(seconds)).unwrap();
                self.tell(Input::Tick);
            }
            Event::Wait(seconds) => self.pass(seconds),
            // It can't happen now: nothing of the kind is under way.
            Event::Check(_) | Event::Send(_) | Event::Socket(_) => {}
        }
    }

    fn pass(&mut self, seconds: u64) {
        self.now.instant += Duration::from_secs(seconds);
        self.now.wall = self.now.wall.saturating_add(SignedDuration::from_secs(seconds.cast_signed())).unwrap();
        self.tell(Input::Tick);
    }

    /// What is under way will come to an end by itself; what is not must have a time at which it goes on.
    fn never_stuck(&self) {
        let under_way = self.opening || self.checking > 0 || self.sending > 0;
        assert!(under_way || self.session.deadline().is_some(), "nothing is under way and nothing is due");
        assert!(self.checking > 0 || self.session.check.due.is_some(), "no check will ever come again");
    }

    /// Lets every order succeed until the machine is at rest.
    fn all_goes_well(&mut self) {
        for _ in 0..200 {
            self.pass(1);
            self.live(Event::Send(Outcome::Good(0)));
            self.live(Event::Check(Outcome::Good(0)));
            self.live(Event::Socket(SocketEvent::Opened));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn it_is_never_stuck_and_comes_back_to_live(history in prop::collection::vec(events(), 0..120)) {
        let mut world = World::begin();
        world.tell(Input::Tick);
        for event in history {
            world.live(event);
            world.never_stuck();
        }
        world.all_goes_well();
        prop_assert!(matches!(world.session.link(), Link::Live { .. }), "{:?}", world.session.link());
        prop_assert!(world.session.coverage().since.is_some());
    }

    #[test]
    fn an_idle_client_asks_no_more_than_six_times_a_minute(history in prop::collection::vec(events(), 0..60)) {
        let mut world = World::begin();
        world.tell(Input::Tick);
        history.into_iter().for_each(|event| world.live(event));
        world.all_goes_well();
        let mut checks = 0;
        for _ in 0..600 {
            world.now.instant += Duration::from_secs(1);
            world.now.wall += SignedDuration::from_secs(1);
            world.tell(Input::Heard);
            checks += world.checking;
            world.live(Event::Check(Outcome::Good(0)));
            world.live(Event::Send(Outcome::Good(0)));
        }
        prop_assert!(checks * 2 <= 60, "{checks} checks of two requests in ten minutes");
    }
}
