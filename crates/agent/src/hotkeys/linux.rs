use std::env;
use std::sync::Arc;
use std::time::Duration;

use bridge::settings::{Hotkey, Settings};
use bridge::{Fault, FaultCode, Snapshot};
use language::say;
use tokio::sync::watch;
use tokio::time::sleep;

use super::grab::Grabs;
use super::{Deed, wanted};
use crate::desk::Desk;
use crate::x11::ScreenError;

/// Pause before a server that did not answer, or has gone, is asked again.
const PAUSE: Duration = Duration::from_secs(60);

/// Heeds the hotkeys that are set, for as long as it is polled.
///
/// An X server gives them. On Wayland programs get none: XWayland would only hear what is typed in its own windows. The
/// desktop's own settings can run `takecare consult` and `takecare lock` there.
pub async fn run(snapshots: watch::Receiver<Arc<Snapshot>>, mut settings: watch::Receiver<Arc<Settings>>, desk: Desk) {
    let has = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    if has("WAYLAND_DISPLAY") || !has("DISPLAY") {
        tracing::info!("this desktop gives programs no hotkeys");
        return std::future::pending().await;
    }
    loop {
        let now = wanted(&settings.borrow());
        tokio::select! {
            () = always(&now, &snapshots, &desk) => {}
            Ok(_) = settings.wait_for(|settings| wanted(settings) != now) => {}
        }
    }
}

/// Heeds these, and tries again when that ends; never returns.
async fn always(wanted: &[(Hotkey, Deed)], snapshots: &watch::Receiver<Arc<Snapshot>>, desk: &Desk) {
    if wanted.is_empty() {
        return std::future::pending().await;
    }
    let mut told = Vec::new();
    loop {
        if let Err(error) = heed(wanted, snapshots, desk, &mut told).await {
            tracing::warn!("the X server gives no hotkeys: {error}");
            sleep(PAUSE).await;
        }
    }
}

/// Until the keyboard changes; `told` is what the user knows to be refused.
async fn heed(
    wanted: &[(Hotkey, Deed)],
    snapshots: &watch::Receiver<Arc<Snapshot>>,
    desk: &Desk,
    told: &mut Vec<Hotkey>,
) -> Result<(), ScreenError> {
    let grabs = Grabs::begin(None, wanted.to_vec()).await?;
    for hotkey in &grabs.refused {
        if !told.contains(hotkey) {
            told.push(*hotkey);
            desk.attended(Err(taken(*hotkey))).await;
        }
    }
    while let Some(deed) = grabs.pressed().await? {
        let request = deed.request(&snapshots.borrow());
        if let Some(request) = request {
            let desk = desk.clone();
            tokio::spawn(async move { desk.attended(desk.ask(request).await.map(|_| ())).await });
        }
    }
    Ok(())
}

fn taken(hotkey: Hotkey) -> Fault {
    Fault::new(FaultCode::Other, say::hotkey_taken(hotkey.to_string()))
}
