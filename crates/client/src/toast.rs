use std::collections::{BTreeMap, HashSet, VecDeque};
use std::fmt;
use std::time::{Duration, Instant};

use bridge::settings::Privacy;
use protocol::{Kind, Notification, NotificationId};
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
const NEW: &str = "New in TakeCare";
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
        if !self.singles.contains(&of.id.0) {
            self.singles.push_back(of.id.0);
        }
        Some(toast)
    }

    /// Which toasts to take away when they may not be seen any more: all of them.
    pub fn hide(&mut self) -> Vec<ToastId> {
        let Self { singles, summed, more, .. } = std::mem::take(self);
        let summary = (!summed.is_empty() || more > 0).then_some(ToastId::Summary);
        singles.into_iter().map(ToastId::One).chain(summary).collect()
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
    let body = "Unlock TakeCare to read".to_owned();
    Toast {
        id: ToastId::State,
        kind: SYSTEM.to_owned(),
        title: counted(count as usize),
        body,
        loudness: Loudness::Silent,
    }
}

/// Something about the client itself.
pub fn about_itself(title: &str, body: String) -> Toast {
    let (kind, title) = (SYSTEM.to_owned(), title.to_owned());
    Toast { id: ToastId::State, kind, title, body, loudness: Loudness::Silent }
}

fn single(news: &News, loudness: Loudness, privacy: Privacy) -> Toast {
    let look = look(news.kind.as_str());
    let (kind, title, body) = match privacy {
        Privacy::Hidden => (SYSTEM.to_owned(), counted(1), NEW),
        Privacy::Full if !news.message.is_empty() => (look.kind, look.label, news.message.as_str()),
        Privacy::Full | Privacy::TypeOnly => (look.kind, look.label, NEW),
    };
    Toast { id: ToastId::One(news.id.0), kind, title, body: body.to_owned(), loudness }
}

impl Toasts {
    /// "7 new notifications" over "3 appointments, 2 messages, …".
    fn summary(&mut self, manner: &Manner<'_>) -> Toast {
        let body = match manner.privacy() {
            Privacy::Hidden => NEW.to_owned(),
            Privacy::TypeOnly | Privacy::Full => by_type(&self.flood),
        };
        let (kind, title) = (SYSTEM.to_owned(), counted(self.flood.values().sum()));
        let louder = self.loudest.filter(|loudest| self.heard.is_none_or(|heard| heard < *loudest));
        self.heard = self.heard.max(louder);
        let loudness = louder.unwrap_or(Loudness::Quiet);
        Toast { id: ToastId::Summary, kind, title, body, loudness }
    }
}

/// In the order of the table.
fn by_type(flood: &BTreeMap<String, usize>) -> String {
    let place = |kind: &str| looks().iter().position(|look| look.kind == kind).unwrap_or(usize::MAX);
    let mut kinds: Vec<_> = flood.iter().collect();
    kinds.sort_by_key(|(kind, _)| place(kind));
    let words = kinds.into_iter().map(|(kind, count)| {
        let look = look(kind);
        format!("{count} {}", if *count == 1 { look.label } else { look.plural }.to_lowercase())
    });
    words.collect::<Vec<_>>().join(", ")
}

fn counted(count: usize) -> String {
    format!("{count} new {}", if count == 1 { "notification" } else { "notifications" })
}

#[cfg(test)]
mod tests {
    use bridge::settings::Value;
    use jiff::Timestamp;
    use jiff::civil::time;

    use super::*;
    use crate::hush::Hush;
    use bridge::settings::Settings;

    fn fresh(kinds: &[Kind]) -> Vec<News> {
        let id = || NotificationId(Uuid::new_v4());
        kinds
            .iter()
            .map(|kind| News { id: id(), kind: kind.clone(), message: "Bed 4 wants water".to_owned() })
            .collect()
    }

