use super::Herald;

/// Nothing tells on this platform yet: the client's clocks notice a sleep, and locking is by hand.
///
/// On Windows belongs here a window that nobody sees, with a thread of its own that takes its messages:
/// `WTSRegisterSessionNotification` makes it hear of locks, and `WM_POWERBROADCAST` of sleep. That is a layer of unsafe code
/// which nobody could run so far. On macOS it is the notifications of `NSWorkspace` for sleep, wake and the session, and
/// `com.apple.screenIsLocked`.
pub async fn run(_herald: &Herald) {
    std::future::pending().await
}
