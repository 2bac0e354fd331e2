use std::path::Path;

use client::{Loudness, Toast, ToastId};
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
pub fn notice(toast: &Toast, icon: &Path, markup: bool) -> Notification {
    let icon = icon.to_string_lossy();
    let mut notice = Notification::new();
    notice.appname("TakeCare").summary(&text::line(&text::paragraph(&toast.title, LONGEST_TITLE)));
    notice.body(&body(&toast.body, markup)).icon(&icon).image_path(&icon);
    if toast.loudness == Loudness::Quiet {
        notice.timeout(BRIEF);
    }
    popup::hint(&mut notice, toast);
    if matches!(toast.id, ToastId::One(_)) {
        notice.action(READ, "Mark read").action(SNOOZE, "Snooze 1 h").action("open", "Open");
    }
    notice.action("default", "Open");
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
        let (title, body) = ("Message\0\n".to_owned(), "<b>R&D</b>\0".to_owned());
        Toast { id, kind: "MESSAGE".to_owned(), title, body, loudness: Loudness::Sound }
    }

    #[test]
    fn hostile_text_is_shown_and_not_read() {
        let one = toast(ToastId::One(Uuid::nil()));
        assert_eq!(notice(&one, Path::new("x.png"), true).body, "&lt;b&gt;R&amp;D&lt;/b&gt; ");
        let plain = notice(&one, Path::new("x.png"), false);
        assert_eq!((plain.summary.as_str(), plain.body.as_str()), ("Message  ", "<b>R&D</b> "));
    }

    #[test]
    fn what_is_quiet_goes_by_itself() {
        let goes = |loudness| {
            let toast = Toast { loudness, ..toast(ToastId::Summary) };
            notice(&toast, Path::new("x.png"), true).timeout == BRIEF
        };
        assert_eq!([Loudness::Quiet, Loudness::Silent, Loudness::Sound].map(goes), [true, false, false]);
    }

    #[test]
    fn only_the_toast_of_one_row_can_mark_it_as_read_or_snooze_it() {
        let actions = |id| notice(&toast(id), Path::new("x.png"), true).actions;
        let all = ["read", "Mark read", "snooze", "Snooze 1 h", "open", "Open", "default", "Open"];
        assert_eq!(actions(ToastId::One(Uuid::nil())), all);
        assert_eq!(actions(ToastId::Summary), ["default", "Open"]);
    }
}
