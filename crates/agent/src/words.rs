//! The state in words, the same in tooltip and command line.

use bridge::Link;
use jiff::{Timestamp, Unit, Zoned};

/// How things stand with the server, as a part of a sentence.
pub fn link(link: &Link, now: &Zoned) -> String {
    match link {
        Link::SignedOut { why: None } => "signed out".to_owned(),
        Link::SignedOut { why: Some(why) } => format!("signed out: {why}"),
        Link::Connecting => "connecting".to_owned(),
        Link::Live { heard } => format!("live, last heard {}", time(*heard, now)),
        Link::Checking { every } => format!("checking every {every} s"),
        Link::Offline { since, why } => format!("offline since {}: {why}", time(*since, now)),
        Link::Blocked { why } => format!("stopped: {why}"),
    }
}

/// How many are unread.
pub fn unread(count: u32) -> String {
    match count {
        0 => "nothing unread".to_owned(),
        count => format!("{count} unread"),
    }
}

/// A moment as a person would say it: the time today, the weekday within a week, the date before that.
pub fn time(at: Timestamp, now: &Zoned) -> String {
    let at = at.to_zoned(now.time_zone().clone());
    let days = at.date().until((Unit::Day, now.date())).map_or(i32::MAX, |span| span.get_days());
    let form = match days {
        0 => "%H:%M",
        -6..=-1 | 1..=6 => "%a %H:%M",
        _ => "%Y-%m-%d %H:%M",
    };
    at.strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bridge::{Fault, FaultCode};

    fn now() -> Zoned {
        "2026-11-20T09:00:00+01:00[Europe/Warsaw]".parse().unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_moment_is_told_by_how_far_it_is() {
        assert_eq!(time(at("2026-11-20T07:41:00Z"), &now()), "08:41");
        assert_eq!(time(at("2026-11-16T07:41:00Z"), &now()), "Mon 08:41");
        assert_eq!(time(at("2026-11-21T06:00:00Z"), &now()), "Sat 07:00");
        assert_eq!(time(at("2026-11-13T07:41:00Z"), &now()), "2026-11-13 08:41");
        assert_eq!(time(at("2030-01-01T00:00:00Z"), &now()), "2030-01-01 01:00");
    }

    #[test]
    fn the_link_is_said_as_it_is() {
        let why = Fault::new(FaultCode::Server, "the server's name is unknown");
        let offline = Link::Offline { since: at("2026-11-20T07:41:00Z"), why: why.clone() };
        assert_eq!(link(&offline, &now()), "offline since 08:41: the server's name is unknown");
        assert_eq!(link(&Link::Checking { every: 20 }, &now()), "checking every 20 s");
        assert_eq!(link(&Link::SignedOut { why: Some(why) }, &now()), "signed out: the server's name is unknown");
    }
}
