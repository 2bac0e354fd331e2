mod grab;
mod portal;
mod screen;

use std::env;
use std::sync::Arc;

use bridge::Snapshot;
use bridge::settings::Settings;
use tokio::sync::watch;

use super::{Deed, wanted};
use crate::desk::Desk;
use crate::tongue::Tongue;

/// Who keeps keys for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keeper {
    /// The X server.
    Screen,
    /// The desktop's portal. On Wayland an X server would only hear what is typed in its own windows.
    Portal,
    /// Nobody.
    None,
}

impl Keeper {
    fn of(wayland: bool, x11: bool) -> Self {
        match (wayland, x11) {
            (true, _) => Self::Portal,
            (false, true) => Self::Screen,
            (false, false) => Self::None,
        }
    }

    fn here() -> Self {
        let has = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        Self::of(has("WAYLAND_DISPLAY"), has("DISPLAY"))
    }
}

/// Heeds the hotkeys that are set, for as long as it is polled.
pub async fn run(
    snapshots: watch::Receiver<Arc<Snapshot>>,
    mut settings: watch::Receiver<Arc<Settings>>,
    desk: Desk,
    tongue: Tongue,
) {
    let hand = Hand { snapshots, desk };
    loop {
        let now = wanted(&settings.borrow());
        let heed = async {
            match Keeper::here() {
                Keeper::Screen if !now.is_empty() => screen::heed(&now, &hand).await,
                Keeper::Portal if !now.is_empty() => portal::heed(&now, tongue.language(), &hand).await,
                Keeper::Screen | Keeper::Portal | Keeper::None => {}
            }
            std::future::pending::<()>().await;
        };
        tokio::select! {
            () = heed => {}
            Ok(_) = settings.wait_for(|settings| wanted(settings) != now) => {}
        }
    }
}

/// Does what a key is for.
struct Hand {
    snapshots: watch::Receiver<Arc<Snapshot>>,
    desk: Desk,
}

impl Hand {
    fn act(&self, deed: Deed) {
        let request = deed.request(&self.snapshots.borrow());
        if let Some(request) = request {
            let desk = self.desk.clone();
            tokio::spawn(async move { desk.attended(desk.ask(request).await.map(|_| ())).await });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_who_sees_every_key_is_asked() {
        assert_eq!(Keeper::of(true, true), Keeper::Portal, "XWayland sees its own windows only");
        assert_eq!(Keeper::of(true, false), Keeper::Portal);
        assert_eq!(Keeper::of(false, true), Keeper::Screen);
        assert_eq!(Keeper::of(false, false), Keeper::None);
    }
}
