use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How much is remembered at most: some 3 MB.
const ROOM: usize = 100_000;

/// How long an address counts as one that the account signs in from.
const ACQUAINTANCE: Duration = Duration::from_secs(30 * 24 * 3600);

/// So many wrong passwords at once, and one more each time that `every` has passed.
struct Limit {
    failures: u32,
    every: Duration,
}

/// For one account from one address.
const PAIR: Limit = Limit { failures: 5, every: Duration::from_secs(60) };
/// For one account from all addresses that it has not signed in from.
const ACCOUNT: Limit = Limit { failures: 50, every: Duration::from_secs(20) };
/// For all accounts from one address, behind which a whole clinic may sit.
const ADDRESS: Limit = Limit { failures: 100, every: Duration::from_secs(6) };

impl Limit {
    /// How long until one more is taken, of a debt of failures that is paid off at this moment.
    fn wait(&self, paid_off: Option<&Instant>, now: Instant) -> Option<Duration> {
        let debt = paid_off?.saturating_duration_since(now);
        debt.checked_sub(self.every * (self.failures - 1)).filter(|wait| !wait.is_zero())
    }
}

/// The wrong passwords of late, counted in this process, in bounded memory.
///
/// Guessing at an account from elsewhere never shuts its owner out: where they signed in before, only their own wrong
/// passwords count.
#[derive(Default)]
pub struct Attempts {
    /// What is remembered, by fingerprint: until when.
    until: Mutex<HashMap<u64, Instant>>,
    fingerprints: RandomState,
}

impl Attempts {
    /// How long this account has to wait at this address before another password is looked at; none is "not at all".
    pub fn wait(&self, account: &str, from: IpAddr, now: Instant) -> Option<Duration> {
        let until = self.lock();
        let is_known = until.get(&self.acquaintance(account, from)).is_some_and(|until| *until > now);
        let limits = self.limits(account, from);
        let counted = if is_known { &limits[..1] } else { &limits };
        counted.iter().filter_map(|(key, limit)| limit.wait(until.get(key), now)).max()
    }

    /// Counts a wrong password.
    pub fn failed(&self, account: &str, from: IpAddr, now: Instant) {
        let mut until = self.lock();
        for (key, limit) in self.limits(account, from) {
            make_room(&mut until, now);
            let paid_off = until.entry(key).or_insert(now);
            *paid_off = now.max(*paid_off) + limit.every;
        }
    }

    /// Forgets the wrong passwords before the right one.
    pub fn succeeded(&self, account: &str, from: IpAddr, now: Instant) {
        let mut until = self.lock();
        make_room(&mut until, now);
        until.remove(&self.limits(account, from)[0].0);
        until.insert(self.acquaintance(account, from), now + ACQUAINTANCE);
    }

    /// That of the pair first.
    fn limits(&self, account: &str, from: IpAddr) -> [(u64, Limit); 3] {
        let network = network(from);
        let keys = &self.fingerprints;
        [
            (keys.hash_one(("pair", account, network)), PAIR),
            (keys.hash_one(("account", account)), ACCOUNT),
            (keys.hash_one(("address", network)), ADDRESS),
        ]
    }

