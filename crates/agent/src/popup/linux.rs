use std::time::Duration;

use client::{Loudness, Toast, ToastId};
use notify_rust::error::Result;
use notify_rust::{CloseReason, Hint, Notification, NotificationHandle, NotificationResponse, Urgency};
use tokio::time::timeout;

/// Time for the notification service to say what it can.
const PATIENCE: Duration = Duration::from_secs(5);

/// A toast that the desktop's notification service shows.
pub struct Popup(NotificationHandle);

impl Popup {
    /// Shows a toast, in the place of an older one if there is one.
    ///
    /// # Errors
    /// When the service is missing or refuses.
    pub async fn show(mut notice: Notification, older: Option<&Self>) -> Result<Self> {
        if let Some(Self(older)) = older {
            notice.id(older.id());
        }
        notice.show_async().await.map(Self)
    }

    /// What the user did with it, once it is known.
    pub async fn response(&self) -> NotificationResponse {
        let mut response = NotificationResponse::Closed(CloseReason::Other(0));
        self.0.wait_for_action_async(|heard| response = heard.clone()).await;
        response
    }

    /// Takes it away.
    pub async fn close(&self) {
        self.0.close_async().await;
    }
}

/// What a service may heed: how urgent it is, whether it sounds, what it is about, and who shows it. A sound is one of the
/// sound theme's, by its name in the Sound Naming Specification.
pub fn hint(notice: &mut Notification, toast: &Toast) {
    match toast.loudness {
        Loudness::Quiet => notice.urgency(Urgency::Low).hint(Hint::SuppressSound(true)),
        Loudness::Silent => notice.urgency(Urgency::Normal).hint(Hint::SuppressSound(true)),
        Loudness::Sound => notice.urgency(Urgency::Normal).hint(Hint::SoundName("message-new-instant".to_owned())),
    };
    notice.hint(Hint::Category(category(toast.id).to_owned()));
    notice.hint(Hint::DesktopEntry("takecare-desktop".to_owned())).hint(Hint::Transient(false));
}

fn category(id: ToastId) -> &'static str {
    match id {
        ToastId::One(_) | ToastId::Summary | ToastId::Due => "im.received",
        ToastId::State => "network",
    }
}

/// Whether the service reads markup in bodies. Asked on a thread of its own, because the question blocks. A service
/// that does not say gets escaped text: worst, it shows an escape; the other way round, text would be read as markup.
pub async fn reads_markup() -> bool {
    let (told, answer) = tokio::sync::oneshot::channel();
    let asked = std::thread::Builder::new().name("capabilities".to_owned()).spawn(move || {
        let _ = told.send(notify_rust::get_capabilities());
    });
    if let Err(error) = asked {
        tracing::warn!("the notification service can't be asked: {error}");
    }
    match timeout(PATIENCE, answer).await {
        Ok(Ok(Ok(capabilities))) => capabilities.iter().any(|capability| capability == "body-markup"),
        _ => true,
    }
}
