use anyhow::{Result, ensure};
use yardstick::{Order, Task, Times};

use crate::runner::Runner;

/// What each of the three took, or counted: sealed store, plain SQLite, SQLCipher.
pub type Three<T> = [T; 3];

/// Where the store itself stands.
pub const SEALED: usize = 0;
/// Where SQLCipher stands.
pub const SQLCIPHER: usize = 2;

/// The three, taking turns.
pub struct Race(pub Three<Runner>);

impl Race {
    /// Each does the task `times` times in a row, `rounds` times over. What they count must be the same.
    pub fn laps(&mut self, rounds: usize, times: usize, task: &Task) -> Result<Three<Times>> {
        let mut laps = Three::<Times>::default();
        for round in 0..rounds {
            let mut counts = [0; 3];
            for lane in lanes(round) {
                let answer = self.0[lane].ask(&Order::Do(task.clone(), times))?;
                counts[lane] = answer.count;
                answer.times.into_iter().for_each(|time| laps[lane].add(time));
            }
            ensure!(counts.iter().all(|count| *count == counts[0]), "{task:?} differs: {counts:?}");
        }
        Ok(laps)
    }

    /// Each keeps `rows` rows, `rounds` times over; says how long each of these took as a whole.
    pub fn keep(&mut self, rounds: usize, rows: usize, together: usize) -> Result<Three<Times>> {
        let mut laps = Three::<Times>::default();
        for round in 0..rounds {
            for lane in lanes(round) {
                let answer = self.0[lane].ask(&Order::Keep { rows, together })?;
                laps[lane].add(answer.times.into_iter().sum());
            }
        }
        Ok(laps)
    }

    /// What each counts.
    pub fn counts(&mut self, order: &Order) -> Result<Three<u64>> {
        let mut counts = [0; 3];
        for (count, runner) in counts.iter_mut().zip(&mut self.0) {
            *count = runner.ask(order)?.count;
        }
        Ok(counts)
    }

    /// One alone does a task, while the others wait.
    pub fn alone(&mut self, lane: usize, times: usize, task: Task) -> Result<(Times, u64)> {
        let answer = self.0[lane].ask(&Order::Do(task, times))?;
        Ok((answer.times.into_iter().collect(), answer.count))
    }
}

/// Another begins each time.
fn lanes(round: usize) -> [usize; 3] {
    [0, 1, 2].map(|lane| (lane + round) % 3)
}
