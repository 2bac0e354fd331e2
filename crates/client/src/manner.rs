use bridge::settings::{Privacy, Settings, Tier};
use jiff::civil::Time;

use crate::hush::Hush;

/// How news may be told at a moment: what is set, what the user wants for a while, and the time of day.
#[derive(Debug, Clone, Copy)]
pub struct Manner<'a> {
    /// What is set.
    pub settings: &'a Settings,
    /// What of a pause and consult mode is left.
    pub hush: Hush,
    /// The time on the user's clock.
    pub time: Time,
}

/// How much noise a toast makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loudness {
    /// It goes by itself, and some desktops only list it.
    Quiet,
    /// It is shown without a sound.
    Silent,
    /// It is shown, with a sound.
    Sound,
}

impl Manner<'_> {
    /// How much a type of notification may disturb now.
    pub fn tier(&self, kind: &str) -> Tier {
        let named = |kinds: &[String]| kinds.iter().any(|named| named == kind);
        if named(&self.settings.always_alert) {
            return Tier::Interrupt;
        }
        let tier = self.settings.tiers.of(kind);
        let quiet = self.is_quiet_hour() && !named(&self.settings.break_through);
        if quiet || self.hush.paused.is_some() { tier.min(Tier::BadgeOnly) } else { tier }
    }

    /// How its toast is shown; none is when there is no loudness.
    pub fn loudness(&self, kind: &str) -> Option<Loudness> {
        match self.tier(kind) {
            Tier::Off | Tier::BadgeOnly => None,
            Tier::Quiet => Some(Loudness::Quiet),
            Tier::Interrupt if self.settings.sound => Some(Loudness::Sound),
            Tier::Interrupt => Some(Loudness::Silent),
        }
    }

    /// How much a toast says.
    pub fn privacy(&self) -> Privacy {
        if self.hush.consult.is_some() { Privacy::Hidden } else { self.settings.privacy }
    }

    fn is_quiet_hour(&self) -> bool {
        let Settings { quiet_hours, quiet_from: from, quiet_to: to, .. } = self.settings;
        let (begun, over) = (*from <= self.time, *to <= self.time);
        *quiet_hours && if from <= to { begun && !over } else { begun || !over }
    }
}

#[cfg(test)]
mod tests {
    use bridge::settings::Value;
    use jiff::Timestamp;
    use jiff::civil::time;

    use super::*;

    fn settings(set: &[(&str, Value)]) -> Settings {
        let mut settings = Settings::default();
        set.iter().for_each(|(key, value)| settings.put(key, value).unwrap());
        settings
    }

    fn texts(texts: &[&str]) -> Value {
        Value::Texts(texts.iter().map(|&text| text.to_owned()).collect())
    }

    fn manner(settings: &Settings, hour: i8) -> Manner<'_> {
        Manner { settings, hush: Hush::default(), time: time(hour, 0, 0, 0) }
    }

    #[test]
    fn a_type_disturbs_as_its_tier_says() {
        let tiers = [("ISSUE", "quiet"), ("SYSTEM", "badge-only"), ("MESSAGE", "off")];
        let tiers = Value::Map(tiers.map(|(kind, tier)| (kind.to_owned(), tier.to_owned())).into());
        let mut settings = settings(&[("toasts.tiers", tiers)]);
        let loud = |settings: &Settings| {
            ["MEDICAL", "ISSUE", "SYSTEM", "MESSAGE"].map(|kind| manner(settings, 12).loudness(kind))
        };
        assert_eq!(loud(&settings), [Some(Loudness::Sound), Some(Loudness::Quiet), None, None]);
        settings.sound = false;
        assert_eq!(loud(&settings), [Some(Loudness::Silent), Some(Loudness::Quiet), None, None]);
    }

    #[test]
    fn quiet_hours_end_in_the_morning_or_the_same_day() {
        for (from, to, quiet) in [
            ("18:00", "07:00", [true, true, false, false, true]),
            ("06:00", "13:00", [false, true, false, true, false]),
            ("09:00", "09:00", [false; 5]),
        ] {
            let text = |text: &str| Value::Text(text.to_owned());
            let on = ("quiet-hours.on", Value::Flag(true));
            let settings = settings(&[on, ("quiet-hours.from", text(from)), ("quiet-hours.to", text(to))]);
            let hours = [0, 6, 13, 12, 18];
            assert_eq!(hours.map(|hour| manner(&settings, hour).tier("ISSUE") == Tier::BadgeOnly), quiet, "{from}");
            assert!(hours.iter().all(|hour| manner(&settings, *hour).tier("MEDICAL") == Tier::Interrupt));
        }
    }

    #[test]
    fn a_pause_is_for_all_but_what_always_alerts() {
        let settings = settings(&[("toasts.always-alert", texts(&["MEDICAL"]))]);
        let paused = Hush { paused: Some(Timestamp::UNIX_EPOCH), consult: None };
        let manner = Manner { hush: paused, ..manner(&settings, 12) };
        assert_eq!(["MEDICAL", "ISSUE"].map(|kind| manner.tier(kind)), [Tier::Interrupt, Tier::BadgeOnly]);
        assert_eq!(manner.privacy(), Privacy::TypeOnly);
    }

    #[test]
    fn consult_mode_hides_and_silences_nothing() {
        let settings = settings(&[("toasts.privacy", Value::Text("full".to_owned()))]);
        let consult = Hush { consult: Some(Timestamp::UNIX_EPOCH), paused: None };
        let manner = Manner { hush: consult, ..manner(&settings, 12) };
        assert_eq!((manner.privacy(), manner.tier("ISSUE")), (Privacy::Hidden, Tier::Interrupt));
    }
}
