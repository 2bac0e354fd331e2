use std::time::Duration;

/// What locks by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Triggers {
    /// So much time without keyboard and mouse; none is never.
    pub after: Option<Duration>,
    /// The desktop's own lock, and another user in front of the computer.
    pub with_session: bool,
    /// Sleep.
    pub on_sleep: bool,
}

impl Default for Triggers {
    /// All of them, after a quarter of an hour.
    fn default() -> Self {
        Self { after: Some(Duration::from_secs(15 * 60)), with_session: true, on_sleep: true }
    }
}
