use std::time::Duration;

use faults::{Road, Weather};
use peer::Replay;
use protocol::Status;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::step::{Change, Deed, Pick, Quirk, Step};

/// The longest pause between two steps, in milliseconds; they are of all lengths up to it.
const PAUSE: u64 = 400;
/// Now and then nothing happens for so long, in milliseconds, and what comes then is not part of a flood.
const LULL: std::ops::Range<u64> = 11_000..14_000;
/// The longest that somebody can do something before the agent is killed.
const LIFE: Duration = Duration::from_millis(60);
/// Kills in a row, at most.
const KILLS: u32 = 3;

/// All that happens, drawn from a seed. It never ends.
pub struct Script {
    dice: StdRng,
    /// The chance of a step to be a kill.
    kill: f64,
}

impl Script {
    /// The script of this seed.
    pub fn of(seed: u64, kills_per_minute: u32) -> Self {
        let (steps, kills) = (60_000.0 / (PAUSE as f64 / 2.0), f64::from(1 + KILLS) / 2.0);
        Self { dice: StdRng::seed_from_u64(seed), kill: (f64::from(kills_per_minute) / steps / kills).min(0.9) }
    }

    fn step(&mut self) -> Step {
        if self.dice.random_bool(self.kill) {
            let again = (0..self.dice.random_range(0..KILLS)).map(|_| self.milliseconds(0..300)).collect();
            // Most within the first moments, in which the most happens.
            let after = LIFE.mul_f64(self.dice.random::<f64>().powi(3));
            return Step::Kill { meanwhile: self.deed(), after, again };
        }
        match self.dice.random_range(0..100) {
            0..78 => Step::Deed(self.deed()),
            78..84 => Step::Weather(None, Weather::Clear),
            84..92 => Step::Weather(self.road(), self.weather()),
            92 | 93 => Step::Cut,
            94 => Step::Strand,
            95..98 => Step::Quirk(self.quirk()),
            98 => Step::Restart(self.milliseconds(0..2_000)),
            _ => Step::Wake,
        }
    }

    fn deed(&mut self) -> Deed {
        let pick = Pick(self.dice.random());
        match self.dice.random_range(0..100) {
            0..28 => Deed::Push(self.dice.random_range(1..4)),
            28 | 29 => Deed::Push(self.dice.random_range(20..200)),
            30..40 => Deed::Book(self.dice.random_range(1..4)),
            40..60 => Deed::Elsewhere(self.change(), pick),
            60..95 => Deed::Act(self.status(), pick),
            _ => Deed::MarkShown(pick),
        }
    }

    fn change(&mut self) -> Change {
        if self.dice.random_ratio(1, 10) { Change::Erase } else { Change::To(self.status()) }
    }

    fn status(&mut self) -> Status {
        match self.dice.random_range(0..10) {
            0..5 => Status::Read,
            5..8 => Status::Unread,
            _ => Status::Deleted,
        }
    }

    fn road(&mut self) -> Option<Road> {
        [None, Some(Road::Rest), Some(Road::Socket)][self.dice.random_range(0..3)]
    }

    fn weather(&mut self) -> Weather {
        match self.dice.random_range(0..7) {
            0 => {
                let (least, most) = (self.milliseconds(0..50), self.milliseconds(50..500));
                Weather::Slow { piece: self.dice.random_range(50..5_000), least, most }
            }
            1 => Weather::Reset { after: self.dice.random_range(0..3_000) },
            2 => Weather::Truncated,
            3 => Weather::Lossy,
            4 => Weather::Silence,
            5 => {
                let code = if self.dice.random() { 1000 } else { 1011 };
                Weather::Closing { code, late: self.milliseconds(0..5_000) }
            }
            _ => Weather::Refused,
        }
    }

    fn quirk(&mut self) -> Quirk {
        match self.dice.random_range(0..4) {
            0 => Quirk::EmptyAcks(self.dice.random()),
            1 => Quirk::Replay(Replay::Crash),
            2 => Quirk::Replay(Replay::Works),
            _ => Quirk::Replay(Replay::Off),
        }
    }

    fn milliseconds(&mut self, range: std::ops::Range<u64>) -> Duration {
        Duration::from_millis(self.dice.random_range(range))
    }
}

impl Iterator for Script {
    type Item = (Duration, Step);

    /// A pause, and what follows it.
    fn next(&mut self) -> Option<Self::Item> {
        let (step, lull) = (self.step(), self.dice.random_ratio(1, 250));
        let pause = match step {
            Step::Kill { .. } => 0..PAUSE / 10,
            _ if lull => LULL,
            _ => 0..PAUSE,
        };
        Some((self.milliseconds(pause), step))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_always_tells_the_same_and_another_one_something_else() {
        let told = |seed| Script::of(seed, 6).take(500).collect::<Vec<_>>();
        assert_eq!(told(7), told(7));
        assert_ne!(told(7), told(8));
    }

    #[test]
    fn as_many_are_killed_as_was_asked_for() {
        let kills = |(_, step)| if let Step::Kill { again, .. } = step { 1 + again.len() } else { 0 };
        let kills: usize = Script::of(7, 30).take(3_000).map(kills).sum();
        assert!((200..400).contains(&kills), "{kills} in ten minutes, but for lulls");
    }
}
