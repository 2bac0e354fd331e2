use std::collections::{BTreeMap, HashSet, VecDeque};
use std::time::{Duration, Instant};

use protocol::{Kind, Notification, NotificationId};
use uuid::Uuid;

use crate::kinds::{look, looks};

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
    pub title: String,
    /// The text below; plain, to be escaped for daemons that read markup.
    pub body: String,
}

/// A notification that somebody should hear of: nothing of its text.
#[derive(Debug, Clone)]
pub struct News {
    /// Its id.
    pub id: NotificationId,
    /// Its type.
    pub kind: Kind,
}

impl From<&Notification> for News {
    fn from(one: &Notification) -> Self {
        Self { id: one.id, kind: one.kind.clone() }
    }
}

/// More than so many within [`TOGETHER`] are a flood.
const SINGLES: usize = 3;
const TOGETHER: Duration = Duration::from_secs(10);
/// A summary that grows is shown anew this often at most.
const ANEW: Duration = Duration::from_secs(1);
/// No desktop keeps more than so many toasts on screen.
const ON_SCREEN: usize = 20;

/// Decides which toasts new notifications get: each has its own, or is counted in a flood's summary, never both.
///
/// The words say the type only, no text of the message: that is the privacy level everybody starts with.
#[derive(Debug, Default)]
pub struct Toasts {
    /// When the latest ones came, oldest first.
    recent: VecDeque<Instant>,
    /// What the summary of the flood that goes on counts.
    flood: BTreeMap<String, usize>,
    /// When the summary was last shown.
    shown: Option<Instant>,
    /// The summary on screen counts less than it should.
    behind: bool,
    /// The latest single toasts, oldest first: those that may still be on screen.
    singles: VecDeque<Uuid>,
    /// Unread ones that the summary on screen stands for.
    summed: HashSet<Uuid>,
}

impl Toasts {
    /// What to show for news. Each is told of once, ever: see [`store::Store::take_unannounced`].
    pub fn announce(&mut self, now: Instant, fresh: &[News]) -> Vec<Toast> {
        if fresh.is_empty() {
            return Vec::new();
        }
        self.recent.extend(fresh.iter().map(|_| now));
        while self.recent.front().is_some_and(|first| now.duration_since(*first) > TOGETHER) {
            self.recent.pop_front();
        }
        if self.recent.len() <= SINGLES {
            let last = std::mem::take(&mut self.behind).then(|| summary(&self.flood));
            self.flood.clear();
            self.singles.extend(fresh.iter().map(|one| one.id.0));
            self.singles.drain(..self.singles.len().saturating_sub(ON_SCREEN));
            return last.into_iter().chain(fresh.iter().map(single)).collect();
        }
        self.summed.extend(fresh.iter().map(|one| one.id.0));
        for one in fresh {
            *self.flood.entry(one.kind.as_str().to_owned()).or_default() += 1;
        }
        self.behind = true;
        self.overdue(now).into_iter().collect()
    }

    /// The summary, when it is behind and may be shown anew. To be asked again and again: a flood comes in pieces.
    pub fn overdue(&mut self, now: Instant) -> Option<Toast> {
        if !self.behind || self.shown.is_some_and(|shown| now.duration_since(shown) < ANEW) {
            return None;
        }
        (self.behind, self.shown) = (false, Some(now));
        Some(summary(&self.flood))
    }

    /// Which toasts to take away when these are no longer unread: their own, and the summary with its last one.
    pub fn quiet(&mut self, ids: &[NotificationId]) -> Vec<ToastId> {
        let mut gone = Vec::new();
        for id in ids {
            if let Some(place) = self.singles.iter().position(|single| *single == id.0) {
                self.singles.remove(place);
                gone.push(ToastId::One(id.0));
            }
            if self.summed.remove(&id.0) && self.summed.is_empty() {
                self.behind = false;
                gone.push(ToastId::Summary);
            }
        }
        gone
    }
}

/// What to show for what only the server's count tells of, while what is stored is locked.
pub fn unnamed(count: u32) -> Toast {
    let title = format!("{count} new {}", if count == 1 { "notification" } else { "notifications" });
    let body = "Unlock TakeCare to read".to_owned();
    Toast { id: ToastId::State, kind: "SYSTEM".to_owned(), title, body }
}

