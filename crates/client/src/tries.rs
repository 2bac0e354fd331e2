use std::time::{Duration, Instant};

/// So many wrong PINs cost no wait.
const FREE: u32 = 3;
const FIRST_WAIT: Duration = Duration::from_secs(5);
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

/// Wrong PINs in a row: each one after the third makes the next wait twice as long.
#[derive(Debug, Default)]
pub struct Tries {
    wrong: u32,
    next: Option<Instant>,
}

impl Tries {
    /// One more was wrong.
    pub fn wrong(&mut self, now: Instant) {
        self.wrong += 1;
        if self.wrong >= FREE {
            let doubled = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(self.wrong - FREE));
            self.next = Some(now + doubled.min(LONGEST_WAIT));
        }
    }

    /// How long until the next may be tried; none when it may be now.
    pub fn wait(&self, now: Instant) -> Option<Duration> {
        self.next.map(|next| next.saturating_duration_since(now)).filter(|wait| !wait.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_pins_are_tried_more_and_more_slowly_but_never_for_ever() {
        let (mut tries, now) = (Tries::default(), Instant::now());
        let waits = [(); 5].map(|()| {
            tries.wrong(now);
            tries.wait(now).map_or(0, |wait| wait.as_secs())
        });
        assert_eq!(waits, [0, 0, 5, 10, 20]);
        assert_eq!(tries.wait(now + Duration::from_secs(20)), None);
        (0..100).for_each(|_| tries.wrong(now));
        assert_eq!(tries.wait(now), Some(LONGEST_WAIT));
    }
}
