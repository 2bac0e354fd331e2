use std::io;

use rustix::io::Errno;
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create, timerfd_settime,
};
use tokio::net::unix::pipe::Receiver;

use crate::signs::{Herald, Sign};

/// A time that never comes, in seconds since 1970: the kernel counts nanoseconds.
const NEVER: i64 = i64::MAX / 2_000_000_000;

/// Tells when the clock on the wall jumps: somebody sets it, or the computer wakes. The kernel ends whatever wait for a
/// time on that clock then (`TFD_TIMER_CANCEL_ON_SET`, `timerfd_create(2)`), which costs nothing while nothing happens, and
/// needs no logind.
pub async fn jumps(herald: &Herald) -> io::Result<()> {
    let timer = timerfd_create(TimerfdClockId::Realtime, TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC)?;
    // What holds of a pipe's end that is read holds of this one.
    let timer = Receiver::from_owned_fd_unchecked(timer)?;
    let (zero, never) = (Timespec { tv_sec: 0, tv_nsec: 0 }, Timespec { tv_sec: NEVER, tv_nsec: 0 });
    loop {
        let wait = Itimerspec { it_interval: zero, it_value: never };
        timerfd_settime(&timer, TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET, &wait)?;
        timer.readable().await?;
        match timer.try_read(&mut [0; 8]) {
            Err(error) if Errno::from_io_error(&error) == Some(Errno::CANCELED) => herald.tell(Sign::Woke).await,
            Err(error) if error.kind() != io::ErrorKind::WouldBlock => return Err(error),
            _ => {}
        }
    }
}
