use std::collections::{BTreeMap, HashSet, VecDeque};
use std::fmt;
use std::time::{Duration, Instant};

use bridge::settings::Privacy;
use language::{Phrase, say};
use protocol::{Kind, Notification, NotificationId};
use store::Cause;
use uuid::Uuid;

use crate::kinds::{look, looks};
use crate::manner::{Loudness, Manner};

/// Something for the desktop to do; the client decides it, the agent's hands do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Show a toast, in place of an older one with the same [`ToastId`].
    Show(Toast),
    /// Take a toast away: it was read here or elsewhere.
    Withdraw(ToastId),
    /// Open this address in the system's browser. It is always on the configured server.
    Browse(url::Url),
}

/// The stable identity of a toast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ToastId {
    /// The toast of one notification.
    One(Uuid),
    /// The summary that counts a flood or what arrived while away: there is one at most.
    Summary,
    /// What counts rows whose time has come together: there is one at most.
    Due,
    /// Something about the client itself, such as an ended session: there is one at most.
    State,
}

/// A toast, ready to be shown. Its words already follow the privacy level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// Its identity. *Mark read* and *Open* are offered on [`ToastId::One`] only.
    pub id: ToastId,
    /// The type as the wire spells it, for the icon; unknown ones and the client's own toasts look like `SYSTEM`.
    pub kind: String,
    /// The title line.
    pub title: Phrase,
    /// The text below; plain, to be escaped for daemons that read markup.
    pub body: Phrase,
    /// How much noise it makes.
    pub loudness: Loudness,
}

/// A notification that somebody should hear of.
#[derive(Clone)]
pub struct News {
    /// Its id.
    pub id: NotificationId,
    /// Its type.
    pub kind: Kind,
    /// Its text, empty while what is stored is locked.
    pub message: String,
}

impl News {
    /// The same, with nothing to read in it.
    pub fn without_text(&self) -> Self {
        Self { id: self.id, kind: self.kind.clone(), message: String::new() }
    }
}

impl From<&Notification> for News {
    fn from(one: &Notification) -> Self {
        Self { id: one.id, kind: one.kind.clone(), message: one.message.clone() }
    }
}

/// Without the text.
impl fmt::Debug for News {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("News").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// The type that says nothing, for toasts that say no other.
const SYSTEM: &str = "SYSTEM";
/// More than so many within [`TOGETHER`] are a flood.
const SINGLES: usize = 3;
const TOGETHER: Duration = Duration::from_secs(10);
/// A summary that grows is shown anew this often at most.
const ANEW: Duration = Duration::from_secs(1);
/// So many of what a summary stands for are known by name; a flood of a hundred thousand takes no more.
const MOST_NAMED: usize = 1000;
/// No desktop keeps more than so many toasts on screen.
const ON_SCREEN: usize = 20;

/// Decides which toasts new notifications get: each has its own, is counted in a flood's summary, or has none because of
/// how it may be told ([`Manner`]); never both.
#[derive(Debug, Default)]
pub struct Toasts {
    /// When the latest ones came, oldest first: as many as tell a flood.
    recent: VecDeque<Instant>,
    /// What the summary of the flood that goes on counts.
    flood: BTreeMap<String, usize>,
    /// The loudest of them.
    loudest: Option<Loudness>,
    /// How loud its summary was: one that grows is not as loud again.
    heard: Option<Loudness>,
    /// When the summary was last shown.
    shown: Option<Instant>,
    /// The summary on screen counts less than it should.
    behind: bool,
    /// The latest single toasts, oldest first: those that may still be on screen.
    singles: VecDeque<Uuid>,
    /// Unread ones that the summary on screen stands for, as many as are worth knowing by name.
    summed: HashSet<Uuid>,
    /// How many more of them there are.
    more: usize,
    /// Whether one that counts what came due may be on screen.
    due: bool,
}

impl Toasts {
    /// What to show for news. Each is told of once, ever: see [`store::Store::take_unannounced`].
    pub fn announce(&mut self, now: Instant, fresh: &[News], manner: &Manner<'_>) -> Vec<Toast> {
        let told = fresh.iter().filter_map(|one| Some((one, manner.loudness(one.kind.as_str())?)));
        let told: Vec<(&News, Loudness)> = told.collect();
        if told.is_empty() {
            return Vec::new();
        }
        self.recent.extend(told.iter().take(SINGLES + 1).map(|_| now));
        self.recent.drain(..self.recent.len().saturating_sub(SINGLES + 1));
        while self.recent.front().is_some_and(|first| now.duration_since(*first) > TOGETHER) {
            self.recent.pop_front();
        }
        if self.recent.len() <= SINGLES {
            let last = std::mem::take(&mut self.behind).then(|| self.summary(manner));
            self.flood.clear();
            self.singles.extend(told.iter().map(|(one, _)| one.id.0));
            self.singles.drain(..self.singles.len().saturating_sub(ON_SCREEN));
            let singles = told.iter().map(|(one, loudness)| single(one, *loudness, manner.privacy()));
            return last.into_iter().chain(singles).collect();
        }
        if self.flood.is_empty() {
            (self.loudest, self.heard) = (None, None);
        }
        for (one, loudness) in told {
            if self.summed.len() < MOST_NAMED {
                self.summed.insert(one.id.0);
            } else {
                self.more += 1;
            }
            *self.flood.entry(one.kind.as_str().to_owned()).or_default() += 1;
            self.loudest = self.loudest.max(Some(loudness));
        }
        self.behind = true;
        self.overdue(now, manner).into_iter().collect()
    }

