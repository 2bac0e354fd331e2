use super::goal::Goal;
use super::{milliseconds, ms, ratio};
use crate::GotifyTray;
use crate::latency::Latency;

/// Frame to toast, everybody's.
pub fn section(latency: &Latency) -> (String, Vec<Goal>) {
    let ours = &latency.takecare;
    let mut goals = vec![Goal::new("frame to toast, p99, ms", milliseconds(ours.percentile(99)), 5.0, 2)];
    let Some((theirs, fate)) = &latency.gotify_tray else { return (table(latency), goals) };
    goals.insert(0, Goal::new("frame to toast, median / gotify-tray's", ratio(ours, theirs), 0.7, 2));
    let end = if fate.survived { "survived" } else { "died" };
    let flood = format!("\nA burst of {} to gotify-tray: {} shown, and it {end}.\n", fate.sent, fate.shown);
    (table(latency) + &flood, goals)
}

fn table(latency: &Latency) -> String {
    let Latency { takecare, decided, committed, gotify_tray, kept, new } = latency;
    let mut rows =
        vec![("takecare, the whole agent", takecare), ("the client in it: row committed, toast decided", decided)];
    rows.extend(gotify_tray.iter().map(|(times, _)| (GotifyTray::VERSION, times)));
    rows.extend([
        ("bare commit of one row, plain SQLite, FULL", committed),
        ("bare toast call, new connection", new),
        ("bare toast call, kept connection", kept),
    ]);
    let times = takecare.count();
    let mut text = format!("\nFrame to toast call, ms, {times} each\n\n| | median | p90 | p99 |\n|---|---|---|---|\n");
    for (name, times) in rows {
        let [median, p90, p99] = [50, 90, 99].map(|percent| ms(times.percentile(percent)));
        text += &format!("| {name} | {median} | {p90} | {p99} |\n");
    }
    text
}
