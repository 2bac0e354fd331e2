//! Keys that the whole desktop heeds, as far as the platform lets a program have some: `run`, and nothing else.
#![cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "there no key is listened to yet"))]

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::run;

#[cfg(not(target_os = "linux"))]
mod absent;
#[cfg(not(target_os = "linux"))]
pub use absent::run;

use bridge::settings::{Hotkey, Settings};
use bridge::{Request, Snapshot};

/// What a hotkey does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    /// Begins consult mode, or ends it.
    Consult,
    /// Locks what is stored.
    Lock,
}

impl Deed {
    /// What it asks for as things stand; nothing where there is nothing to hide. Locking is asked for even where it seems
    /// locked: it may just have been opened.
    fn request(self, state: &Snapshot) -> Option<Request> {
        state.account.as_ref()?;
        match self {
            Self::Consult => (!state.lock.locked).then_some(Request::Consult { on: state.consult.is_none() }),
            Self::Lock => Some(Request::Lock),
        }
    }
}

/// Which hotkeys are wanted. Of two that are the same the second has none.
fn wanted(settings: &Settings) -> Vec<(Hotkey, Deed)> {
    let (consult, lock) =
        (settings.consult_hotkey, settings.lock_hotkey.filter(|lock| Some(*lock) != settings.consult_hotkey));
    let wanted = [(consult, Deed::Consult), (lock, Deed::Lock)];
    wanted.into_iter().filter_map(|(hotkey, deed)| Some((hotkey?, deed))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_combination_does_one_thing() {
        let (h, l) = (Hotkey::ctrl_alt('H'), Hotkey::ctrl_alt('L'));
        for (consult, lock, want) in [
            (Some(h), Some(l), vec![(h, Deed::Consult), (l, Deed::Lock)]),
            (None, Some(l), vec![(l, Deed::Lock)]),
            (Some(h), Some(h), vec![(h, Deed::Consult)]),
            (None, None, vec![]),
        ] {
            let settings = Settings { consult_hotkey: consult, lock_hotkey: lock, ..Settings::default() };
            assert_eq!(wanted(&settings), want);
        }
    }
}
