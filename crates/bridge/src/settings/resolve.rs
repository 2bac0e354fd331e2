use std::collections::{BTreeMap, BTreeSet};

use language::{Phrase, say};

use super::Setting;
use super::table::{Settings, TABLE, Who, key};
use super::value::Value;

/// What a file sets, by key.
pub type Wishes = BTreeMap<String, Value>;

/// What holds, and who wanted it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolved {
    /// What holds.
    pub settings: Settings,
    /// Which keys the administrator has set.
    pub managed: BTreeSet<String>,
    /// What could not be followed.
    pub complaints: Vec<Complaint>,
}

/// A wish that could not be followed, for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.phrase())]
pub struct Complaint {
    /// The key.
    pub key: String,
    /// Why, and what it should have been.
    pub why: Phrase,
    /// Whether it is the administrator's wish.
    pub managed: bool,
}

impl Complaint {
    /// What to tell people.
    pub fn phrase(&self) -> Phrase {
        say::setting_not_followed(self.key.as_str(), self.why.clone())
    }
}

/// The administrator's word holds, then the user's, then what is usual. What can't be followed is left out one by one; a
/// word of the administrator's that protects something and can't be understood protects as much as it can.
pub fn resolve(user: &Wishes, administrator: &Wishes) -> Resolved {
    let mut resolved = Resolved::default();
    for (name, value) in user {
        resolved.follow_user(name, value);
    }
    for (name, value) in administrator {
        resolved.follow_administrator(name, value);
    }
    resolved.settings.limit();
    resolved
}

impl Resolved {
    /// What holds when nobody can tell what the administrator wants: what protects, as far as it goes. A first PIN is not
    /// wanted: whoever was asked for one before has it, and a typing error of the administrator's must not lock a ward out.
    pub fn closed(user: &Wishes) -> Self {
        let mut resolved = resolve(user, &Wishes::new());
        let pin_required = resolved.settings.pin_required;
        for key in TABLE {
            resolved.settings.close(key.name);
        }
        resolved.settings.pin_required = pin_required;
        resolved
    }

    /// A key of a later version is passed over: that one will want it again.
    fn follow_user(&mut self, name: &str, value: &Value) {
        let Some(key) = key(name) else { return };
        let followed = match key.who {
            Who::User => self.settings.put(name, value).map_err(|refusal| refusal.0),
            Who::Administrator => Err(say::setting_administrator()),
        };
        if let Err(why) = followed {
            self.complaints.push(Complaint { key: name.to_owned(), why, managed: false });
        }
    }

    fn follow_administrator(&mut self, name: &str, value: &Value) {
        if key(name).is_some() {
            self.managed.insert(name.to_owned());
        }
        if let Err(refusal) = self.settings.put(name, value) {
            self.settings.close(name);
            self.complaints.push(Complaint { key: name.to_owned(), why: refusal.0, managed: true });
        }
    }

