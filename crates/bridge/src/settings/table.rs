use jiff::civil::{Time, time};
use language::{Language, say};

use super::value::{Refusal, Settable, Value};
use super::{Hotkey, Number, Privacy, Shape, Template, Tiers};

/// A key of the files.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// A section and a name.
    pub name: &'static str,
    /// What it is for, the lines of a paragraph.
    pub meaning: &'static [&'static str],
    /// Who may set it.
    pub who: Who,
    /// What it can be.
    pub shape: fn() -> Shape,
}

/// Who may set a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody for themselves, unless the administrator does.
    User,
    /// The administrator alone.
    Administrator,
}

/// The table. One row a setting: its key, who may set it, the field, its type, what usually holds and, where a mistake of
/// the administrator's must not open anything, what holds then.
macro_rules! settings {
    ($($(#[doc = $meaning:literal])+ $name:literal, $who:ident, $field:ident: $type:ty = $usual:expr $(, else $strict:expr)?;)+) => {
        /// Everything that can be set, and what holds.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Settings {
            $($(#[doc = $meaning])+ pub $field: $type,)+
        }

        impl Default for Settings {
            fn default() -> Self {
                Self { $($field: $usual,)+ }
            }
        }

        /// All keys, in the order of the documentation.
        pub const TABLE: &[Key] = &[
            $(Key { name: $name, meaning: &[$($meaning),+], who: Who::$who, shape: <$type as Settable>::shape },)+
        ];

        impl Settings {
            /// Sets one.
            ///
            /// # Errors
            /// When it can't be that; then it stays what it is. A key that is not in the table can't be anything.
            pub fn put(&mut self, name: &str, value: &Value) -> Result<(), Refusal> {
                match name {
                    $($name => self.$field = Settable::read(value).ok_or_else(|| Refusal(say::setting_wanted(<$type as Settable>::wanted())))?,)+
                    _ => return Err(Refusal(say::setting_left_out())),
                }
                Ok(())
            }

            /// What holds, as it is written; none when there is no such key.
            pub fn get(&self, name: &str) -> Option<Value> {
                match name {
                    $($name => Some(Settable::write(&self.$field)),)+
                    _ => None,
                }
            }

            /// Makes one what it is when the administrator's word on it can't be understood. Most stay what they are.
            pub(super) fn close(&mut self, name: &str) {
                match name {
                    $($($name => self.$field = $strict,)?)+
                    _ => {}
                }
            }
        }
    };
}

settings! {
    /// Start TakeCare with the login session, hidden in the tray. Whoever switches that off in the desktop's own settings has
    /// the last word. As long as nobody sets it, nobody's entry is touched.
    "start.with-session", User, with_session: bool = false;
    /// Open the window at the start where no panel shows tray icons.
    "start.window-without-tray", User, window_without_tray: bool = true;
    /// Lists have one line a row.
    "list.compact", User, compact: bool = false;
    /// Rows about the same object of a day are folded into one.
    "list.fold", User, fold: bool = true;
    /// The language of window, toasts and tray; `system` is the desktop's, or English.
    "desktop.language", User, language: Option<Language> = None;
    /// When the morning ends, for snoozing until then.
    "snooze.morning-ends", User, morning_ends: Time = time(12, 0, 0, 0);
    /// When the shift ends, for snoozing until then.
    "snooze.shift-ends", User, shift_ends: Time = time(15, 0, 0, 0);
    /// When the next day begins, for snoozing until then.
    "snooze.next-day", User, next_day: Time = time(7, 0, 0, 0);
    /// How much a toast says: `hidden` (that there is something new), `type-only` or `full` (the text).
    "toasts.privacy", User, privacy: Privacy = Privacy::TypeOnly, else Privacy::Hidden;
    /// No toast says more than this, whatever its user wants.
    "toasts.at-most", Administrator, privacy_at_most: Privacy = Privacy::Full, else Privacy::Hidden;
    /// How much each type may disturb: `interrupt` (a toast with a sound), `quiet` (a toast without), `badge-only` (counted
    /// on the icon) or `off` (in the list only). A type that is not named interrupts.
    "toasts.tiers", User, tiers: Tiers = Tiers::default();
    /// These types interrupt whatever else is set: tiers, quiet hours and a pause are not for them.
    "toasts.always-alert", Administrator, always_alert: Vec<String> = Vec::new();
    /// Whether toasts that interrupt make a sound, that of the desktop's sound theme.
    "toasts.sound", User, sound: bool = true;
    /// Whether there are quiet hours, in which toasts wait in the list and only the icon counts.
    "quiet-hours.on", User, quiet_hours: bool = false;
    /// When quiet hours begin.
    "quiet-hours.from", User, quiet_from: Time = time(18, 0, 0, 0);
    /// When quiet hours end; earlier than they begin is the next morning.
    "quiet-hours.to", User, quiet_to: Time = time(7, 0, 0, 0);
    /// Types that are shown in quiet hours all the same.
    "quiet-hours.break-through", User, break_through: Vec<String> = vec!["MEDICAL".to_owned()];
    /// Types whose toast is shown again while they are unread.
    "reminders.types", User, reminded: Vec<String> = Vec::new();
    /// Minutes between a toast and its reminder.
    "reminders.every-minutes", User, remind_every: Number<1, 240> = Number::near(15);
    /// So many reminders a notification gets.
    "reminders.at-most", User, reminders_at_most: Number<1, 20> = Number::near(3);
    /// Minutes that consult mode lasts: toasts say that there is something new, and the window hides texts.
    "consult.minutes", User, consult_minutes: Number<1, 480> = Number::near(30);
    /// Keys that begin and end consult mode wherever one types; nothing is none. On Wayland the desktop keeps them, asks first,
    /// and may choose others; where it does not, let its own keys run `takecare consult`.
    "hotkeys.consult", User, consult_hotkey: Option<Hotkey> = Some(Hotkey::ctrl_alt('H'));
    /// Keys that lock TakeCare wherever one types; nothing is none.
    "hotkeys.lock", User, lock_hotkey: Option<Hotkey> = None;
    /// Minutes without keyboard or mouse until TakeCare locks; 0 is never.
    "lock.after-minutes", User, lock_after: Number<0, 480> = Number::near(15), else Number::near(5);
    /// The longest that `lock.after-minutes` may be; 0 is any.
    "lock.longest-minutes", Administrator, lock_longest: Number<0, 480> = Number::near(0), else Number::near(5);
    /// Lock when the desktop's own session locks, or another user takes its place.
    "lock.with-session", User, lock_with_session: bool = true, else true;
    /// Lock before the computer sleeps.
    "lock.on-sleep", User, lock_on_sleep: bool = true, else true;
    /// Nothing that is stored can be read before a PIN is chosen, and then only with it.
    "lock.pin-required", Administrator, pin_required: bool = false, else true;
    /// Lets go of what is older than so many days: its text is overwritten here. The server keeps its own.
    "retention.days", User, retention_days: Number<1, 3650> = Number::near(90);
    /// Lets go of the oldest beyond so many notifications.
    "retention.rows", User, retention_rows: Number<1, 10_000_000> = Number::near(100_000);
    /// The page of an appointment on the clinic's server, `{id}` in it standing for the appointment's id. Where nothing is
    /// set, here and below, the list of notifications opens.
    "records.appointment", User, appointment_page: Template = Template::of("/calendar/appointment/{id}/");
    /// The page of a prescription.
    "records.prescription", User, prescription_page: Template = Template::of("/prescriptions/{id}/");
    /// The page of a referral.
    "records.referral", User, referral_page: Template = Template::of("/referrals/detail/{id}/");
    /// The page of a chat. The deployed server does not tell its id.
    "records.chat", User, chat_page: Template = Template::of("/chat/");
    /// The page of a medical record.
    "records.medical-record", User, medical_record_page: Template = Template::of("");
    /// The page of an issue.
    "records.issue", User, issue_page: Template = Template::of("");
    /// Whether the hand-over sheet may be printed or saved. It is shown on the screen in any case.
    "export.allowed", Administrator, export: bool = false, else false;
    /// The clinic's server: nobody can sign in elsewhere.
    "network.server", Administrator, server: Option<String> = None;
    /// A PEM file of certificate authorities to trust besides the operating system's.
    "network.extra-ca", Administrator, extra_ca: Option<String> = None;
    /// The proxy to every server but one on this very computer: `http`, `https`, `socks5` or `socks4`; a name and a password
    /// may stand in it (`http://name:password@proxy…`), which every user of the computer can read then. Without it the
    /// environment's `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` hold.
    "network.proxy", Administrator, proxy: Option<String> = None;
}

/// The row of a key.
pub fn key(name: &str) -> Option<&'static Key> {
    TABLE.iter().find(|key| key.name == name)
}

impl Settings {
    /// What the administrator's limits leave of the user's wishes.
    pub(super) fn limit(&mut self) {
        self.privacy = self.privacy.min(self.privacy_at_most);
        let (after, longest) = (self.lock_after.get(), self.lock_longest.get());
        if longest > 0 && (after == 0 || after > longest) {
            self.lock_after = Number::near(longest);
        }
    }
}
