use super::goal::Goal;
use super::{milliseconds, ms, ratio};
use crate::GotifyTray;
use crate::day::{Day, Quiet, Resting};
use crate::flood::Flood;
use crate::memory::{Search, Window};
use crate::opening::Openings;
use crate::process::{Footprint, Process};

/// Requests a minute that an idle client may make.
const REQUESTS: f64 = 6.0;

/// What the agent takes of the machine; it was idle for so many seconds.
pub fn section(day: &Day, idle: u64) -> (String, Vec<Goal>) {
    let Day { quiet, flood, search, window, openings } = day;
    let parts = [
        quiet.as_ref().map(|quiet| nothing(quiet, idle)),
        flood.as_ref().map(many),
        openings.as_ref().map(clicks),
        search.as_ref().map(|search| (String::new(), box_goals(search))),
        window.as_ref().map(|window| (String::new(), window_goals(window))),
    ];
    let (texts, goals): (Vec<_>, Vec<_>) = parts.into_iter().flatten().unzip();
    (memory(day) + &texts.concat(), goals.concat())
}

fn memory(Day { quiet, search, window, .. }: &Day) -> String {
    let mut rows = Vec::new();
    if let Some(Quiet { hidden, .. }) = quiet {
        rows.push(("takecare, hidden in the tray".to_owned(), &hidden.tree));
    }
    if let Some(Search { before, open, after }) = search {
        rows.push(("the same, after the flood".to_owned(), before));
        rows.push(("the search box open over all of it".to_owned(), open));
        rows.push(("the search box closed again".to_owned(), after));
    }
    if let Some(Window { open, after, bare }) = window {
        rows.push(("the window open".to_owned(), open));
        rows.push(("the window closed again".to_owned(), after));
        rows.push(("yardstick: a bare WebKitGTK window".to_owned(), bare));
    }
    if let Some(Quiet { gotify_tray: Some(other), .. }) = quiet {
        rows.push((format!("yardstick: {}", GotifyTray::VERSION), &other.tree));
    }
    let lines = rows.iter().map(|(what, processes)| tree(what, processes));
    "\nMemory, PSS of the process tree\n\n| | MB | |\n|---|---|---|\n".to_owned() + &lines.collect::<String>()
}

fn nothing(Quiet { hidden, gotify_tray, requests }: &Quiet, seconds: u64) -> (String, Vec<Goal>) {
    let mut text = format!("\nIdle for {seconds} s\n\n| | ms on a processor | wake-ups |\n|---|---|---|\n");
    let mut line = |name: &str, Resting { idle, .. }: &Resting| {
        text += &format!("| {name} | {} | {} |\n", ms(idle.busy), idle.wakes);
    };
    line("takecare, hidden and connected", hidden);
    if let Some(other) = gotify_tray {
        line(&format!("yardstick: {}", GotifyTray::VERSION), other);
    }
    let goals = vec![
        Goal::new("hidden, MB", megabytes(&hidden.tree), 15.0, 1),
        Goal::new(format!("idle {seconds} s, ms on a processor"), milliseconds(hidden.idle.busy), 10.0, 2),
        Goal::new("idle: requests a minute", *requests, REQUESTS, 1),
    ];
    (text, goals)
}

fn many(Flood { count, took, fresh, start, peak, end, toasts, lost }: &Flood) -> (String, Vec<Goal>) {
    let stages = [fresh, start, peak, end];
    let text = [
        format!(
            "\n{count} notifications through a running agent\n\n\
             | | before any | after the first burst | peak | end | drift since the first burst, % |\n\
             |---|---|---|---|---|---|\n"
        ),
        stage("memory, MB PSS", stages.map(|takes| takes.memory as f64 / 1000.0)),
        stage("threads", stages.map(|takes| takes.threads as f64)),
        stage("open files", stages.map(|takes| takes.handles as f64)),
        format!("\nAll counted on screen after {:.1} s, with {toasts} toast calls.\n", took.as_secs_f64()),
    ];
    let goals = vec![
        Goal::new("flood: memory, drift in %", drift(start.memory as f64, end.memory as f64), 2.0, 1),
        Goal::new("flood: threads afterwards", end.threads as f64, start.threads as f64, 0),
        Goal::new("flood: open files afterwards", end.handles as f64, start.handles as f64, 0),
        Goal::new(
            "flood: toast calls; three, then one a second",
            *toasts as f64,
            3.0 + took.as_secs_f64().ceil() + 1.0,
            0,
        ),
        Goal::new("flood: lost", *lost as f64, 0.0, 0),
    ];
    (text.concat(), goals)
}

fn clicks(Openings { takecare, bare }: &Openings) -> (String, Vec<Goal>) {
    let mut text =
        format!("\nClick to painted list, ms, {} times\n\n| | median | worst |\n|---|---|---|\n", takecare.count());
    for (name, times) in [("takecare", takecare), ("yardstick: a bare WebKitGTK window", bare)] {
        let [median, worst] = [50, 100].map(|share| ms(times.percentile(share)));
        text += &format!("| {name} | {median} | {worst} |\n");
    }
    text += &format!("\ntakecare / bare window: {:.2}.\n", ratio(takecare, bare));
    (text, vec![Goal::new("click to painted list, ms", milliseconds(takecare.median()), 500.0, 0)])
}

fn box_goals(Search { before, after, .. }: &Search) -> Vec<Goal> {
    vec![Goal::new("search box closed again, drift in %", drift(megabytes(before), megabytes(after)), 2.0, 1)]
}

fn window_goals(Window { open, bare, after }: &Window) -> Vec<Goal> {
    vec![
        Goal::new("window open / bare WebKitGTK window", megabytes(open) / megabytes(bare), 1.25, 2),
        Goal::new("hidden after flood, search and window, MB", megabytes(after), 15.0, 1),
    ]
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
