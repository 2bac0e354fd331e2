use std::path::Path;
use std::time::Duration;

use client::{Loudness, Toast, ToastId};
use language::{Language, say};

use crate::text;

/// The action that marks the toast's row as read.
pub const READ: &str = "read";
/// The action that snoozes it.
pub const SNOOZE: &str = "snooze";
/// Longest body, in characters: a toast is a hint, not a reading room.
const LONGEST_BODY: usize = 600;
const LONGEST_TITLE: usize = 120;
/// How long a quiet toast is shown: it goes by itself, and some desktops only list it.
const BRIEF: Duration = Duration::from_secs(4);

/// What a toast says and offers, before a platform puts it into its own form.
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "other platforms take less of it"))]
pub struct Notice {
    /// The title, plain text everywhere.
    pub title: String,
    /// What stands below it, plain text too: to be escaped where markup is read.
    pub body: String,
    /// The file of its icon.
    pub icon: String,
    /// How much noise it makes.
    pub loudness: Loudness,
    /// When it goes by itself, if not when the platform thinks so.
    pub goes_after: Option<Duration>,
    /// What it is about, by the Desktop Notifications Specification.
    pub category: &'static str,
    /// What can be chosen in it: keys, and what stands on the buttons. `default` is a click on the toast itself.
    pub actions: Vec<(&'static str, String)>,
}

/// Puts a toast into words.
pub fn notice(toast: &Toast, language: Language, icon: &Path) -> Notice {
    Notice {
        title: text::line(&text::paragraph(&toast.title.said_in(language), LONGEST_TITLE)),
        body: text::paragraph(&toast.body.said_in(language), LONGEST_BODY),
        icon: icon.to_string_lossy().into_owned(),
        loudness: toast.loudness,
        goes_after: (toast.loudness == Loudness::Quiet).then_some(BRIEF),
        category: category(toast.id),
        actions: actions(toast.id, language),
    }
}

fn category(id: ToastId) -> &'static str {
    match id {
        ToastId::One(_) | ToastId::Summary | ToastId::Due => "im.received",
        ToastId::State => "network",
    }
}

fn actions(id: ToastId, language: Language) -> Vec<(&'static str, String)> {
    let open = say::toast_open().said_in(language);
    match id {
        ToastId::One(_) => vec![
            (READ, say::toast_mark_read().said_in(language)),
            (SNOOZE, say::toast_snooze().said_in(language)),
            ("open", open.clone()),
            ("default", open),
        ],
        ToastId::Summary | ToastId::Due | ToastId::State => vec![("default", open)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn toast(id: ToastId) -> Toast {
        let (title, body) = ("Message\0\n".into(), "<b>R&D</b>\0".into());
        Toast { id, kind: "MESSAGE".to_owned(), title, body, loudness: Loudness::Sound }
    }

    fn in_english(toast: &Toast) -> Notice {
        notice(toast, Language::English, Path::new("x.png"))
    }

    #[test]
    fn hostile_text_can_not_steer() {
        let one = in_english(&toast(ToastId::One(Uuid::nil())));
        assert_eq!((one.title.as_str(), one.body.as_str()), ("Message  ", "<b>R&D</b> "));
    }

    #[test]
    fn what_is_quiet_goes_by_itself() {
        let goes = |loudness| in_english(&Toast { loudness, ..toast(ToastId::Summary) }).goes_after.is_some();
        assert_eq!([Loudness::Quiet, Loudness::Silent, Loudness::Sound].map(goes), [true, false, false]);
    }

    #[test]
    fn only_the_toast_of_one_row_can_mark_it_as_read_or_snooze_it() {
        let actions = |id| in_english(&toast(id)).actions;
        let all = [("read", "Mark read"), ("snooze", "Snooze 1 h"), ("open", "Open"), ("default", "Open")];
        assert_eq!(actions(ToastId::One(Uuid::nil())), all.map(|(key, label)| (key, label.to_owned())));
        assert_eq!(actions(ToastId::Summary), [("default", "Open".to_owned())]);
    }
}
