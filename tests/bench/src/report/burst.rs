use std::time::Duration;

use super::goal::Goal;
use super::{milliseconds, ms, ratio};
use crate::Times;
use crate::burst::Story;

/// Bursts and outages of so many each; none when there were none.
pub fn section(stories: &[Story], count: usize) -> Option<(String, Vec<Goal>)> {
    let runs = stories.len();
    let times = |of: fn(&Story) -> Duration| stories.iter().map(of).collect::<Times>();
    let most = |of: fn(&Story) -> u32| stories.iter().map(of).max().map(f64::from).unwrap_or_default();
    let heading = |what| format!("\n{what} of {count}, ms, {runs} runs\n\n| | median | worst |\n|---|---|---|\n");
    let (durable, full) = (times(|story| story.burst.durable), times(|story| story.burst.plain_full));
    let (equal, plain) = (times(|story| story.catch_up.equal), times(|story| story.catch_up.plain));
    let text = [
        heading("Burst"),
        line("takecare: all durable, sealed, counted on screen", &durable),
        line("yardstick: the plainest pipeline, synchronous FULL", &full),
        line("yardstick: the same, synchronous NORMAL", &times(|story| story.burst.plain)),
        format!(
            "\ntakecare / plain FULL: {:.2}; requests meanwhile: {}.\n",
            ratio(&durable, &full),
            most(|story| story.burst.requests),
        ),
        heading("Catch-up after an outage"),
        line("takecare: from its first question to a set equal to the server's", &equal),
        line("yardstick: one plain request, parsed and kept in one transaction, FULL", &plain),
        line("before that: the outage is over, until it asks", &times(|story| story.catch_up.waited)),
        format!(
            "\ntakecare / plain: {:.2}; requests, the new socket included: {}.\n",
            ratio(&equal, &plain),
            most(|story| story.catch_up.requests),
        ),
    ];
    let goals = vec![
        Goal::new("burst: durable, ms", milliseconds(durable.median()), 300.0, 0),
        Goal::new("burst: lost", most(|story| story.burst.lost), 0.0, 0),
        Goal::new("burst: toast calls", most(|story| story.burst.toasts), 5.0, 0),
        Goal::new("outage: lost", most(|story| story.catch_up.lost), 0.0, 0),
        Goal::new("outage: toast calls", most(|story| story.catch_up.toasts), 1.0, 0),
    ];
    (runs > 0).then(|| (text.concat(), goals))
}

fn line(name: &str, times: &Times) -> String {
    format!("| {name} | {} | {} |\n", ms(times.median()), ms(times.longest()))
}