    /// When [`Self::overdue`] has something to show next.
    pub fn next(&self) -> Option<Instant> {
        self.shown.filter(|_| self.behind).map(|shown| shown + ANEW)
    }

    /// The summary, when it is behind and may be shown anew. To be asked again and again: a flood comes in pieces.
    pub fn overdue(&mut self, now: Instant, manner: &Manner<'_>) -> Option<Toast> {
        if !self.behind || self.shown.is_some_and(|shown| now.duration_since(shown) < ANEW) {
            return None;
        }
        (self.behind, self.shown) = (false, Some(now));
        Some(self.summary(manner))
    }

    /// The toast of something that was told of before and is still unread, as its type may be told now.
    pub fn remind(&mut self, of: &News, manner: &Manner<'_>) -> Option<Toast> {
        let toast = single(of, manner.loudness(of.kind.as_str())?, manner.privacy());
        self.stands(of.id);
        Some(toast)
    }

    /// What to show for rows whose time has come, as their types may be told now: one for each, or one for all of many.
    pub fn due(&mut self, due: &[(News, Cause)], manner: &Manner<'_>) -> Vec<Toast> {
        let told = due.iter().filter_map(|(one, cause)| Some((one, *cause, manner.loudness(one.kind.as_str())?)));
        let told: Vec<_> = told.collect();
        if told.len() > SINGLES {
            self.due = true;
            let loudness = told.iter().map(|(_, _, loudness)| *loudness).max().unwrap_or(Loudness::Quiet);
            let mut kinds = BTreeMap::new();
            told.iter().for_each(|(one, ..)| *kinds.entry(one.kind.as_str().to_owned()).or_default() += 1);
            return vec![all_due(&kinds, loudness, manner.privacy())];
        }
        let toast = |(one, cause, loudness): (&News, Cause, Loudness)| {
            self.stands(one.id);
            single_due(one, cause, loudness, manner.privacy())
        };
        told.into_iter().map(toast).collect()
    }

    /// One of its own is on screen now.
    fn stands(&mut self, id: NotificationId) {
        if !self.singles.contains(&id.0) {
            self.singles.push_back(id.0);
        }
    }

    /// Which toasts to take away when they may not be seen any more: all of them.
    pub fn hide(&mut self) -> Vec<ToastId> {
        let Self { singles, summed, more, due, .. } = std::mem::take(self);
        let summary = (!summed.is_empty() || more > 0).then_some(ToastId::Summary);
        singles.into_iter().map(ToastId::One).chain(summary).chain(due.then_some(ToastId::Due)).collect()
    }

