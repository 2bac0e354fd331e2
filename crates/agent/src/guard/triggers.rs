use std::time::Duration;

use bridge::settings::Settings;

/// What locks by itself, by the settings `lock.after-minutes`, `lock.with-session` and `lock.on-sleep`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Triggers {
    /// So much time without keyboard and mouse; none is never.
    pub after: Option<Duration>,
    /// The desktop's own lock, and another user in front of the computer.
    pub with_session: bool,
    /// Sleep.
    pub on_sleep: bool,
}

impl From<&Settings> for Triggers {
    fn from(settings: &Settings) -> Self {
        let minutes = u64::from(settings.lock_after.get());
        Self {
            after: (minutes > 0).then(|| Duration::from_secs(60 * minutes)),
            with_session: settings.lock_with_session,
            on_sleep: settings.lock_on_sleep,
        }
    }
}
