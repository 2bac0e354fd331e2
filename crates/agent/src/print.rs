use std::io::{self, Write};

use bridge::settings::Setting;
use bridge::{Access, AccessLog, Finding, FollowUp, Page, Row, Snapshot, Status};
use jiff::Zoned;
use serde::Serialize;

use crate::{kind, text, words};

/// The state, as sentences.
///
/// # Errors
/// When it can't be written.
pub fn status(snapshot: &Snapshot, now: &Zoned, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}", sentence(&words::link(&snapshot.link, now).to_string()))?;
    if let Some(account) = &snapshot.account {
        writeln!(out, "Account: {} at {}", text::line(&account.email), text::line(&account.server))?;
    }
    writeln!(out, "{}", sentence(&words::unread(snapshot.unread).to_string()))?;
    for count in snapshot.kinds.iter().filter(|count| count.unread > 0) {
        writeln!(out, "  {:<16} {}", kind::label(&count.kind), count.unread)?;
    }
    for (what, count) in [("To follow up", snapshot.follow_ups), ("Snoozed", snapshot.snoozed)] {
        if count > 0 {
            writeln!(out, "{what}: {count}")?;
        }
    }
    if snapshot.pending > 0 {
        writeln!(out, "Not yet confirmed by the server: {}", snapshot.pending)?;
    }
    if let Some(checked) = snapshot.checked {
        writeln!(out, "Complete as of {}.", words::time(checked, now))?;
    }
    Ok(())
}

/// What a self-check found, one a line.
///
/// # Errors
/// When it can't be written.
pub fn findings(found: &[Finding], out: &mut impl Write) -> io::Result<()> {
    for Finding { topic, verdict, says } in found {
        let (verdict, topic) = (word(verdict)?, word(topic)?);
        writeln!(out, "{verdict:<4}  {topic:<11}  {}", text::line(&says.to_string()))?;
    }
    Ok(())
}

/// The access log, newest last, and whether it is whole. Times are this computer's.
///
/// # Errors
/// When it can't be written.
pub fn access_log(log: &AccessLog, now: &Zoned, out: &mut impl Write) -> io::Result<()> {
    for Access { number, at, what, account, by } in &log.entries {
        let at = at.to_zoned(now.time_zone().clone()).strftime("%Y-%m-%d %H:%M:%S");
        let by = by.as_ref().map(|by| format!(", by {by}")).unwrap_or_default();
        // As much of it as tells accounts apart.
        let account = account.as_ref().map(|account| format!(", account {account:.8}")).unwrap_or_default();
        let says = text::line(&format!("{what}{by}{account}").replace('-', " "));
        writeln!(out, "{number:>6}  {at}  {says}")?;
    }
    writeln!(out, "{}", log.says)
}

/// What can be set, and what holds.
///
/// # Errors
/// When it can't be written.
pub fn settings(settings: &[Setting], out: &mut impl Write) -> io::Result<()> {
    for Setting { key, meaning, shape, value, managed, .. } in settings {
        let managed = if *managed { "  (set by the administrator)" } else { "" };
        writeln!(
            out,
            "{key} = {}{managed}\n    {meaning}\n    Can be {}.",
            serde_json::to_string(value)?,
            shape.phrase()
        )?;
    }
    Ok(())
}

/// A word of the bridge, as it is spelt there.
fn word(value: &impl Serialize) -> io::Result<String> {
    Ok(serde_json::to_value(value)?.as_str().unwrap_or_default().to_owned())
}

/// Rows, one a line; `skip` were passed over.
///
/// # Errors
/// When they can't be written.
pub fn page(page: &Page, skip: u32, now: &Zoned, out: &mut impl Write) -> io::Result<()> {
    for row in &page.rows {
        self::row(row, now, out)?;
    }
    if page.rows.is_empty() {
        writeln!(out, "Nothing to list.")?;
    }
    let older = (page.total as usize).saturating_sub(skip as usize + page.rows.len());
    if older > 0 {
        writeln!(out, "There are {older} more: raise --limit, or --skip what you have seen.")?;
    }
    Ok(())
}

