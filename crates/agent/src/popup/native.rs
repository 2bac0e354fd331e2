use client::{Loudness, Toast};
use notify_rust::error::{ErrorKind, Result};
use notify_rust::{Notification, NotificationResponse};

/// A toast that Windows or macOS shows, and that is out of our hands once it is shown: clicks are not heard, it is neither
/// replaced nor taken away. It has no buttons, since they would do nothing. Windows names PowerShell as the one who shows
/// it, for as long as no installer registers TakeCare's own name.
pub struct Popup;

impl Popup {
    /// Shows a toast, beside an older one. On a thread of its own, because the call may block.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub async fn show(mut notice: Notification, _older: Option<&Self>) -> Result<Self> {
        notice.actions.clear();
        match tokio::task::spawn_blocking(move || notice.show().map(|_| Self)).await {
            Ok(shown) => shown,
            Err(error) => Err(ErrorKind::Msg(error.to_string()).into()),
        }
    }

    /// Never: nobody tells.
    pub async fn response(&self) -> NotificationResponse {
        std::future::pending().await
    }

    /// It stays until the operating system or the user takes it away.
    pub async fn close(&self) {}
}

/// The sound, if it has one, is the operating system's own for news.
pub fn hint(notice: &mut Notification, toast: &Toast) {
    match toast.loudness {
        Loudness::Quiet | Loudness::Silent => {}
        Loudness::Sound => _ = notice.sound_name("Default"),
    }
}

/// Bodies are plain text here.
pub async fn reads_markup() -> bool {
    false
}
