use super::goal::{Goal, table};
use super::sync::toasts;
use super::{ms, ratio};
use crate::day::{Day, Quiet};
use crate::latency::Latency;
use crate::process::{Footprint, Process};
use crate::start::Starts;
use crate::{GotifyTray, Times};

/// What one run measured of how the desktop bears itself.
pub struct Desktop {
    /// From the start of a program to its icon.
    pub starts: Starts,
    /// From a frame to its toast.
    pub latency: Latency,
    /// A day of one agent.
    pub day: Day,
    /// How long it was idle, in seconds.
    pub idle: u64,
}

impl Desktop {
    /// The tables, as Markdown.
    pub fn tables(&self) -> String {
        let (toasts, goals) = (toasts(&self.latency), table(&self.goals()));
        [self.memory(), self.idle(), self.start(), toasts, self.flood(), self.opening(), goals].concat()
    }

    fn memory(&self) -> String {
        let Day { hidden, gotify_tray, search, window, .. } = &self.day;
        let mut text = "\nMemory, PSS of the process tree\n\n| | MB | |\n|---|---|---|\n".to_owned();
        text += &tree("takecare, hidden in the tray", &hidden.tree);
        text += &tree("the same, after the flood", &search.before);
        text += &tree("the search box open over all of it", &search.open);
        text += &tree("the search box closed again", &search.after);
        text += &tree("the window open", &window.open);
        text += &tree("the window closed again", &window.after);
        text += &tree("yardstick: a bare WebKitGTK window", &window.bare);
        let other = gotify_tray.as_ref().map(|other| tree(&format!("yardstick: {}", GotifyTray::VERSION), &other.tree));
        text + &other.unwrap_or_default()
    }

    fn idle(&self) -> String {
        let mut text = format!("\nIdle for {} s\n\n| | ms on a processor | wake-ups |\n|---|---|---|\n", self.idle);
        let mut line = |name: &str, Quiet { idle, .. }: &Quiet| {
            text += &format!("| {name} | {} | {} |\n", ms(idle.busy), idle.wakes);
        };
        line("takecare, hidden and connected", &self.day.hidden);
        if let Some(other) = &self.day.gotify_tray {
            line(&format!("yardstick: {}", GotifyTray::VERSION), other);
        }
        text
    }

    fn start(&self) -> String {
        let Starts { takecare, gotify_tray } = &self.starts;
        let times = takecare.count();
        let mut text = format!("\nStart to tray icon, ms, {times} each\n\n| | median | p90 |\n|---|---|---|\n");
        let mut line = |name: &str, times: &Times| {
            text += &format!("| {name} | {} | {} |\n", ms(times.median()), ms(times.percentile(90)));
        };
        line("takecare, signed in", takecare);
        if gotify_tray.count() > 0 {
            line(&format!("yardstick: {}", GotifyTray::VERSION), gotify_tray);
            text += &format!("\ntakecare / gotify-tray: {}.\n", ratio(takecare.median(), gotify_tray.median()));
        }
        text
    }

    fn flood(&self) -> String {
        let flood = &self.day.flood;
        let mut text = format!(
            "\n{} notifications through a running agent\n\n\
             | | before any | after the first burst | peak | end | drift since the first burst, % |\n\
             |---|---|---|---|---|---|\n",
            flood.count
        );
        let stages = [&flood.fresh, &flood.start, &flood.peak, &flood.end];
        text += &stage("memory, MB PSS", stages.map(|takes| takes.memory as f64 / 1000.0));
        text += &stage("threads", stages.map(|takes| takes.threads as f64));
        text += &stage("open files", stages.map(|takes| takes.handles as f64));
        text + &format!(
            "\nAll counted on screen after {:.1} s, with {} toast calls.\n",
            flood.took.as_secs_f64(),
            flood.toasts
        )
    }

    fn opening(&self) -> String {
        let Day { openings, flood, .. } = &self.day;
        let [median, worst] = [50, 100].map(|share| ms(openings.percentile(share)));
        let (times, stored) = (openings.count(), flood.count);
        format!("\nClick to painted list, {stored} stored, ms, {times} times: median {median}, worst {worst}.\n")
    }

    fn goals(&self) -> Vec<Goal> {
        let Day { hidden, flood, search, window, openings, .. } = &self.day;
        let Footprint { memory, threads, handles } = flood.start;
        let [before, closed] = [&search.before, &search.after].map(|tree| megabytes(tree));
        let seconds = flood.took.as_secs_f64().ceil();
        let mut goals = vec![
            Goal::new("hidden, MB", megabytes(&hidden.tree), 15.0, 1),
            Goal::new("hidden after flood, search and window, MB", megabytes(&window.after), 15.0, 1),
            Goal::new(
                "window open / bare WebKitGTK window",
                megabytes(&window.open) / megabytes(&window.bare),
                1.25,
                2,
            ),
            Goal::new("search box closed again, drift in %", drift(before, closed), 2.0, 1),
            Goal::new(
                format!("idle {} s, ms on a processor", self.idle),
                hidden.idle.busy.as_secs_f64() * 1000.0,
                10.0,
                2,
            ),
            Goal::new("flood: memory, drift in %", drift(memory as f64, flood.end.memory as f64), 2.0, 1),
            Goal::new("flood: threads afterwards", flood.end.threads as f64, threads as f64, 0),
            Goal::new("flood: open files afterwards", flood.end.handles as f64, handles as f64, 0),
            Goal::new("flood: toast calls; three, then one a second", flood.toasts as f64, 3.0 + seconds + 1.0, 0),
            Goal::new("click to painted list, ms", openings.median().as_secs_f64() * 1000.0, 500.0, 0),
            Goal::new("flood: lost", flood.lost as f64, 0.0, 0),
        ];
        if self.starts.gotify_tray.count() > 0 {
            let [ours, theirs] =
                [&self.starts.takecare, &self.starts.gotify_tray].map(|times| times.median().as_secs_f64());
            goals.push(Goal::new("start to tray icon / gotify-tray's", ours / theirs, 0.15, 2));
        }
        goals
    }
}

/// A line with the sum of a tree, and what each process has of it.
fn tree(what: &str, tree: &[Process]) -> String {
    let parts = tree.iter().map(|Process { name, takes }| format!("{name} {:.1}", takes.memory as f64 / 1000.0));
    format!("| {what} | {:.1} | {} |\n", megabytes(tree), parts.collect::<Vec<_>>().join(", "))
}

/// A line of a flood: before, after the first burst, at the most, at the end.
fn stage(what: &str, [fresh, start, peak, end]: [f64; 4]) -> String {
    format!("| {what} | {fresh:.1} | {start:.1} | {peak:.1} | {end:.1} | {:.1} |\n", drift(start, end))
}

fn megabytes(tree: &[Process]) -> f64 {
    Footprint::of(tree).memory as f64 / 1000.0
}

/// How much more it is at the end, in per cent.
fn drift(start: f64, end: f64) -> f64 {
    (end / start - 1.0) * 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_is_a_drift_too() {
        assert_eq!(format!("{:.1} {:.1}", drift(10.0, 10.2), drift(10.0, 9.0)), "2.0 -10.0");
    }

    #[test]
    fn a_line_names_each_process() {
        let process =
            |name: &str, memory| Process { name: name.to_owned(), takes: Footprint { memory, ..Footprint::default() } };
        let line = tree("open", &[process("takecare", 9_000), process("takecare-window", 50_500)]);
        assert_eq!(line, "| open | 59.5 | takecare 9.0, takecare-window 50.5 |\n");
    }
}
