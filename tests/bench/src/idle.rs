use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;
use std::{fs, io};

use anyhow::Result;
use tokio::time::{Instant, interval};

use crate::process::{family, or_nothing, threads};

/// Threads that come and go between two looks are missed.
const LOOK: Duration = Duration::from_millis(500);

/// What a program did while nothing happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Idle {
    /// Time on a processor, of all its threads.
    pub busy: Duration,
    /// How often one of its threads went to sleep by itself, and so was woken before.
    pub wakes: u64,
}

/// Watches programs and all that come from them, all at the same time.
///
/// # Errors
/// When the kernel does not tell.
pub async fn watch(programs: Vec<u32>, time: Duration) -> Result<Vec<Idle>> {
    let mut diaries: Vec<_> = programs.into_iter().map(|program| (program, Diary::default())).collect();
    let mut beat = interval(LOOK);
    let start = Instant::now();
    loop {
        beat.tick().await;
        for (program, diary) in &mut diaries {
            diary.look(*program)?;
        }
        if start.elapsed() >= time {
            return Ok(diaries.iter().map(|(_, diary)| diary.sum()).collect());
        }
    }
}

/// What each thread had done when it was seen first and last.
#[derive(Default)]
struct Diary {
    threads: HashMap<u32, [Idle; 2]>,
    begun: bool,
}

impl Diary {
    fn look(&mut self, program: u32) -> io::Result<()> {
        for process in family(program)? {
            for thread in threads(process)? {
                let id = thread.file_name().to_string_lossy().parse().unwrap_or_default();
                if let Some(now) = or_nothing(read(&thread.path()))? {
                    self.note(id, now);
                }
            }
        }
        self.begun = true;
        Ok(())
    }

    /// A thread that was not there at the first look did everything since.
    fn note(&mut self, thread: u32, now: Idle) {
        let first = if self.begun { Idle::default() } else { now };
        self.threads.entry(thread).or_insert([first, now])[1] = now;
    }

    fn sum(&self) -> Idle {
        let add = |sum: Idle, [first, last]: &[Idle; 2]| Idle {
            busy: sum.busy + last.busy.saturating_sub(first.busy),
            wakes: sum.wakes + last.wakes.saturating_sub(first.wakes),
        };
        self.threads.values().fold(Idle::default(), add)
    }
}

/// What a thread has done since it began; `None` when the kernel tells it in other words.
fn read(thread: &Path) -> io::Result<Option<Idle>> {
    let busy = busy(&fs::read_to_string(thread.join("schedstat"))?);
    let wakes = wakes(&fs::read_to_string(thread.join("status"))?);
    Ok(busy.zip(wakes).map(|(busy, wakes)| Idle { busy, wakes }))
}

/// The first number in `/proc/PID/task/TID/schedstat`, in nanoseconds.
fn busy(schedstat: &str) -> Option<Duration> {
    schedstat.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

fn wakes(status: &str) -> Option<u64> {
    status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(nanoseconds: u64, wakes: u64) -> Idle {
        Idle { busy: Duration::from_nanos(nanoseconds), wakes }
    }

    #[test]
    fn the_kernels_words_are_read() {
        assert_eq!(busy("46059526 81707882 132\n"), Some(Duration::from_nanos(46_059_526)));
        let status = "Name:\ttakecare\nvoluntary_ctxt_switches:\t17\nnonvoluntary_ctxt_switches:\t2\n";
        assert_eq!((wakes(status), wakes("Name:\ttakecare\n")), (Some(17), None));
    }

    #[test]
    fn what_was_done_before_does_not_count_and_what_a_new_thread_did_does() {
        let mut diary = Diary::default();
        diary.note(1, done(1000, 10));
        diary.begun = true;
        diary.note(1, done(1300, 12));
        diary.note(2, done(50, 3));
        assert_eq!(diary.sum(), done(350, 5));
    }
}
