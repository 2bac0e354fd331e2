use bridge::{Finding, Topic};
use language::say;

/// What is not built for this platform yet.
pub async fn findings() -> Vec<Finding> {
    vec![
        Finding::note(Topic::Tray, say::check_absent_tray()),
        Finding::note(Topic::Toasts, say::check_absent_toasts()),
        Finding::note(Topic::Lock, say::check_absent_lock()),
    ]
}
