use super::goal::Goal;
use super::{ms, ratio};
use crate::start::Starts;
use crate::{GotifyTray, Times};

/// How soon the icons are there.
pub fn section(Starts { takecare, gotify_tray }: &Starts) -> (String, Vec<Goal>) {
    let times = takecare.count();
    let mut text = format!("\nStart to tray icon, ms, {times} each\n\n| | median | p90 |\n|---|---|---|\n");
    let mut line = |name: &str, times: &Times| {
        text += &format!("| {name} | {} | {} |\n", ms(times.median()), ms(times.percentile(90)));
    };
    line("takecare, signed in", takecare);
    if gotify_tray.count() == 0 {
        return (text, Vec::new());
    }
    line(&format!("yardstick: {}", GotifyTray::VERSION), gotify_tray);
    let goal = Goal::new("start to tray icon / gotify-tray's", ratio(takecare, gotify_tray), 0.15, 2);
    (text, vec![goal])
}