    /// Everything as a page shows it.
    pub fn page(&self) -> Vec<Setting> {
        let usual = Settings::default();
        let shown = TABLE.iter().filter(|key| key.who == Who::User);
        let setting = |key: &super::Key| {
            Some(Setting {
                key: key.name.to_owned(),
                meaning: key.meaning.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" "),
                shape: (key.shape)(),
                value: self.settings.get(key.name)?,
                usual: usual.get(key.name)?,
                managed: self.managed.contains(key.name),
            })
        };
        shown.filter_map(setting).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Number, Privacy, Tier};

    fn wishes<const N: usize>(wishes: [(&str, Value); N]) -> Wishes {
        wishes.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
    }

    fn text(word: &str) -> Value {
        Value::Text(word.to_owned())
    }

    #[test]
    fn the_administrators_word_holds_then_the_users_then_what_is_usual() {
        let user = wishes([("toasts.privacy", text("full")), ("lock.after-minutes", Value::Number(0))]);
        let resolved = resolve(&user, &wishes([("toasts.privacy", text("hidden"))]));
        assert_eq!(resolved.settings.privacy, Privacy::Hidden);
        assert_eq!(resolved.settings.lock_after, Number::near(0));
        assert_eq!(resolved.settings.retention_days, Number::near(90));
        assert_eq!((resolved.managed, resolved.complaints), (["toasts.privacy".to_owned()].into(), Vec::new()));
    }

    #[test]
    fn limits_leave_what_is_stricter() {
        let limits = wishes([("toasts.at-most", text("type-only")), ("lock.longest-minutes", Value::Number(10))]);
        for (after, holds) in [(0, 10), (5, 5), (60, 10)] {
            let user = wishes([("toasts.privacy", text("full")), ("lock.after-minutes", Value::Number(after))]);
            let settings = resolve(&user, &limits).settings;
            assert_eq!((settings.privacy, settings.lock_after.get()), (Privacy::TypeOnly, holds));
        }
        let hidden = wishes([("toasts.privacy", text("hidden"))]);
        assert_eq!(resolve(&hidden, &limits).settings.privacy, Privacy::Hidden);
    }

    #[test]
    fn what_can_not_be_followed_is_left_out_one_by_one_and_named() {
        let tiers = Value::Map([("ISSUE".to_owned(), "quiet".to_owned())].into());
        let user = wishes([
            ("toasts.tiers", tiers),
            ("quiet-hours.from", text("25:00")),
            ("quiet-hours.to", text("06:30")),
            ("reminders.at-most", Value::Number(99)),
            ("lock.pin-required", Value::Flag(false)),
            ("of.a-later-version", Value::Flag(true)),
        ]);
        let Resolved { settings, complaints, .. } = resolve(&user, &Wishes::new());
        assert_eq!((settings.tiers.of("ISSUE"), settings.tiers.of("MEDICAL")), (Tier::Quiet, Tier::Interrupt));
        assert_eq!(settings.get("quiet-hours.to"), Some(text("06:30")));
        assert_eq!(settings.get("quiet-hours.from"), Some(text("18:00")));
        let said: Vec<_> = complaints.iter().map(ToString::to_string).collect();
        let expected = [
            "`lock.pin-required` is not followed: only the administrator can set it",
            "`quiet-hours.from` is not followed: it should be a time of day such as \"07:30\"",
            "`reminders.at-most` is not followed: it should be a whole number from 1 to 20",
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn a_protection_that_can_not_be_understood_protects() {
        for key in ["toasts.privacy", "toasts.at-most", "lock.pin-required", "lock.longest-minutes", "lock.on-sleep"] {
            let resolved = resolve(&wishes([("lock.on-sleep", Value::Flag(false))]), &wishes([(key, text("mist"))]));
            assert!(resolved.complaints[0].managed && resolved.managed.contains(key));
            let Settings { privacy, pin_required, lock_after, lock_on_sleep, .. } = resolved.settings;
            let strict = match key {
                "lock.pin-required" => pin_required,
                "lock.longest-minutes" => lock_after == Number::near(5),
                "lock.on-sleep" => lock_on_sleep,
                _ => privacy == Privacy::Hidden,
            };
            assert!(strict, "{key}");
        }
    }

    #[test]
    fn without_a_word_of_the_administrators_all_is_strict_and_nobody_is_locked_out() {
        let open = wishes([("toasts.privacy", text("full")), ("lock.on-sleep", Value::Flag(false))]);
        let Settings { privacy, lock_on_sleep, lock_after, pin_required, .. } = Resolved::closed(&open).settings;
        assert_eq!((privacy, lock_on_sleep, lock_after, pin_required), (Privacy::Hidden, true, Number::near(5), false));
    }

    #[test]
    fn every_value_is_read_as_it_is_written() {
        let usual = Settings::default();
        for key in TABLE {
            let mut read = usual.clone();
            read.put(key.name, &usual.get(key.name).unwrap()).unwrap();
            assert_eq!(read, usual, "{}", key.name);
            assert!(read.put(key.name, &Value::Map([("?".to_owned(), "?".to_owned())].into())).is_err());
        }
    }
}
