//! What the desktop is shown of news: toasts that come and go.

use std::time::{Duration, Instant};

use bridge::settings::Settings;
use bridge::{Answer, Fault};
use jiff::{SignedDuration, Timestamp, Zoned};
use store::{Changes, StoredRow};

use crate::engine::Engine;
use crate::hush::Hush;
use crate::manner::Manner;
use crate::session::Input;
use crate::toast::{Effect, News};

impl Engine {
    /// Follows up a change of the store; what is new is announced apart.
    pub(crate) fn changed(&mut self, changes: &Changes) {
        for toast in self.toasts.quiet(&changes.quieted) {
            self.show(Effect::Withdraw(toast));
        }
        self.reminders.forget(&changes.quieted);
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

    /// Shows news, as far as they may be told now.
    pub(crate) fn show_news(&mut self, news: &[News]) {
        let (now, settings) = (Instant::now(), self.settings());
        let manner = self.manner(&settings);
        for toast in self.toasts.announce(now, news, &manner) {
            self.show(Effect::Show(toast));
        }
        self.reminders.note(now, news, &settings);
    }

    /// Shows what is due by the clock: a summary that has grown, and reminders.
    pub(crate) fn show_due(&mut self) {
        self.hush = self.hush.at(Timestamp::now());
        let (now, settings) = (Instant::now(), self.settings());
        let manner = self.manner(&settings);
        let summary = self.toasts.overdue(now, &manner);
        let reminders = self.reminders.due(now, &settings);
        let reminders = reminders.iter().filter_map(|news| self.toasts.remind(news, &manner));
        for toast in summary.into_iter().chain(reminders).collect::<Vec<_>>() {
            self.show(Effect::Show(toast));
        }
    }

    /// When [`Self::show_due`] has something to do next.
    pub(crate) fn next_due(&self) -> Option<Instant> {
        let ends = self.hush.ends().map(|ends| Instant::now() + until(ends));
        self.toasts.next().into_iter().chain(self.reminders.next()).chain(ends).min()
    }

    /// Takes toasts away that may not be seen any more.
    pub(crate) fn hide_toasts(&mut self) {
        for toast in self.toasts.hide() {
            self.show(Effect::Withdraw(toast));
        }
    }

    pub(crate) fn pause(&mut self, until: Option<Timestamp>) -> Result<Answer, Fault> {
        self.hush = Hush { paused: until, ..self.hush }.at(Timestamp::now());
        Ok(Answer::Done)
    }

    pub(crate) fn consult(&mut self, on: bool) -> Result<Answer, Fault> {
        let minutes = SignedDuration::from_mins(self.settings().consult_minutes.get().into());
        let ends = Timestamp::now().checked_add(minutes).unwrap_or(Timestamp::MAX);
        self.hush.consult = on.then_some(ends);
        if on {
            self.hide_toasts();
        }
        Ok(Answer::Done)
    }

    pub(crate) fn manner<'a>(&self, settings: &'a Settings) -> Manner<'a> {
        Manner { settings, hush: self.hush, time: Zoned::now().time() }
    }

    pub(crate) fn show(&self, effect: Effect) {
        if self.show.try_send(effect).is_err() {
            tracing::warn!("the desktop is too slow to show a toast; the badge still counts it");
        }
    }
}

/// How long it is until then: nothing when that is over.
fn until(then: Timestamp) -> Duration {
    then.duration_since(Timestamp::now()).try_into().unwrap_or_default()
}