fn row(row: &Row, now: &Zoned, out: &mut impl Write) -> io::Result<()> {
    let mark = if row.status == Status::Unread { '*' } else { ' ' };
    let sent = if row.waiting.is_some() { " (not yet sent)" } else { "" };
    let marked = row.follow_up.map(|mark| follow_up(mark, now)).unwrap_or_default();
    let snoozed = row.snoozed.map(|until| format!(" (snoozed until {})", words::time(until, now))).unwrap_or_default();
    let (time, kind, message) = (words::time(row.date, now), kind::label(&row.kind), text::line(&row.message));
    writeln!(out, "{mark} {time:<16}  {kind:<14}  {}  {message}{sent}{marked}{snoozed}", row.id)
}

fn follow_up(FollowUp { due }: FollowUp, now: &Zoned) -> String {
    match due {
        Some(due) => format!(" (follow up by {})", words::time(due, now)),
        None => " (follow up)".to_owned(),
    }
}

/// With a capital and a full stop.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bridge::{KindCount, Link, Topic};

    fn now() -> Zoned {
        "2026-11-20T09:00:00+01:00[Europe/Warsaw]".parse().unwrap()
    }

    fn printed(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_state_reads_as_sentences() {
        let snapshot = Snapshot {
            revision: 1,
            account: None,
            link: Link::Live { heard: "2026-11-20T07:41:00Z".parse().unwrap() },
            lock: bridge::Lock::default(),
            unread: 4,
            follow_ups: 1,
            snoozed: 2,
            kinds: vec![KindCount { kind: "MEDICAL".to_owned(), unread: 4 }],
            pending: 2,
            newest: Vec::new(),
            export: false,
            server: None,
            checked: Some("2026-11-20T07:40:00Z".parse().unwrap()),
            covered_since: None,
            gap: None,
            paused: None,
            consult: None,
        };
        let expected = "Live, last heard 08:41.\n4 unread.\n  Medical          4\nTo follow up: 1\nSnoozed: 2\n\
                        Not yet confirmed by the server: 2\nComplete as of 08:40.\n";
        assert_eq!(printed(|out| status(&snapshot, &now(), out)), expected);
    }

    #[test]
    fn findings_stand_in_columns() {
        let found =
            [Finding::good(Topic::Keyring, "It answers."), Finding::bad(Topic::Certificate, "It is not\ntrusted.")];
        let expected = "good  keyring      It answers.\nbad   certificate  It is not trusted.\n";
        assert_eq!(printed(|out| findings(&found, out)), expected);
    }

    #[test]
    fn the_access_log_stands_in_local_time_with_its_verdict_last() {
        let (at, account) = ("2026-11-20T07:40:00Z".parse().unwrap(), Some("0123456789abcdef".to_owned()));
        let by = Some("command-line".to_owned());
        let started = Access { number: 41, at, what: "started".to_owned(), account: None, by: None };
        let unlocked = Access { number: 42, at, what: "unlocked\u{1b}[2J".to_owned(), account, by };
        let log = AccessLog { entries: vec![started, unlocked], whole: true, says: "The log is whole.".to_owned() };
        let expected = "    41  2026-11-20 08:40:00  started\n    42  2026-11-20 08:40:00  unlocked [2J, by command \
                        line, account 01234567\nThe log is whole.\n";
        assert_eq!(printed(|out| access_log(&log, &now(), out)), expected);
    }

    #[test]
    fn a_mark_for_follow_up_says_until_when() {
        let by = FollowUp { due: Some("2026-12-01T07:00:00Z".parse().unwrap()) };
        assert_eq!(follow_up(by, &now()), " (follow up by 2026-12-01 08:00)");
        assert_eq!(follow_up(FollowUp { due: None }, &now()), " (follow up)");
    }

    #[test]
    fn a_message_can_neither_steer_the_terminal_nor_forge_a_line() {
        let row = Row {
            id: uuid::Uuid::nil(),
            kind: "ISSUE".to_owned(),
            message: "Pump 2\n* 08:00 forged\u{1b}[2J".to_owned(),
            date: "2026-11-20T07:30:00Z".parse().unwrap(),
            status: Status::Unread,
            related: None,
            waiting: None,
            refused: None,
            follow_up: None,
            snoozed: Some("2026-11-20T11:00:00Z".parse().unwrap()),
        };
        let shown = printed(|out| page(&Page { rows: vec![row], total: 13, ..Page::default() }, 10, &now(), out));
        let lines = "* 08:30             Issue           00000000-0000-0000-0000-000000000000  Pump 2 * 08:00 forged [2J \
                     (snoozed until 12:00)\nThere are 2 more: raise --limit, or --skip what you have seen.\n";
        assert_eq!(shown, lines);
    }
}
