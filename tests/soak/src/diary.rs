use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use crate::Plan;
use crate::step::Step;

/// So many steps are told when something is wrong.
const LAST: usize = 50;
/// So many lines of the agent's own log with them.
const LOG: usize = 60;

/// What was done, for people. When the soak fails it tells from which seed, and what happened last.
pub struct Diary {
    plan: Plan,
    log: PathBuf,
    begun: Instant,
    last: VecDeque<String>,
    counts: BTreeMap<&'static str, usize>,
}

impl Diary {
    /// Begins; the agent writes its log there.
    pub fn begin(plan: Plan, log: PathBuf) -> Self {
        Self { plan, log, begun: Instant::now(), last: VecDeque::new(), counts: BTreeMap::new() }
    }

    /// Notes a step that begins.
    pub fn note(&mut self, step: &Step) {
        let at = self.begun.elapsed().as_secs_f32();
        self.last.push_back(format!("{at:9.3} s  {step:?}"));
        if self.last.len() > LAST {
            self.last.pop_front();
        }
    }

    /// Counts what came of it, if anything did.
    pub fn count(&mut self, what: Option<&'static str>) {
        what.into_iter().for_each(|what| *self.counts.entry(what).or_default() += 1);
    }

    /// How often each thing happened so far.
    pub fn sums(&self) -> String {
        let sums: Vec<_> = self.counts.iter().map(|(what, count)| format!("{what} {count}")).collect();
        sums.join(", ")
    }
}

impl Drop for Diary {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            return;
        }
        println!("\nfailed with {:?}\nthe last steps:", self.plan);
        self.last.iter().for_each(|step| println!("{step}"));
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<_> = log.lines().collect();
        println!("the end of the agent's log:\n{}", lines[lines.len().saturating_sub(LOG)..].join("\n"));
    }
}
