use std::time::Duration;

use x11rb::connection::{Connection as _, RequestConnection as _};
use x11rb::protocol::Event;
use x11rb::protocol::sync::{self, ConnectionExt as _, CreateAlarmAux, Int64, TESTTYPE, VALUETYPE};
use x11rb::rust_connection::RustConnection;

use crate::aside::aside;
use crate::signs::{Herald, Sign};
use crate::x11::{Events, ScreenError};

/// The server's own count of milliseconds since the last key or movement.
const COUNTER: &[u8] = b"IDLETIME";

/// An alarm at the X server: it rings each time nobody has touched the computer for so long, and costs nothing meanwhile.
pub struct Watch {
    server: RustConnection,
    /// The time had passed before the alarm was set, which then does not ring.
    idle_already: bool,
}

impl Watch {
    /// Sets the alarm at the server of this name, or the session's own. The library waits for answers: a thread does it.
    pub async fn begin(name: Option<String>, after: Duration) -> Result<Self, ScreenError> {
        aside(move || Self::set(name.as_deref(), after)).await
    }

    fn set(name: Option<&str>, after: Duration) -> Result<Self, ScreenError> {
        let (server, _) = RustConnection::connect(name)?;
        server.extension_information(sync::X11_EXTENSION_NAME)?.ok_or(ScreenError::NoCounter)?;
        server.sync_initialize(3, 1)?.reply()?;
        let counters = server.sync_list_system_counters()?.reply()?.counters;
        let found = counters.into_iter().find(|counter| counter.name == COUNTER);
        let counter = found.ok_or(ScreenError::NoCounter)?.counter;
        let limit = milliseconds(after);
        let alarm = CreateAlarmAux::new()
            .counter(counter)
            .value_type(VALUETYPE::ABSOLUTE)
            .value(limit)
            .test_type(TESTTYPE::POSITIVE_TRANSITION)
            // None: it stays as it is once it has rung.
            .delta(Int64 { hi: 0, lo: 0 })
            .events(1);
        server.sync_create_alarm(server.generate_id()?, &alarm)?.check()?;
        let count = server.sync_query_counter(counter)?.reply()?.counter_value;
        Ok(Self { server, idle_already: (count.hi, count.lo) >= (limit.hi, limit.lo) })
    }

    /// Tells whenever it rings, until the server is gone.
    pub async fn tell(self, herald: &Herald) -> Result<(), ScreenError> {
        if self.idle_already {
            herald.tell(Sign::Idle).await;
        }
        let events = Events::of(self.server)?;
        loop {
            if matches!(events.next().await?, Event::SyncAlarmNotify(_)) {
                herald.tell(Sign::Idle).await;
            }
        }
    }
}

/// As the server counts; what is longer than it can count never comes.
fn milliseconds(time: Duration) -> Int64 {
    let all = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
    Int64 {
        hi: i32::try_from(all >> 32).unwrap_or(i32::MAX),
        lo: u32::try_from(all & i64::from(u32::MAX)).unwrap_or(u32::MAX),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader};
    use std::process::{Child, Command, Stdio};
    use std::time::Instant;

    use super::*;
    use crate::signs;

    /// How long nobody may touch it.
    const AFTER: Duration = Duration::from_millis(500);
    /// How long anything may take to happen.
    const PATIENCE: Duration = Duration::from_secs(60);

    /// An X server of one's own, gone when dropped.
    struct Screen {
        server: Child,
        name: String,
    }

    impl Screen {
        fn start() -> Self {
            let mut command = Command::new("Xvfb");
            command.args(["-displayfd", "1", "-noreset", "-nolisten", "tcp"]);
            let mut server = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
            let mut number = String::new();
            BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
            Self { server, name: format!(":{}", number.trim()) }
        }

        /// Somebody presses a key; the moment before that.
        async fn touch(&self) -> Instant {
            let before = Instant::now();
            let mut press = tokio::process::Command::new("xdotool");
            let pressed = press.args(["key", "shift"]).env("DISPLAY", &self.name).status().await;
            assert!(pressed.unwrap().success());
            before
        }

        fn end(&mut self) {
            // Killed twice, it is not there to be killed.
            let _ = self.server.kill();
            self.server.wait().unwrap();
        }
    }

    impl Drop for Screen {
        fn drop(&mut self) {
            self.end();
        }
    }

    async fn told(signs: &mut signs::Signs) {
        let (sign, done) = tokio::time::timeout(PATIENCE, signs.recv()).await.unwrap().unwrap();
        assert_eq!(sign, Sign::Idle);
        done.send(()).unwrap();
    }

    #[tokio::test]
    async fn it_is_told_each_time_nobody_has_touched_anything_for_so_long_and_never_sooner() {
        let mut screen = Screen::start();
        let (herald, mut signs) = signs::road();
        let mut touched = screen.touch().await;
        let watch = Watch::begin(Some(screen.name.clone()), AFTER).await.unwrap();
        let watching = tokio::spawn(async move { watch.tell(&herald).await });

        let busy = Instant::now();
        while busy.elapsed() < AFTER * 4 {
            // On a loaded machine the next key may come late: then it is right to tell.
            while let Ok((_, done)) = signs.try_recv() {
                assert!(touched.elapsed() >= AFTER, "somebody was there {:?} ago", touched.elapsed());
                done.send(()).unwrap();
            }
            touched = screen.touch().await;
        }
        told(&mut signs).await;
        assert!(touched.elapsed() >= AFTER);
        touched = screen.touch().await;
        told(&mut signs).await;
        assert!(touched.elapsed() >= AFTER);

        screen.end();
        assert!(watching.await.unwrap().is_err(), "the server has gone");
    }

    #[tokio::test]
    async fn who_has_been_away_when_the_watch_begins_is_told_at_once() {
        let screen = Screen::start();
        let (herald, mut signs) = signs::road();
        let first = Watch::begin(Some(screen.name.clone()), AFTER).await.unwrap();
        tokio::select! {
            _ = first.tell(&herald) => unreachable!("the server is there"),
            () = told(&mut signs) => {}
        }

        let second = Watch::begin(Some(screen.name.clone()), AFTER).await.unwrap();
        assert!(second.idle_already);
        let later = Watch::begin(Some(screen.name.clone()), Duration::MAX).await.unwrap();
        assert!(!later.idle_already);
    }

    #[tokio::test]
    async fn where_no_server_is_that_is_said() {
        assert!(matches!(Watch::begin(Some(":50999".to_owned()), AFTER).await, Err(ScreenError::Connect(_))));
    }

    #[test]
    fn times_are_counted_in_two_halves() {
        let halves = |time| (milliseconds(time).hi, milliseconds(time).lo);
        assert_eq!(halves(Duration::from_secs(60)), (0, 60_000));
        assert_eq!(halves(Duration::from_millis(1 << 32)), (1, 0));
        assert_eq!(halves(Duration::MAX), (i32::MAX, u32::MAX));
    }
}
