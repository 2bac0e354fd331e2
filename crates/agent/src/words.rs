//! The state in words, the same in tooltip and command line.

use bridge::Link;
use jiff::{Timestamp, Unit, Zoned};
use language::{Phrase, say};

/// How things stand with the server, as a part of a sentence.
pub fn link(link: &Link, now: &Zoned) -> Phrase {
    match link {
        Link::SignedOut { why: None } => say::state_signed_out(),
        Link::SignedOut { why: Some(why) } => say::state_signed_out_why(why.message.clone()),
        Link::Connecting => say::state_connecting(),
        Link::Live { heard } => say::state_live(time(*heard, now)),
        Link::Checking { every } => say::state_checking(*every),
        Link::Offline { since, why } => say::state_offline(time(*since, now), why.message.clone()),
        Link::Blocked { why } => say::state_blocked(why.message.clone()),
    }
}

/// How many are unread.
pub fn unread(count: u32) -> Phrase {
    match count {
        0 => say::state_nothing_unread(),
        count => say::state_unread(count),
    }
}

/// A moment as a person would say it: the time today, the weekday within a week, the date before that.
pub fn time(at: Timestamp, now: &Zoned) -> Phrase {
    let at = at.to_zoned(now.time_zone().clone());
    let part = |form| at.strftime(form).to_string();
    let clock = part("%H:%M");
    let days = at.date().until((Unit::Day, now.date())).map_or(i32::MAX, |span| span.get_days());
    match days {
        0 => Phrase::words(clock),
        -6..=-1 | 1..=6 => say::moment_weekday(clock, part("%a").to_lowercase()),
        _ => say::moment_date(clock, part("%d"), part("%m"), part("%Y")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bridge::{Fault, FaultCode};
    use language::Language;

    fn now() -> Zoned {
        "2026-11-20T09:00:00+01:00[Europe/Warsaw]".parse().unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_moment_is_told_by_how_far_it_is() {
        assert_eq!(time(at("2026-11-20T07:41:00Z"), &now()).to_string(), "08:41");
        assert_eq!(time(at("2026-11-16T07:41:00Z"), &now()).to_string(), "Mon 08:41");
        assert_eq!(time(at("2026-11-21T06:00:00Z"), &now()).to_string(), "Sat 07:00");
        assert_eq!(time(at("2026-11-13T07:41:00Z"), &now()).to_string(), "2026-11-13 08:41");
        assert_eq!(time(at("2030-01-01T00:00:00Z"), &now()).to_string(), "2030-01-01 01:00");
    }

    #[test]
    fn a_moment_is_told_in_the_language_of_its_reader() {
        let days = (14..21).map(|day| time(at(&format!("2026-11-{day}T07:41:00Z")), &now()).said_in(Language::Polish));
        let said = ["sob. 08:41", "niedz. 08:41", "pon. 08:41", "wt. 08:41", "śr. 08:41", "czw. 08:41", "08:41"];
        assert_eq!(days.collect::<Vec<_>>(), said);
        assert_eq!(time(at("2026-11-13T07:41:00Z"), &now()).said_in(Language::Polish), "13.11.2026 08:41");
    }

    #[test]
    fn the_link_is_said_as_it_is() {
        let why = Fault::new(FaultCode::Server, "the server's name is unknown");
        let offline = Link::Offline { since: at("2026-11-20T07:41:00Z"), why: why.clone() };
        assert_eq!(link(&offline, &now()).to_string(), "offline since 08:41: the server's name is unknown");
        assert_eq!(link(&Link::Checking { every: 20 }, &now()).to_string(), "checking every 20 s");
        assert_eq!(
            link(&Link::SignedOut { why: Some(why) }, &now()).to_string(),
            "signed out: the server's name is unknown"
        );
    }
}
