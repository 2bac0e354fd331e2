//! How long the session waits, and for what.

use std::time::Duration;

use jiff::SignedDuration;

/// Between two checks when nothing happens. Two requests each: four a minute.
pub const CHECK_EVERY: Duration = Duration::from_secs(30);
/// Between two checks that compare rows and not only counts.
pub const THOROUGH_EVERY: Duration = Duration::from_secs(3600);
/// After close 1011 each attempt closes the user's other sockets too (protocol.md, section 3.4).
pub const AFTER_CRASH: Duration = Duration::from_secs(60);
/// A socket that lived this long was a good one.
pub const GOOD_SOCKET: Duration = Duration::from_secs(30);
/// A check follows the opening of a socket this soon; one that crashes at once is then covered by the same check.
pub const AFTER_OPENING: Duration = Duration::from_secs(2);
/// From this many frames between two checks on, some may have been lost (protocol.md, section 8).
pub const BURST: usize = 20;
pub const AFTER_BURST: Duration = Duration::from_secs(3);
/// Gives the server time to do what it was told before it is asked whether it did.
pub const BEFORE_VERIFYING: Duration = Duration::from_secs(1);
/// A wall clock that gained so much on the monotonic one, which stands still while the computer sleeps, means that it slept.
pub const SLEPT: SignedDuration = SignedDuration::from_secs(10);
/// How soon a sleep is noticed where nobody tells of it. On Linux the kernel tells the agent: this is for the day on which
/// it does not, and an idle computer is left alone.
pub const NOTICE_SLEEP: Duration = Duration::from_secs(if cfg!(target_os = "linux") { 20 } else { 2 });
/// So long what the user did can be taken back before anybody is told.
pub const UNDO_WITHIN: Duration = Duration::from_secs(5);
/// Changes told on the socket come in groups: one check for all of them.
pub const AFTER_HINT: Duration = Duration::from_millis(200);
/// A disk that was full is tried again this soon.
pub const AFTER_BLOCK: Duration = Duration::from_secs(3);
