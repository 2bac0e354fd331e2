use bridge::FaultCode;

use super::*;

/// A session and its clock, half a second into its life.
struct Story {
    session: Session,
    now: Now,
}

impl Story {
    fn begin() -> Self {
        let now = Now { instant: Instant::now(), wall: "2026-11-22T08:00:00Z".parse().unwrap(), chance: 0.5 };
        Self { session: Session::begin(now), now }
    }

    fn live() -> Self {
        let mut story = Self::begin();
        assert_eq!(story.after(0, Input::Tick), [Order::Open, Order::Check { thorough: true }]);
        let rest = [Order::Send];
        assert_eq!(
            story.after(0, Input::Agreed { pending: 0 }),
            rest,
            "what an earlier run left, once the server was heard"
        );
        story.after(0, SENT);
        story.after(0, Input::Opened);
        assert_eq!(
            story.after(2, Input::Tick),
            [Order::Check { thorough: false }],
            "what came before the socket is asked for"
        );
        story.after(0, Input::Agreed { pending: 0 });
        assert!(matches!(story.session.link(), Link::Live { .. }));
        story
    }

    fn after(&mut self, seconds: u64, input: Input) -> Vec<Order> {
        self.now.instant += Duration::from_secs(seconds);
        self.now.wall += jiff::SignedDuration::from_secs(i64::try_from(seconds).unwrap());
        self.session.handle(self.now, input)
    }

    fn wait(&self) -> Duration {
        self.session.deadline().unwrap() - self.now.instant
    }
}

/// A round that had nothing to send.
const SENT: Input = Input::Sent { unverified: 0, next: None };
/// A round whose one action has to be found on the server.
const ONE_SENT: Input = Input::Sent { unverified: 1, next: None };

fn fault() -> Fault {
    Fault::new(FaultCode::Server, "clinic.example does not answer.")
}

#[test]
fn an_idle_client_checks_twice_a_minute() {
    let mut story = Story::live();
    assert_eq!(story.wait(), CHECK_EVERY);
    assert!(story.after(29, Input::Heard).is_empty());
    assert_eq!(story.after(1, Input::Tick), [Order::Check { thorough: false }]);
}

#[test]
fn what_came_in_an_outage_is_told_when_it_was_counted() {
    let mut story = Story::live();
    story.after(30, Input::Ended(Ended::Closed));
    story.after(1, Input::CheckFailed(fault()));
    assert!(story.session.may_announce());
    story.after(1, Input::Opened);
    story.after(0, Input::Arrived(1));
    assert!(!story.session.may_announce(), "thousands may follow");
    story.after(1, Input::Agreed { pending: 0 });
    assert!(story.session.may_announce());
}

#[test]
fn what_the_socket_brings_is_told_although_no_check_succeeds() {
    let mut story = Story::live();
    story.after(30, Input::CheckFailed(fault()));
    story.after(0, Input::Ended(Ended::Closed));
    story.after(1, Input::Opened);
    story.after(1, Input::CheckFailed(fault()));
    assert!(story.session.may_announce());
}

#[test]
fn once_an_hour_rows_are_compared_and_not_only_counts() {
    let mut story = Story::live();
    let mut thorough = 0;
    for _ in 0..7200 {
        for order in story.after(1, Input::Heard) {
            if let Order::Check { thorough: rows } = order {
                thorough += usize::from(rows);
                story.after(0, Input::Agreed { pending: 0 });
            }
        }
    }
    assert_eq!(thorough, 2, "beside the first");
}

#[test]
fn a_crashing_replay_is_tried_once_a_minute_and_said() {
    let mut story = Story::live();
    assert_eq!(story.after(1, Input::Ended(Ended::Crashed)), [Order::Check { thorough: false }]);
    story.after(0, Input::Agreed { pending: 0 });
    assert_eq!(story.session.link(), Link::Checking { every: 30 });
    story.after(1, Input::CheckFailed(fault()));
    let back = story.after(1, Input::Agreed { pending: 0 });
    assert!(back.iter().all(|order| *order != Order::Open), "not even when the network comes back");
    let orders: Vec<_> = (0..70).flat_map(|_| story.after(1, Input::Tick)).collect();
    assert_eq!(orders.iter().filter(|order| **order == Order::Open).count(), 1);
}

#[test]
fn an_outage_is_said_with_its_beginning_and_ends_at_once() {
    let mut story = Story::live();
    story.after(10, Input::Ended(Ended::Closed));
    story.after(0, Input::CheckFailed(fault()));
    let since = story.now.wall;
    story.after(60, Input::CheckFailed(fault()));
    assert_eq!(story.session.link(), Link::Offline { since, why: fault() });
    assert_eq!(story.session.coverage().since, None);
    story.after(0, Input::Ended(Ended::Failed(crate::error::ServerError::Unreachable)));
    let orders = story.after(0, Input::Agreed { pending: 0 });
    assert!(orders.contains(&Order::Open), "the way is open again: no waiting for the socket's turn");
    assert_eq!(story.session.coverage().since, Some(story.now.wall));
}

#[test]
fn a_burst_is_followed_by_a_check() {
    let mut story = Story::live();
    story.after(1, Input::Arrived(BURST - 1));
    assert!(story.wait() > AFTER_BURST);
    story.after(0, Input::Arrived(1));
    assert_eq!(story.wait(), AFTER_BURST);
}