    /// Which toasts to take away when these are no longer unread: their own, and the summary with its last one.
    pub fn quiet(&mut self, ids: &[NotificationId]) -> Vec<ToastId> {
        let mut gone = Vec::new();
        for id in ids {
            if let Some(place) = self.singles.iter().position(|single| *single == id.0) {
                self.singles.remove(place);
                gone.push(ToastId::One(id.0));
            } else if self.is_last_of_summary(id.0) {
                self.behind = false;
                gone.push(ToastId::Summary);
            }
        }
        gone
    }

    /// Counts one off. In a flood beyond [`MOST_NAMED`] any other stands for one that is not known by name.
    fn is_last_of_summary(&mut self, id: Uuid) -> bool {
        let stood_for = self.summed.remove(&id)
            || self.more > 0 && {
                self.more -= 1;
                true
            };
        stood_for && self.summed.is_empty() && self.more == 0
    }
}

/// What to show for what only the server's count tells of, while what is stored is locked.
pub fn unnamed(count: u32) -> Toast {
    Toast {
        id: ToastId::State,
        kind: SYSTEM.to_owned(),
        title: say::toast_count(count),
        body: say::toast_unlock(),
        loudness: Loudness::Silent,
    }
}

/// Something about the client itself.
pub fn about_itself(title: Phrase, body: Phrase) -> Toast {
    Toast { id: ToastId::State, kind: SYSTEM.to_owned(), title, body, loudness: Loudness::Silent }
}

fn single(news: &News, loudness: Loudness, privacy: Privacy) -> Toast {
    let look = look(news.kind.as_str());
    let (kind, title, body) = match privacy {
        Privacy::Hidden => (SYSTEM.to_owned(), say::toast_count(1u32), say::toast_new()),
        Privacy::Full if !news.message.is_empty() => (look.kind, look.label, Phrase::words(&news.message)),
        Privacy::Full | Privacy::TypeOnly => (look.kind, look.label, say::toast_new()),
    };
    Toast { id: ToastId::One(news.id.0), kind, title, body, loudness }
}

/// Says why it comes, and not what is in it where that may not be told.
fn single_due(news: &News, cause: Cause, loudness: Loudness, privacy: Privacy) -> Toast {
    let Toast { id, kind, title, body, .. } = single(news, loudness, privacy);
    let title = if privacy == Privacy::Hidden { say::toast_one() } else { title };
    let title = match cause {
        Cause::Snooze => say::toast_woken(title),
        Cause::FollowUp => say::toast_due(title),
    };
    let body = if body == say::toast_new() { say::toast_old() } else { body };
    Toast { id, kind, title, body, loudness }
}

/// "12 reminders" over "3 appointments, 9 messages".
fn all_due(kinds: &BTreeMap<String, usize>, loudness: Loudness, privacy: Privacy) -> Toast {
    let body = match privacy {
        Privacy::Hidden => say::toast_old(),
        Privacy::TypeOnly | Privacy::Full => by_type(kinds),
    };
    let title = say::toast_reminders(kinds.values().sum::<usize>());
    Toast { id: ToastId::Due, kind: SYSTEM.to_owned(), title, body, loudness }
}

impl Toasts {
    /// "7 new notifications" over "3 appointments, 2 messages, …".
    fn summary(&mut self, manner: &Manner<'_>) -> Toast {
        let body = match manner.privacy() {
            Privacy::Hidden => say::toast_new(),
            Privacy::TypeOnly | Privacy::Full => by_type(&self.flood),
        };
        let (kind, title) = (SYSTEM.to_owned(), say::toast_count(self.flood.values().sum::<usize>()));
        let louder = self.loudest.filter(|loudest| self.heard.is_none_or(|heard| heard < *loudest));
        self.heard = self.heard.max(louder);
        let loudness = louder.unwrap_or(Loudness::Quiet);
        Toast { id: ToastId::Summary, kind, title, body, loudness }
    }
}

/// In the order of the table.
fn by_type(flood: &BTreeMap<String, usize>) -> Phrase {
    let place = |kind: &str| looks().iter().position(|look| look.kind == kind).unwrap_or(usize::MAX);
    let mut kinds: Vec<_> = flood.iter().collect();
    kinds.sort_by_key(|(kind, _)| place(kind));
    let counted = kinds.into_iter().map(|(kind, count)| say::kind_count(*count, kind.as_str()));
    Phrase::several(counted.collect(), ", ")
}

#[cfg(test)]
mod tests;
