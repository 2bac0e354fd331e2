//! What the desktop is shown of news: toasts that come and go.

use std::time::Instant;

use store::{Changes, StoredRow};

use crate::engine::Engine;
use crate::session::Input;
use crate::toast::{Effect, News};

impl Engine {
    /// Follows up a change of the store; what is new is announced apart.
    pub(crate) fn changed(&mut self, changes: &Changes) {
        for toast in self.toasts.quiet(&changes.quieted) {
            self.show(Effect::Withdraw(toast));
        }
        if changes.fresh > 0 {
            self.tell(Input::Fresh(changes.fresh));
        }
    }

    /// Whether what is new may be shown.
    pub(crate) fn may_announce(&self) -> bool {
        let online = self.desk.as_ref().and_then(|desk| desk.online.as_ref());
        online.is_none_or(|online| online.session.may_announce())
    }

    /// Shows what arrived and was not shown yet, be it from before a power cut.
    pub(crate) fn announce(&mut self) {
        if !self.may_announce() {
            return;
        }
        let Ok(opened) = self.opened() else { return };
        match opened.store.take_unannounced() {
            Ok(fresh) => self.show_rows(fresh),
            Err(error) => tracing::error!(%error, "new notifications can't be announced"),
        }
    }

    /// Shows what the store has just handed out, but for what was told of while it was locked.
    pub(crate) fn show_rows(&mut self, fresh: Vec<StoredRow>) {
        let Ok(opened) = self.opened() else { return };
        let news: Vec<News> = opened.not_told(fresh).iter().map(|row| News::from(&row.notification)).collect();
        self.show_news(&news);
    }

    /// Shows news.
    pub(crate) fn show_news(&mut self, news: &[News]) {
        for toast in self.toasts.announce(Instant::now(), news) {
            self.show(Effect::Show(toast));
        }
    }

    pub(crate) fn show(&self, effect: Effect) {
        if self.show.try_send(effect).is_err() {
            tracing::warn!("the desktop is too slow to show a toast; the badge still counts it");
        }
    }
}