#[test]
fn an_action_is_sent_verified_and_repeated_until_it_is_true() {
    let mut story = Story::live();
    assert!(story.after(1, Input::Acted).is_empty(), "the user may take it back");
    assert_eq!(story.wait(), UNDO_WITHIN);
    assert_eq!(story.after(UNDO_WITHIN.as_secs(), Input::Tick), [Order::Send]);
    story.after(0, ONE_SENT);
    assert_eq!(story.wait(), BEFORE_VERIFYING);
    assert_eq!(story.after(1, Input::Tick), [Order::Check { thorough: false }]);
    story.after(0, Input::Agreed { pending: 1 });
    assert_eq!(story.after(1, Input::Tick), [Order::Send], "the server had not done it");
    story.after(0, ONE_SENT);
    story.after(1, Input::Tick);
    story.after(0, Input::Agreed { pending: 0 });
    assert_eq!(story.wait(), CHECK_EVERY, "true now: nothing left to send");
}

#[test]
fn a_full_disk_is_said_and_tried_again_soon() {
    let mut story = Story::live();
    story.after(1, Input::Blocked(fault()));
    assert_eq!(story.session.link(), Link::Blocked { why: fault() });
    assert!(story.wait() <= AFTER_BLOCK);
    story.after(3, Input::Tick);
    story.after(0, Input::Agreed { pending: 0 });
    assert!(matches!(story.session.link(), Link::Live { .. }));
}

#[test]
fn a_socket_that_went_silent_takes_other_connections_with_it() {
    let mut story = Story::live();
    assert_eq!(story.after(30, Input::Tick), [Order::Check { thorough: false }], "it will hang");
    let orders = story.after(15, Input::Ended(Ended::Silent));
    assert_eq!(orders, [Order::Renew, Order::Check { thorough: false }]);
    assert!(story.wait() <= Duration::from_secs(1), "the next socket is opened at once");
    assert!(story.session.coverage().since.is_some(), "whether something was missed is for the check to find out");
}

#[test]
fn a_sleep_is_noticed_by_the_clocks_and_ends_with_a_receipt() {
    let mut story = Story::live();
    story.after(20, Input::Heard);
    let asleep = story.now.wall;
    story.now.wall += jiff::SignedDuration::from_mins(27);
    let orders = story.after(2, Input::Tick);
    assert!(orders.contains(&Order::Open) && orders.contains(&Order::Check { thorough: false }), "{orders:?}");
    assert_eq!(story.session.coverage().since, None);
    story.after(0, Input::Fresh(3));
    story.after(1, Input::Agreed { pending: 0 });
    let gap = story.session.coverage().gap.clone().unwrap();
    assert_eq!((gap.from, gap.to, gap.arrived), (asleep, story.now.wall, 3));
}

#[test]
fn a_clock_that_is_set_back_by_years_costs_nothing() {
    let mut story = Story::live();
    story.now.wall -= jiff::SignedDuration::from_hours(24 * 365 * 3);
    assert!(story.after(1, Input::Tick).is_empty());
    assert!(matches!(story.session.link(), Link::Live { .. }));
}

#[test]
fn a_clock_that_is_set_forward_by_years_costs_one_check() {
    let mut story = Story::live();
    story.now.wall += jiff::SignedDuration::from_hours(24 * 365 * 3);
    let orders: Vec<_> = (0..20).flat_map(|_| story.after(1, Input::Tick)).collect();
    assert_eq!(orders, [Order::Renew, Order::Open, Order::Check { thorough: false }]);
}

#[test]
fn an_outage_ends_with_a_receipt() {
    let mut story = Story::live();
    let last_known = story.now.wall;
    story.after(10, Input::CheckFailed(fault()));
    story.after(60, Input::CheckFailed(fault()));
    story.after(0, Input::Fresh(2));
    story.after(0, Input::Agreed { pending: 0 });
    let gap = story.session.coverage().gap.clone().unwrap();
    assert_eq!((gap.from, gap.arrived), (last_known, 2));
    story.after(30, Input::Agreed { pending: 0 });
    assert_eq!(story.session.coverage().gap.as_ref(), Some(&gap), "it stays until there is another");
}

#[test]
fn a_crashing_replay_costs_at_most_six_requests_a_minute() {
    let mut story = Story::live();
    story.after(10, Input::Ended(Ended::Crashed));
    let mut checks = 0;
    for _ in 0..600 {
        for order in story.after(1, Input::Tick) {
            match order {
                Order::Open => {
                    story.after(0, Input::Opened);
                    story.after(0, Input::Ended(Ended::Crashed));
                }
                Order::Check { .. } => {
                    checks += 1;
                    story.after(0, Input::Agreed { pending: 0 });
                }
                Order::Send | Order::Renew => {}
            }
        }
    }
    assert!(checks * 2 <= 60, "{checks} checks of two requests in ten minutes");
}

#[test]
fn a_server_that_refuses_one_action_is_not_asked_in_a_loop() {
    let mut story = Story::live();
    story.after(0, Input::Acted);
    let (mut sends, mut checks) = (1, 0);
    story.after(0, Input::SendFailed);
    for _ in 0..60 {
        for order in story.after(1, Input::Tick) {
            match order {
                Order::Send => {
                    sends += 1;
                    story.after(0, Input::SendFailed);
                }
                Order::Check { .. } => {
                    checks += 1;
                    story.after(0, Input::Agreed { pending: 1 });
                }
                Order::Open | Order::Renew => {}
            }
        }
    }
    assert!(sends <= 8 && checks <= 12, "{sends} rounds and {checks} checks in a minute");
    assert!(matches!(story.session.link(), Link::Live { .. }), "one action that fails is no outage");
}
