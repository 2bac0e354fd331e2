//! What the user and the administrator have set, and what holds by both.

mod own;
mod policy;
mod wishes;

use std::path::Path;
use std::sync::Arc;

use bridge::settings::{Resolved, Setting, Settings, Value, Who, Wishes, key, resolve};
use bridge::{Fault, FaultCode, Profile};
use client::Network;
use language::{Phrase, say};
use tokio::sync::watch;

use crate::autostart;
use own::Own;
pub use policy::{Place, PolicyError};
pub use wishes::typed;

/// Whether the desktop starts TakeCare: what holds is kept in the desktop's own place for it.
const AUTOSTART: &str = "start.with-session";

/// Owns what holds, and tells whoever wants to know.
pub struct Book {
    profile: Profile,
    own: Own,
    /// The administrator's wishes; they are read once.
    administrator: Wishes,
    holds: Resolved,
    tell: watch::Sender<Arc<Settings>>,
}

impl Book {
    /// Reads what both have set. Also gives the roads that the administrator leaves; or none, and why.
    pub fn open(profile: &Profile, own: &Path, policy: &Place) -> (Self, Result<Network, Fault>) {
        let own = Own::read(own.to_owned());
        let read = policy.read();
        let (administrator, holds) = match &read {
            Ok(wishes) => (wishes.clone(), resolve(&own.wishes(), wishes)),
            Err(_) => (Wishes::new(), Resolved::closed(&own.wishes())),
        };
        let network = read.and_then(|_| policy::network(&holds)).map_err(|error| error.fault(policy));
        let tell = watch::Sender::new(Arc::new(holds.settings.clone()));
        let book = Self { profile: profile.clone(), own, administrator, holds, tell };
        book.complain();
        book.start_with_session();
        (book, network)
    }

    /// What holds, now and whenever it changes.
    pub fn watch(&self) -> watch::Receiver<Arc<Settings>> {
        self.tell.subscribe()
    }

    /// What a page of settings shows.
    pub fn page(&self) -> Vec<Setting> {
        self.holds.page()
    }

    /// Follows a wish of the user's from now on; without a value what is usual holds again.
    ///
    /// # Errors
    /// A sentence for the user; nothing was changed then.
    pub fn put(&mut self, name: &str, wish: Option<&Value>) -> Result<(), Fault> {
        let refused = |why: Phrase| Fault::new(FaultCode::Other, why);
        let key = key(name).ok_or_else(|| refused(say::setting_unknown()))?;
        if self.holds.managed.contains(name) || key.who == Who::Administrator {
            return Err(refused(say::setting_managed()));
        }
        let mut tried = self.holds.settings.clone();
        if let Some(value) = wish.cloned().or_else(|| Settings::default().get(name)) {
            tried.put(name, &value).map_err(|refusal| refused(say::setting_refused(refusal.0)))?;
        }
        let draft = self.own.draft(name, wish).map_err(|error| refused(error.phrase()))?;
        if name == AUTOSTART {
            let set = autostart::set(&self.profile, tried.with_session);
            set.map_err(|error| refused(say::setting_refused(error.phrase())))?;
        }
        if let Err(error) = self.own.keep(draft) {
            self.undo(name);
            return Err(refused(error.phrase()));
        }
        self.holds = resolve(&self.own.wishes(), &self.administrator);
        self.tell.send_replace(Arc::new(self.holds.settings.clone()));
        Ok(())
    }

    /// What was set beside the file is again as it was: the file stays what it is.
    fn undo(&self, name: &str) {
        if name == AUTOSTART
            && let Err(error) = autostart::set(&self.profile, self.holds.settings.with_session)
        {
            tracing::warn!("`{AUTOSTART}` was not set, but is followed until the next start: {error}");
        }
    }

    /// Sees to it that the desktop starts TakeCare, or doesn't, where somebody wants it one way.
    fn start_with_session(&self) {
        let wanted = self.administrator.contains_key(AUTOSTART) || self.own.wishes().contains_key(AUTOSTART);
        if wanted && let Err(error) = autostart::set(&self.profile, self.holds.settings.with_session) {
            tracing::warn!("`{AUTOSTART}` is not followed: {error}");
        }
    }

    fn complain(&self) {
        self.own.trouble().into_iter().for_each(|trouble| tracing::warn!("{trouble}"));
        for complaint in &self.holds.complaints {
            let whose = if complaint.managed { "administrator" } else { "user" };
            tracing::warn!(whose, "{complaint}");
        }
    }
}
