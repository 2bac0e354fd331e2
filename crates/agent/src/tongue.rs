use std::sync::Arc;

use bridge::settings::Settings;
use language::Language;
use tokio::sync::watch;

/// The session's language, of those that its user prefers. On Linux the environment names them.
pub fn session() -> Language {
    Language::preferred(sys_locale::get_locales())
}

/// Knows which language is spoken: what is set, or the session's.
#[derive(Clone)]
pub struct Tongue {
    settings: watch::Receiver<Arc<Settings>>,
    session: Language,
}

impl Tongue {
    /// By these settings, in a session of this language.
    pub fn new(settings: watch::Receiver<Arc<Settings>>, session: Language) -> Self {
        Self { settings, session }
    }

    /// At the moment.
    pub fn language(&self) -> Language {
        self.settings.borrow().language.unwrap_or(self.session)
    }

    /// Waits until something else is set; for ever when nobody can set anything any more.
    pub async fn changed(&mut self) {
        if self.settings.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
