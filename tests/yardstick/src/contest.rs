use std::io::{BufRead, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use protocol::Notification;

use crate::{Answer, Order, Task, notification};

/// A database that is measured.
pub trait Contestant {
    /// Keeps new rows in one transaction, durable when it returns.
    ///
    /// # Errors
    /// When the database refuses.
    fn keep(&mut self, rows: &[Notification]) -> Result<()>;

    /// Does it once, and says what was counted.
    ///
    /// # Errors
    /// When the database refuses, or can't do that at all.
    fn run(&mut self, task: &Task) -> Result<u64>;

    /// Where the file is.
    fn path(&self) -> &Path;
}

/// Reads orders until there are no more, and answers each.
///
/// # Errors
/// When an order can't be read or followed.
pub fn serve(contestant: &mut impl Contestant, orders: impl BufRead, mut answers: impl Write) -> Result<()> {
    let mut kept = 0;
    for order in orders.lines() {
        let answer = follow(contestant, serde_json::from_str(&order?)?, &mut kept)?;
        writeln!(answers, "{}", serde_json::to_string(&answer)?)?;
        answers.flush()?;
    }
    Ok(())
}

/// `kept` is how many rows the contestant was given so far.
fn follow(contestant: &mut impl Contestant, order: Order, kept: &mut u64) -> Result<Answer> {
    match order {
        Order::Keep { rows, together } => keep(contestant, rows, together, kept),
        Order::Do(task, times) => {
            let mut answer = Answer::default();
            for _ in 0..times {
                let start = Instant::now();
                answer.count = contestant.run(&task)?;
                answer.times.push(start.elapsed());
            }
            Ok(answer)
        }
        Order::Memory => Ok(Answer { count: resident()?, ..Answer::default() }),
        Order::Size => Ok(Answer { count: contestant.path().metadata()?.len(), ..Answer::default() }),
    }
}

fn keep(contestant: &mut impl Contestant, rows: usize, together: usize, kept: &mut u64) -> Result<Answer> {
    let rows: Vec<_> = (*kept..).take(rows).map(notification).collect::<Result<_>>()?;
    *kept += rows.len() as u64;
    let mut answer = Answer::default();
    for group in rows.chunks(together) {
        let start = Instant::now();
        contestant.keep(group)?;
        answer.times.push(start.elapsed());
    }
    Ok(answer)
}

/// Resident memory of this process, in bytes.
fn resident() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("the kernel tells no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Filter, Plain};

    #[test]
    fn every_order_is_answered_in_turn() {
        let folder = tempfile::tempdir().unwrap();
        let mut plain = Plain::create(folder.path(), None).unwrap();
        let orders = [
            Order::Keep { rows: 45, together: 10 },
            Order::Keep { rows: 15, together: 15 },
            Order::Do(Task::Newest(Filter::default()), 3),
            Order::Memory,
            Order::Size,
        ];
        let orders: String = orders.iter().map(|order| serde_json::to_string(order).unwrap() + "\n").collect();
        let mut answers = Vec::new();
        serve(&mut plain, orders.as_bytes(), &mut answers).unwrap();
        let answers = answers.lines().map(|line| serde_json::from_str(&line.unwrap()).unwrap());
        let answers: Vec<(usize, u64)> = answers.map(|answer: Answer| (answer.times.len(), answer.count)).collect();
        assert_eq!(answers[..3], [(5, 0), (1, 0), (3, 50)]);
        assert!(answers[3].1 > 100_000 && answers[4].1 > 4_000);
    }
}
