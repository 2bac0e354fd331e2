use bridge::{Finding, Topic};

/// What is not built for this platform yet.
pub async fn findings() -> Vec<Finding> {
    vec![
        Finding::note(Topic::Tray, "On this platform TakeCare has no icon yet: start it again to see its window."),
        Finding::note(
            Topic::Toasts,
            "On this platform toasts are shown, but a click in them does nothing yet, and they stay when they are read.",
        ),
        Finding::note(Topic::Lock, "On this platform TakeCare does not lock by itself yet: lock it by hand."),
    ]
}