    fn at_noon(settings: &Settings) -> Manner<'_> {
        Manner { settings, hush: Hush::default(), time: time(12, 0, 0, 0) }
    }

    /// What is told when nothing is set.
    struct Usual(Toasts, Settings);

    impl Usual {
        fn new() -> Self {
            Self(Toasts::default(), Settings::default())
        }

        fn announce(&mut self, now: Instant, fresh: &[News]) -> Vec<Toast> {
            self.0.announce(now, fresh, &at_noon(&self.1))
        }

        fn overdue(&mut self, now: Instant) -> Option<Toast> {
            self.0.overdue(now, &at_noon(&self.1))
        }
    }

    #[test]
    fn three_singles_then_one_summary_that_counts_the_others() {
        let (mut toasts, start) = (Usual::new(), Instant::now());
        for _ in 0..3 {
            let shown = toasts.announce(start, &fresh(&[Kind::Message]));
            assert!(matches!(shown[..], [Toast { id: ToastId::One(_), .. }]));
        }
        let shown = toasts.announce(start, &fresh(&[Kind::Appointment]));
        assert_eq!((shown[0].id, shown[0].title.as_str()), (ToastId::Summary, "1 new notification"));
        assert_eq!(toasts.announce(start, &fresh(&[Kind::Message, Kind::Message])), [], "not every moment");
        assert_eq!((toasts.overdue(start), toasts.0.next()), (None, Some(start + ANEW)));
        let grown = toasts.overdue(start + ANEW).unwrap();
        assert_eq!((grown.id, grown.title.as_str()), (ToastId::Summary, "3 new notifications"));
        assert_eq!(grown.body, "1 appointment, 2 messages");
        assert_eq!((toasts.overdue(start + ANEW * 2), toasts.0.next()), (None, None), "it counts them all");
        let shown = toasts.announce(start + TOGETHER + Duration::from_secs(1), &fresh(&[Kind::Issue]));
        assert_eq!(shown[0].title, "Issue", "the flood is over");
    }

    #[test]
    fn what_is_read_takes_its_toast_away_and_the_last_one_the_summary() {
        let (mut toasts, now) = (Usual::new(), Instant::now());
        let (one, many) = (fresh(&[Kind::Issue]), fresh(&[Kind::Message, Kind::Message, Kind::Message]));
        toasts.announce(now, &one);
        toasts.announce(now, &many);
        let id = |one: &News| one.id;
        assert_eq!(toasts.0.quiet(&[id(&one[0]), id(&many[0])]), [ToastId::One(id(&one[0]).0)]);
        assert_eq!(toasts.0.quiet(&[id(&many[1]), id(&many[2])]), [ToastId::Summary]);
        assert_eq!(toasts.0.quiet(&[id(&many[2]), id(&one[0])]), [], "nothing is taken away twice");
    }

    #[test]
    fn the_summary_of_a_large_flood_goes_with_its_last_one_too() {
        let (mut toasts, now) = (Usual::new(), Instant::now());
        let flood = fresh(&vec![Kind::Message; MOST_NAMED + 500]);
        toasts.announce(now, &flood);
        assert_eq!((toasts.0.summed.len(), toasts.0.more), (MOST_NAMED, 500));
        let ids: Vec<_> = flood.iter().map(|one| one.id).collect();
        assert_eq!(toasts.0.quiet(&ids[1..]), []);
        assert_eq!(toasts.0.quiet(&ids[..1]), [ToastId::Summary]);
        assert_eq!(toasts.0.quiet(&ids), []);
    }

    #[test]
    fn a_steady_trickle_is_no_flood() {
        let (mut toasts, start) = (Usual::new(), Instant::now());
        for minute in 0..20 {
            let shown = toasts.announce(start + Duration::from_secs(5 * minute), &fresh(&[Kind::Message]));
            assert!(matches!(shown[..], [Toast { id: ToastId::One(_), .. }]));
        }
    }

    #[test]
    fn a_catch_up_of_many_is_one_toast() {
        let shown = Usual::new().announce(
            Instant::now(),
            &fresh(&[Kind::Medical, Kind::Other("BILLING".into()), Kind::Medical, Kind::Issue]),
        );
        assert_eq!(shown[0].body, "2 medical, 1 issue, 1 billing");
    }

    #[test]
    fn nothing_new_shows_nothing() {
        assert_eq!(Usual::new().announce(Instant::now(), &[]), []);
    }

    #[test]
    fn a_toast_says_as_much_as_its_privacy_lets_it() {
        for (level, kind, title, body) in [
            ("hidden", "SYSTEM", "1 new notification", "New in TakeCare"),
            ("type-only", "ISSUE", "Issue", "New in TakeCare"),
            ("full", "ISSUE", "Issue", "Bed 4 wants water"),
        ] {
            let mut settings = Settings::default();
            settings.put("toasts.privacy", &Value::Text(level.to_owned())).unwrap();
            let (one, many) = (fresh(&[Kind::Issue]), fresh(&[Kind::Issue, Kind::Message, Kind::Issue]));
            let mut toasts = Toasts::default();
            let shown = toasts.announce(Instant::now(), &one, &at_noon(&settings)).remove(0);
            assert_eq!((shown.kind.as_str(), shown.title.as_str(), shown.body.as_str()), (kind, title, body));
            let summary = toasts.announce(Instant::now(), &many, &at_noon(&settings)).remove(0);
            assert_eq!(summary.body.contains("issues"), level != "hidden", "{level}");
            assert!(!summary.body.contains("Bed"));
        }
    }

    #[test]
    fn what_may_not_disturb_is_neither_shown_nor_counted_in_a_summary() {
        let (mut usual, now) = (Usual::new(), Instant::now());
        let tiers = Value::Map([("MESSAGE".to_owned(), "badge-only".to_owned())].into());
        usual.1.put("toasts.tiers", &tiers).unwrap();
        let messages = fresh(&[Kind::Message, Kind::Message, Kind::Message, Kind::Message]);
        assert_eq!(usual.announce(now, &messages), []);
        let shown = usual.announce(now, &fresh(&[Kind::Issue]));
        assert_eq!(shown[0].title, "Issue", "those before were no flood");
    }

    #[test]
    fn a_flood_makes_one_sound_and_another_when_something_louder_joins_it() {
        let (mut usual, now) = (Usual::new(), Instant::now());
        let tiers = Value::Map([("MESSAGE".to_owned(), "quiet".to_owned())].into());
        usual.1.put("toasts.tiers", &tiers).unwrap();
        let mut loudness = |second, kind: Kind| {
            let four = [kind.clone(), kind.clone(), kind.clone(), kind];
            usual.announce(now + Duration::from_secs(second), &fresh(&four))[0].loudness
        };
        let heard = [(0, Kind::Message), (2, Kind::Issue), (4, Kind::Issue)].map(|(at, kind)| loudness(at, kind));
        assert_eq!(heard, [Loudness::Quiet, Loudness::Sound, Loudness::Quiet]);
    }

    #[test]
    fn a_reminder_takes_the_place_of_its_toast_unless_it_may_not_be_told_now() {
        let (mut usual, issue) = (Usual::new(), fresh(&[Kind::Issue]));
        let first = usual.announce(Instant::now(), &issue).remove(0);
        let again = usual.0.remind(&issue[0], &at_noon(&usual.1)).unwrap();
        assert_eq!(again, first);
        let paused = Hush { paused: Some(Timestamp::MAX), consult: None };
        let settings = Settings::default();
        assert_eq!(usual.0.remind(&issue[0], &Manner { hush: paused, ..at_noon(&settings) }), None);
        assert_eq!(usual.0.quiet(&[issue[0].id]), [first.id], "it is taken away once");
    }
}