    fn acquaintance(&self, account: &str, from: IpAddr) -> u64 {
        self.fingerprints.hash_one(("acquaintance", account, network(from)))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Instant>> {
        self.until.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Forgets what is over; when that is not enough, the half that is over soonest.
fn make_room(until: &mut HashMap<u64, Instant>, now: Instant) {
    if until.len() < ROOM {
        return;
    }
    until.retain(|_, until| *until > now);
    if until.len() > ROOM / 2 {
        let mut ends: Vec<_> = until.values().copied().collect();
        let (_, median, _) = ends.select_nth_unstable(ROOM / 2);
        let median = *median;
        until.retain(|_, until| *until > median);
    }
}

/// One customer has a whole /64 of IPv6 addresses to guess from.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: &str = "ada@ward.example";

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn fail(attempts: &Attempts, times: u32, account: &str, from: IpAddr, now: Instant) {
        (0..times).for_each(|_| attempts.failed(account, from, now));
    }

    #[test]
    fn each_account_has_five_at_an_address_and_then_one_a_minute() {
        let (desk, now) = (address("192.0.2.7"), Instant::now());
        for (failures, after, expected) in [
            (0, 0, None),
            (4, 0, None),
            (5, 0, Some(60)),
            (5, 59, Some(1)),
            (5, 60, None),
            (6, 60, Some(60)),
            (6, 119, Some(1)),
            (6, 120, None),
        ] {
            let attempts = Attempts::default();
            fail(&attempts, failures, ADA, desk, now);
            let wait = attempts.wait(ADA, desk, now + seconds(after));
            assert_eq!(wait, expected.map(seconds), "{failures} failures, {after} seconds ago");
        }
    }

    #[test]
    fn neither_another_account_nor_another_address_has_to_wait() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        fail(&attempts, 5, ADA, address("192.0.2.7"), now);
        assert_eq!(attempts.wait("tomasz@ward.example", address("192.0.2.7"), now), None);
        assert_eq!(attempts.wait(ADA, address("192.0.2.8"), now), None);
    }

    #[test]
    fn addresses_that_one_customer_has_count_as_one() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        fail(&attempts, 5, ADA, address("2001:db8::1"), now);
        assert!(attempts.wait(ADA, address("2001:db8::2"), now).is_some());
        assert_eq!(attempts.wait(ADA, address("2001:db8:0:1::1"), now), None);
        fail(&attempts, 5, ADA, address("192.0.2.7"), now);
        assert!(attempts.wait(ADA, address("::ffff:192.0.2.7"), now).is_some());
    }

    #[test]
    fn a_right_password_clears_the_wrong_ones_before_it() {
        let (attempts, desk, now) = (Attempts::default(), address("192.0.2.7"), Instant::now());
        fail(&attempts, 4, ADA, desk, now);
        attempts.succeeded(ADA, desk, now);
        fail(&attempts, 4, ADA, desk, now);
        assert_eq!(attempts.wait(ADA, desk, now), None);
    }

    #[test]
    fn who_guesses_from_everywhere_is_slowed_down_and_shuts_nobody_out() {
        let (attempts, desk, now) = (Attempts::default(), address("192.0.2.7"), Instant::now());
        attempts.succeeded(ADA, desk, now);
        for guesser in 0..=255 {
            fail(&attempts, 1, ADA, address(&format!("203.0.113.{guesser}")), now);
        }
        assert!(attempts.wait(ADA, address("198.51.100.1"), now).is_some());
        assert_eq!(attempts.wait(ADA, desk, now), None);
        assert!(attempts.wait(ADA, desk, now + ACQUAINTANCE).is_none(), "and the debt is paid off long before");
    }

    #[test]
    fn who_tries_one_password_at_all_accounts_is_slowed_down() {
        let (attempts, cellar, now) = (Attempts::default(), address("192.0.2.66"), Instant::now());
        for account in 0..100 {
            attempts.failed(&format!("{account}@ward.example"), cellar, now);
        }
        assert_eq!(attempts.wait(ADA, cellar, now), Some(seconds(6)));
        assert_eq!(attempts.wait(ADA, cellar, now + seconds(6)), None);
    }

    #[test]
    fn memory_is_bounded_and_those_who_are_known_are_forgotten_last() {
        let (attempts, desk, now) = (Attempts::default(), address("192.0.2.7"), Instant::now());
        attempts.succeeded(ADA, desk, now);
        for guess in 0..ROOM {
            attempts.failed(&guess.to_string(), address("203.0.113.1"), now);
        }
        assert!(attempts.lock().len() <= ROOM);
        fail(&attempts, ACCOUNT.failures, ADA, address("198.51.100.1"), now);
        assert_eq!(attempts.wait(ADA, desk, now), None);
    }
}
