use bridge::settings::Value;
use jiff::Timestamp;
use jiff::civil::time;

use super::*;
use crate::hush::Hush;
use bridge::settings::Settings;

fn fresh(kinds: &[Kind]) -> Vec<News> {
    let id = || NotificationId(Uuid::new_v4());
    kinds.iter().map(|kind| News { id: id(), kind: kind.clone(), message: "Bed 4 wants water".to_owned() }).collect()
}

/// Title and body in English.
fn said(toast: &Toast) -> (String, String) {
    (toast.title.to_string(), toast.body.to_string())
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
    assert_eq!((shown[0].id, shown[0].title.to_string().as_str()), (ToastId::Summary, "1 new notification"));
    assert_eq!(toasts.announce(start, &fresh(&[Kind::Message, Kind::Message])), [], "not every moment");
    assert_eq!((toasts.overdue(start), toasts.0.next()), (None, Some(start + ANEW)));
    let grown = toasts.overdue(start + ANEW).unwrap();
    assert_eq!((grown.id, grown.title.to_string().as_str()), (ToastId::Summary, "3 new notifications"));
    assert_eq!(grown.body.to_string(), "1 appointment, 2 messages");
    assert_eq!((toasts.overdue(start + ANEW * 2), toasts.0.next()), (None, None), "it counts them all");
    let shown = toasts.announce(start + TOGETHER + Duration::from_secs(1), &fresh(&[Kind::Issue]));
    assert_eq!(shown[0].title.to_string(), "Issue", "the flood is over");
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
    let shown = Usual::new()
        .announce(Instant::now(), &fresh(&[Kind::Medical, Kind::Other("BILLING".into()), Kind::Medical, Kind::Issue]));
    assert_eq!(shown[0].body.to_string(), "2 medical, 1 issue, 1 BILLING");
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
        assert_eq!((shown.kind.as_str(), said(&shown)), (kind, (title.to_owned(), body.to_owned())));
        let summary = toasts.announce(Instant::now(), &many, &at_noon(&settings)).remove(0);
        assert_eq!(summary.body.to_string().contains("issues"), level != "hidden", "{level}");
        assert!(!summary.body.to_string().contains("Bed"));
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
    assert_eq!(shown[0].title.to_string(), "Issue", "those before were no flood");
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

#[test]
fn what_comes_due_says_why_as_far_as_it_may() {
    for (level, cause, kind, title, body) in [
        ("hidden", Cause::Snooze, "SYSTEM", "1 notification, snoozed until now", "Waits in TakeCare"),
        ("type-only", Cause::Snooze, "ISSUE", "Issue, snoozed until now", "Waits in TakeCare"),
        ("type-only", Cause::FollowUp, "ISSUE", "Issue, to follow up now", "Waits in TakeCare"),
        ("full", Cause::FollowUp, "ISSUE", "Issue, to follow up now", "Bed 4 wants water"),
    ] {
        let mut settings = Settings::default();
        settings.put("toasts.privacy", &Value::Text(level.to_owned())).unwrap();
        let (mut toasts, issue) = (Toasts::default(), fresh(&[Kind::Issue]).remove(0));
        let shown = toasts.due(&[(issue.clone(), cause)], &at_noon(&settings)).remove(0);
        assert_eq!((shown.kind.as_str(), said(&shown)), (kind, (title.to_owned(), body.to_owned())));
        assert_eq!(toasts.quiet(&[issue.id]), [ToastId::One(issue.id.0)], "it goes when it is read");
    }
}

#[test]
fn many_that_come_due_together_are_one_toast() {
    let (mut usual, kinds) = (Usual::new(), [Kind::Issue, Kind::Message, Kind::Issue, Kind::System]);
    let tiers = Value::Map([("SYSTEM".to_owned(), "off".to_owned())].into());
    usual.1.put("toasts.tiers", &tiers).unwrap();
    let due = |kinds: &[Kind]| fresh(kinds).into_iter().map(|one| (one, Cause::Snooze)).collect::<Vec<_>>();
    assert_eq!(usual.0.due(&due(&kinds), &at_noon(&usual.1)).len(), 3, "one of them is not told");
    let shown = usual.0.due(&due(&[&kinds[..], &kinds[..]].concat()), &at_noon(&usual.1));
    let said: Vec<_> = shown.iter().map(|toast| (toast.id, said(toast))).collect();
    assert_eq!(said, [(ToastId::Due, ("6 reminders".to_owned(), "4 issues, 2 messages".to_owned()))]);
    assert!(usual.0.hide().contains(&ToastId::Due));
    let paused = Hush { paused: Some(Timestamp::MAX), consult: None };
    let manner = Manner { hush: paused, ..at_noon(&usual.1) };
    assert_eq!(usual.0.due(&due(&kinds), &manner), []);
}
