use std::convert::Infallible;
use std::future::pending;

use client::Loudness;
use notify_rust::Notification;
use notify_rust::error::{ErrorKind, Result};

use super::Response;
use crate::notice::Notice;

/// A toast that Windows or macOS shows, and that is out of our hands once it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Popup;

/// Toasts by the operating system: clicks are not heard, and they are neither replaced nor taken away. They have no buttons,
/// since these would do nothing. Windows names PowerShell as the one who shows them, for as long as no installer registers
/// TakeCare's own name.
pub struct Popups;

impl Popups {
    /// Nothing is shown yet.
    pub fn new() -> Self {
        Self
    }

    /// Shows a toast, beside an older one. On a thread of its own, because the call may block.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub async fn show(&mut self, notice: &Notice, _older: Option<&Popup>) -> Result<Popup> {
        let toast = toast(notice);
        match tokio::task::spawn_blocking(move || toast.show().map(|_| Popup)).await {
            Ok(shown) => shown,
            Err(error) => Err(ErrorKind::Msg(error.to_string()).into()),
        }
    }

    /// It stays until the operating system or the user takes it away.
    pub async fn close(&self, _popup: &Popup) -> std::result::Result<(), Infallible> {
        Ok(())
    }

    /// Never: nobody tells.
    pub async fn heard(&mut self) -> (Popup, Response) {
        pending().await
    }
}

/// The sound, if it has one, is the operating system's own for news.
fn toast(notice: &Notice) -> Notification {
    let mut toast = Notification::new();
    toast.appname("TakeCare").summary(&notice.title).body(&notice.body).icon(&notice.icon).image_path(&notice.icon);
    if notice.loudness == Loudness::Sound {
        toast.sound_name("Default");
    }
    toast
}
