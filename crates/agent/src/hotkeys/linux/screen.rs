use std::time::Duration;

use bridge::settings::Hotkey;
use bridge::{Fault, FaultCode};
use language::say;
use tokio::time::sleep;

use super::grab::Grabs;
use super::{Deed, Hand};
use crate::x11::ScreenError;

/// Pause before a server that did not answer, or has gone, is asked again.
const PAUSE: Duration = Duration::from_secs(60);

/// Heeds these by the X server, and tries again when that ends; never returns.
pub async fn heed(wanted: &[(Hotkey, Deed)], hand: &Hand) {
    let mut told = Vec::new();
    loop {
        if let Err(error) = until_the_keyboard_changes(wanted, hand, &mut told).await {
            tracing::warn!("the X server gives no hotkeys: {error}");
            sleep(PAUSE).await;
        }
    }
}

/// `told` is what the user knows to be refused.
async fn until_the_keyboard_changes(
    wanted: &[(Hotkey, Deed)],
    hand: &Hand,
    told: &mut Vec<Hotkey>,
) -> Result<(), ScreenError> {
    let grabs = Grabs::begin(None, wanted.to_vec()).await?;
    for hotkey in &grabs.refused {
        if !told.contains(hotkey) {
            told.push(*hotkey);
            hand.desk.attended(Err(taken(*hotkey))).await;
        }
    }
    while let Some(deed) = grabs.pressed().await? {
        hand.act(deed);
    }
    Ok(())
}

fn taken(hotkey: Hotkey) -> Fault {
    Fault::new(FaultCode::Other, say::hotkey_taken(hotkey.to_string()))
}