fn single(news: &News) -> Toast {
    let look = look(news.kind.as_str());
    let body = "New in TakeCare".to_owned();
    Toast { id: ToastId::One(news.id.0), kind: look.kind, title: look.label, body }
}

/// "7 new notifications" over "3 appointments, 2 messages, …", in the order of the table.
fn summary(flood: &BTreeMap<String, usize>) -> Toast {
    let place = |kind: &str| looks().iter().position(|look| look.kind == kind).unwrap_or(usize::MAX);
    let mut kinds: Vec<_> = flood.iter().collect();
    kinds.sort_by_key(|(kind, _)| place(kind));
    let words = kinds.into_iter().map(|(kind, count)| {
        let look = look(kind);
        format!("{count} {}", if *count == 1 { look.label } else { look.plural }.to_lowercase())
    });
    let total: usize = flood.values().sum();
    Toast {
        id: ToastId::Summary,
        kind: "SYSTEM".to_owned(),
        title: format!("{total} new {}", if total == 1 { "notification" } else { "notifications" }),
        body: words.collect::<Vec<_>>().join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fresh(kinds: &[Kind]) -> Vec<News> {
        kinds.iter().map(|kind| News { id: NotificationId(Uuid::new_v4()), kind: kind.clone() }).collect()
    }

    #[test]
    fn three_singles_then_one_summary_that_counts_the_others() {
        let (mut toasts, start) = (Toasts::default(), Instant::now());
        for _ in 0..3 {
            let shown = toasts.announce(start, &fresh(&[Kind::Message]));
            assert!(matches!(shown[..], [Toast { id: ToastId::One(_), .. }]));
        }
        let shown = toasts.announce(start, &fresh(&[Kind::Appointment]));
        assert_eq!((shown[0].id, shown[0].title.as_str()), (ToastId::Summary, "1 new notification"));
        assert_eq!(toasts.announce(start, &fresh(&[Kind::Message, Kind::Message])), [], "not every moment");
        assert_eq!(toasts.overdue(start), None);
        let grown = toasts.overdue(start + ANEW).unwrap();
        assert_eq!((grown.id, grown.title.as_str()), (ToastId::Summary, "3 new notifications"));
        assert_eq!(grown.body, "1 appointment, 2 messages");
        assert_eq!(toasts.overdue(start + ANEW * 2), None, "it counts them all");
        let shown = toasts.announce(start + TOGETHER + Duration::from_secs(1), &fresh(&[Kind::Issue]));
        assert_eq!(shown[0].title, "Issue", "the flood is over");
    }

    #[test]
    fn what_is_read_takes_its_toast_away_and_the_last_one_the_summary() {
        let (mut toasts, now) = (Toasts::default(), Instant::now());
        let (one, many) = (fresh(&[Kind::Issue]), fresh(&[Kind::Message, Kind::Message, Kind::Message]));
        toasts.announce(now, &one);
        toasts.announce(now, &many);
        let id = |one: &News| one.id;
        assert_eq!(toasts.quiet(&[id(&one[0]), id(&many[0])]), [ToastId::One(id(&one[0]).0)]);
        assert_eq!(toasts.quiet(&[id(&many[1]), id(&many[2])]), [ToastId::Summary]);
        assert_eq!(toasts.quiet(&[id(&many[2]), id(&one[0])]), [], "nothing is taken away twice");
    }

    #[test]
    fn a_steady_trickle_is_no_flood() {
        let (mut toasts, start) = (Toasts::default(), Instant::now());
        for minute in 0..20 {
            let shown = toasts.announce(start + Duration::from_secs(5 * minute), &fresh(&[Kind::Message]));
            assert!(matches!(shown[..], [Toast { id: ToastId::One(_), .. }]));
        }
    }

    #[test]
    fn a_catch_up_of_many_is_one_toast() {
        let shown = Toasts::default().announce(
            Instant::now(),
            &fresh(&[Kind::Medical, Kind::Other("BILLING".into()), Kind::Medical, Kind::Issue]),
        );
        assert_eq!(shown[0].body, "2 medical, 1 issue, 1 billing");
    }

    #[test]
    fn nothing_new_shows_nothing() {
        assert_eq!(Toasts::default().announce(Instant::now(), &[]), []);
    }
}
