use std::time::Duration;

/// Measured durations, shortest first.
#[derive(Debug, Clone, Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// The middle one.
    pub fn median(&self) -> Duration {
        self.percentile(50)
    }

    /// The one that so many of a hundred do not exceed (nearest rank); nothing when nothing was measured.
    pub fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.0.len() * percent).div_ceil(100);
        self.0.get(rank.saturating_sub(1)).copied().unwrap_or_default()
    }

    /// The longest one.
    pub fn longest(&self) -> Duration {
        self.percentile(100)
    }

    /// How many were measured.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Adds one.
    pub fn add(&mut self, one: Duration) {
        let place = self.0.partition_point(|other| *other <= one);
        self.0.insert(place, one);
    }
}

impl FromIterator<Duration> for Times {
    fn from_iter<I: IntoIterator<Item = Duration>>(durations: I) -> Self {
        let mut times = Self::default();
        durations.into_iter().for_each(|one| times.add(one));
        times
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_measured_ones() {
        let milliseconds = |times: &Times, percent| times.percentile(percent).as_millis();
        let hundred: Times = (1..=100).rev().map(Duration::from_millis).collect();
        assert_eq!([50, 90, 99, 100].map(|percent| milliseconds(&hundred, percent)), [50, 90, 99, 100]);
        let three: Times = [9, 1, 5].map(Duration::from_millis).into_iter().collect();
        assert_eq!([50, 90, 99].map(|percent| milliseconds(&three, percent)), [5, 9, 9]);
        assert_eq!(Times::default().median(), Duration::ZERO);
    }
}
