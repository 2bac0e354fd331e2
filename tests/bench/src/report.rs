use std::time::Duration;

use crate::burst::Story;
use crate::latency::Latency;
use crate::{GotifyTray, Times};

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
        [self.toasts(), self.bursts(), self.outages(), self.quiet()].concat()
    }

    fn toasts(&self) -> String {
        let Latency { takecare, decided, gotify_tray, kept, new } = &self.latency;
        let mut rows = vec![("takecare, the whole agent", takecare), ("of that: until committed and decided", decided)];
        rows.extend(gotify_tray.iter().map(|(times, _)| (GotifyTray::VERSION, times)));
        rows.extend([("bare toast call, new connection", new), ("bare toast call, kept connection", kept)]);
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

    fn bursts(&self) -> String {
        let times = |of: fn(&Story) -> Duration| self.stories.iter().map(of).collect::<Times>();
        let (durable, plain, full) = (
            times(|story| story.burst.durable),
            times(|story| story.burst.plain),
            times(|story| story.burst.plain_full),
        );
        let toasts = self.stories.iter().map(|story| story.burst.toasts).max().unwrap_or_default();
        let requests: u32 = self.stories.iter().map(|story| story.burst.requests).sum();
        let mut text = self.heading("Burst");
        text += &line("takecare: all durable, sealed and counted on screen", &durable);
        text += &line("yardstick: the plainest pipeline, synchronous FULL", &full);
        text += &line("yardstick: the same, synchronous NORMAL", &plain);
        text + &format!(
            "\ntakecare / plain FULL: {}. Goal: 300 ms. Lost: 0. Toast calls: {toasts} at most (goal: 5). Requests meanwhile: {requests}.\n",
            ratio(durable.median(), full.median()),
        )
    }

    fn outages(&self) -> String {
        let times = |of: fn(&Story) -> Duration| self.stories.iter().map(of).collect::<Times>();
        let (equal, plain, waited) = (
            times(|story| story.catch_up.equal),
            times(|story| story.catch_up.plain),
            times(|story| story.catch_up.waited),
        );
        let most = |of: fn(&Story) -> usize| self.stories.iter().map(of).max().unwrap_or_default();
        let mut text = self.heading("Catch-up after an outage");
        text += &line("takecare: from its first question to a set equal to the server's", &equal);
        text += &line("yardstick: one plain request, parsed and kept in one transaction, FULL", &plain);
        text += &line("before that: the outage is over, until it tries again", &waited);
        text + &format!(
            "\ntakecare / plain: {}. Lost: 0. Requests: {} at most, the new socket included. Toast calls: {} at most (goal: 1).\n",
            ratio(equal.median(), plain.median()),
            most(|story| story.catch_up.requests as usize),
            most(|story| story.catch_up.toasts),
        )
    }

    fn heading(&self, what: &str) -> String {
        let (count, runs) = (self.count, self.stories.len());
        format!("\n{what} of {count}, ms, {runs} runs\n\n| | median | worst |\n|---|---|---|\n")
    }

    fn quiet(&self) -> String {
        let idle = self.stories.iter().find_map(|story| story.idle);
        idle.map_or_else(String::new, |idle| {
            format!("\nRequests in an idle minute: {idle:.1}. Goal: 6. Asking for list and count every 10 s: 12. Ratio: {:.2}.\n", idle / 12.0)
        })
    }
}

fn line(name: &str, times: &Times) -> String {
    format!("| {name} | {} | {} |\n", ms(times.median()), ms(times.longest()))
}

fn ms(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1000.0)
}

fn ratio(ours: Duration, yardstick: Duration) -> String {
    format!("{:.2}", ours.as_secs_f64() / yardstick.as_secs_f64())
}
