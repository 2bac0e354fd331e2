use std::time::Duration;

use super::{ms, ratio};
use crate::burst::Story;
use crate::latency::Latency;
use crate::{GotifyTray, Times};

/// Requests a minute of a client that asks for list and count every ten seconds.
const NAIVE: f64 = 12.0;

/// What one run measured.
pub struct Run {
    /// From a frame to its toast.
    pub latency: Latency,
    /// Bursts, outages and the quiet after them; at least one.
    pub stories: Vec<Story>,
    /// How many notifications each burst and each outage had.
    pub count: usize,
}

impl Run {
    /// The tables, as Markdown.
    pub fn tables(&self) -> String {
        [toasts(&self.latency), self.bursts(), self.outages(), self.quiet()].concat()
    }

    fn bursts(&self) -> String {
        let durable = self.times(|story| story.burst.durable);
        let full = self.times(|story| story.burst.plain_full);
        let normal = self.times(|story| story.burst.plain);
        let mut text = self.heading("Burst");
        text += &line("takecare: all durable, sealed, counted on screen", &durable);
        text += &line("yardstick: the plainest pipeline, synchronous FULL", &full);
        text += &line("yardstick: the same, synchronous NORMAL", &normal);
        text += &format!("\ntakecare / plain FULL: {}; goal: 300 ms. ", ratio(durable.median(), full.median()));
        let [lost, toasts] = [self.most(|story| story.burst.lost), self.most(|story| story.burst.toasts)];
        let requests = self.most(|story| story.burst.requests as usize);
        text + &format!("At most: {lost} lost, {toasts} toast calls (goals: 0, 5), {requests} requests meanwhile.\n")
    }

    fn outages(&self) -> String {
        let equal = self.times(|story| story.catch_up.equal);
        let plain = self.times(|story| story.catch_up.plain);
        let mut text = self.heading("Catch-up after an outage");
        text += &line("takecare: from its first question to a set equal to the server's", &equal);
        text += &line("yardstick: one plain request, parsed and kept in one transaction, FULL", &plain);
        text += &line("before that: the outage is over, until it asks", &self.times(|story| story.catch_up.waited));
        text += &format!("\ntakecare / plain: {}. ", ratio(equal.median(), plain.median()));
        let [lost, toasts] = [self.most(|story| story.catch_up.lost), self.most(|story| story.catch_up.toasts)];
        let requests = self.most(|story| story.catch_up.requests as usize);
        text + &format!(
            "At most: {lost} lost, {toasts} toast calls (goals: 0, 1), {requests} requests, the socket included.\n"
        )
    }

    fn times(&self, of: fn(&Story) -> Duration) -> Times {
        self.stories.iter().map(of).collect()
    }

    fn most(&self, of: fn(&Story) -> usize) -> usize {
        self.stories.iter().map(of).max().unwrap_or_default()
    }

    fn heading(&self, what: &str) -> String {
        let (count, runs) = (self.count, self.stories.len());
        format!("\n{what} of {count}, ms, {runs} runs\n\n| | median | worst |\n|---|---|---|\n")
    }

    fn quiet(&self) -> String {
        let idle = self.stories.iter().find_map(|story| story.idle);
        let Some(idle) = idle else { return String::new() };
        let ratio = idle / NAIVE;
        format!(
            "\nRequests in an idle minute: {idle:.1} (goal: 6); asking for list and count every 10 s: {NAIVE}; ratio {ratio:.2}.\n"
        )
    }
}

/// Frame to toast, everybody's.
pub fn toasts(latency: &Latency) -> String {
    let Latency { takecare, decided, committed, gotify_tray, kept, new } = latency;
    let mut rows =
        vec![("takecare, the whole agent", takecare), ("the client in it: row committed, toast decided", decided)];
    rows.extend(gotify_tray.iter().map(|(times, _)| (GotifyTray::VERSION, times)));
    rows.extend([
        ("bare commit of one row, plain SQLite, FULL", committed),
        ("bare toast call, new connection", new),
        ("bare toast call, kept connection", kept),
    ]);
    let mut text = format!(
        "\nFrame to toast call, ms, {} each\n\n| | median | p90 | p99 |\n|---|---|---|---|\n",
        takecare.count()
    );
    for (name, times) in rows {
        let [median, p90, p99] = [50, 90, 99].map(|percent| ms(times.percentile(percent)));
        text += &format!("| {name} | {median} | {p90} | {p99} |\n");
    }
    text += &match gotify_tray {
        Some((times, fate)) => format!(
            "\ntakecare / gotify-tray: median {}, p90 {} (goal: 0.70); p99 {} ms (goal: 5 ms).\n\
             A burst of {} to gotify-tray: {} shown, and it {}.\n",
            ratio(takecare.median(), times.median()),
            ratio(takecare.percentile(90), times.percentile(90)),
            ms(takecare.percentile(99)),
            fate.sent,
            fate.shown,
            if fate.survived { "survived" } else { "died" },
        ),
        None => "\ngotify-tray was not measured: it is not installed.\n".to_owned(),
    };
    text
}

fn line(name: &str, times: &Times) -> String {
    format!("| {name} | {} | {} |\n", ms(times.median()), ms(times.longest()))
}
