use std::time::{Duration, Instant};

/// After the first start; each further pause is twice as long.
const FIRST: Duration = Duration::from_secs(4);
const LONGEST: Duration = Duration::from_secs(120);
/// An agent that was started so long ago has done well, and what ended it is a matter of its own.
const STEADY: Duration = Duration::from_secs(300);

/// Says when a missing agent may be started: at once, but less and less often while it does not stay.
#[derive(Default)]
pub struct Starts {
    last: Option<Instant>,
    in_a_row: u32,
}

impl Starts {
    /// Whether it may be started now, which counts as a start.
    pub fn allow(&mut self, now: Instant) -> bool {
        let since = self.last.map(|last| now.saturating_duration_since(last));
        if since.is_none_or(|since| since >= STEADY) {
            self.in_a_row = 0;
        }
        let allowed = since.is_none_or(|since| since >= self.pause());
        if allowed {
            self.last = Some(now);
            self.in_a_row += 1;
        }
        allowed
    }

    fn pause(&self) -> Duration {
        match self.in_a_row.checked_sub(1) {
            Some(more) => FIRST.saturating_mul(2u32.saturating_pow(more)).min(LONGEST),
            None => Duration::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The seconds at which starts are allowed to somebody who asks every two seconds.
    fn allowed(starts: &mut Starts, from: Instant, seconds: std::ops::Range<u64>) -> Vec<u64> {
        seconds.step_by(2).filter(|second| starts.allow(from + Duration::from_secs(*second))).collect()
    }

    #[test]
    fn an_agent_that_does_not_stay_is_started_less_and_less_often() {
        let now = Instant::now();
        let started = allowed(&mut Starts::default(), now, 0..610);
        assert_eq!(started, [0, 4, 12, 28, 60, 124, 244, 364, 484, 604]);
    }

    #[test]
    fn one_that_stayed_is_started_again_at_once() {
        let (mut starts, now) = (Starts::default(), Instant::now());
        assert_eq!(allowed(&mut starts, now, 0..30), [0, 4, 12, 28]);
        assert_eq!(allowed(&mut starts, now, 400..410), [400, 404]);
    }
}
