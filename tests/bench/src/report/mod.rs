mod burst;
mod day;
mod goal;
mod start;
mod toast;

use std::time::Duration;

use crate::Times;
use crate::burst::Story;
use crate::day::Day;
use crate::latency::Latency;
use crate::start::Starts;

/// What one run measured; what it left out is none.
pub struct Run {
    /// From the start of a program to its icon.
    pub starts: Option<Starts>,
    /// A day of one agent.
    pub day: Option<Day>,
    /// How long it was idle, in seconds.
    pub idle: u64,
    /// From a frame to its toast.
    pub latency: Option<Latency>,
    /// Bursts and outages.
    pub stories: Vec<Story>,
    /// How many notifications each burst and each outage had.
    pub burst: usize,
}

impl Run {
    /// The tables, as Markdown.
    pub fn tables(&self) -> String {
        let sections = [
            self.starts.as_ref().map(start::section),
            self.day.as_ref().map(|day| day::section(day, self.idle)),
            self.latency.as_ref().map(toast::section),
            burst::section(&self.stories, self.burst),
        ];
        let (texts, goals): (Vec<_>, Vec<_>) = sections.into_iter().flatten().unzip();
        texts.concat() + &goal::table(&goals.concat())
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn ms(time: Duration) -> String {
    format!("{:.2}", milliseconds(time))
}

fn ratio(ours: &Times, yardstick: &Times) -> f64 {
    ours.median().as_secs_f64() / yardstick.median().as_secs_f64()
}
