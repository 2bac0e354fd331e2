use std::path::Path;

use client::{Loudness, Toast, ToastId};
use language::{Language, say};
use notify_rust::{Notification, Timeout};

use crate::{popup, text};

/// The action that marks the toast's row as read.
pub const READ: &str = "read";
/// The action that snoozes it.
pub const SNOOZE: &str = "snooze";
/// Longest body, in characters: a toast is a hint, not a reading room.
const LONGEST_BODY: usize = 600;
const LONGEST_TITLE: usize = 120;
/// How long a quiet toast is shown: it goes by itself, and some desktops only list it.
const BRIEF: Timeout = Timeout::Milliseconds(4000);

/// Puts a toast into the words of the desktop notification specification, which other platforms follow in part.
///
/// A body is escaped when the service reads `markup` in it; a title is plain text everywhere.
pub fn notice(toast: &Toast, language: Language, icon: &Path, markup: bool) -> Notification {
    let icon = icon.to_string_lossy();
    let mut notice = Notification::new();
    notice.appname("TakeCare").summary(&text::line(&text::paragraph(&toast.title.said_in(language), LONGEST_TITLE)));
    notice.body(&body(&toast.body.said_in(language), markup)).icon(&icon).image_path(&icon);
    if toast.loudness == Loudness::Quiet {
        notice.timeout(BRIEF);
    }
    let open = say::toast_open().said_in(language);
    popup::hint(&mut notice, toast);
    if matches!(toast.id, ToastId::One(_)) {
        notice.action(READ, &say::toast_mark_read().said_in(language));
        notice.action(SNOOZE, &say::toast_snooze().said_in(language));
        notice.action("open", &open);
    }
    notice.action("default", &open);
    notice
}

fn body(body: &str, markup: bool) -> String {
    let body = text::paragraph(body, LONGEST_BODY);
    if markup { text::markup(&body) } else { body }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn toast(id: ToastId) -> Toast {
        let (title, body) = ("Message\0\n".into(), "<b>R&D</b>\0".into());
        Toast { id, kind: "MESSAGE".to_owned(), title, body, loudness: Loudness::Sound }
    }

    #[test]
    fn hostile_text_is_shown_and_not_read() {
        let one = toast(ToastId::One(Uuid::nil()));
        assert_eq!(notice(&one, Language::English, Path::new("x.png"), true).body, "&lt;b&gt;R&amp;D&lt;/b&gt; ");
        let plain = notice(&one, Language::English, Path::new("x.png"), false);
        assert_eq!((plain.summary.as_str(), plain.body.as_str()), ("Message  ", "<b>R&D</b> "));
    }

    #[test]
    fn what_is_quiet_goes_by_itself() {
        let goes = |loudness| {
            let toast = Toast { loudness, ..toast(ToastId::Summary) };
            notice(&toast, Language::English, Path::new("x.png"), true).timeout == BRIEF
        };
        assert_eq!([Loudness::Quiet, Loudness::Silent, Loudness::Sound].map(goes), [true, false, false]);
    }

    #[test]
    fn only_the_toast_of_one_row_can_mark_it_as_read_or_snooze_it() {
        let actions = |id| notice(&toast(id), Language::English, Path::new("x.png"), true).actions;
        let all = ["read", "Mark read", "snooze", "Snooze 1 h", "open", "Open", "default", "Open"];
        assert_eq!(actions(ToastId::One(Uuid::nil())), all);
        assert_eq!(actions(ToastId::Summary), ["default", "Open"]);
    }
}
