use std::io::{self, ErrorKind};
use std::os::fd::AsFd;
use std::time::Duration;

use tokio::io::Interest;
use tokio::net::UnixStream;
use tokio::task::spawn_blocking;
use x11rb::connection::{Connection as _, RequestConnection as _};
use x11rb::errors::{ConnectError, ConnectionError, ReplyError, ReplyOrIdError};
use x11rb::protocol::Event;
use x11rb::protocol::sync::{self, ConnectionExt as _, CreateAlarmAux, Int64, TESTTYPE, VALUETYPE};
use x11rb::rust_connection::RustConnection;

use crate::signs::{Herald, Sign};

/// The server's own count of milliseconds since the last key or movement.
const COUNTER: &[u8] = b"IDLETIME";

/// Why an X server does not tell.
#[derive(Debug, thiserror::Error)]
pub enum ScreenError {
    #[error(transparent)]
    Connect(#[from] ConnectError),
    #[error(transparent)]
    Connection(#[from] ConnectionError),
    #[error(transparent)]
    Reply(#[from] ReplyError),
    #[error(transparent)]
    ReplyOrId(#[from] ReplyOrIdError),
    #[error("it does not count idle time")]
    NoCounter,
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// An alarm at the X server: it rings each time nobody has touched the computer for so long, and costs nothing meanwhile.
pub struct Watch {
    server: RustConnection,
    /// The time had passed before the alarm was set, which then does not ring.
    idle_already: bool,
}

impl Watch {
    /// Sets the alarm at the server of this name, or the session's own. The library waits for answers: a thread does it.
    pub async fn begin(name: Option<String>, after: Duration) -> Result<Self, ScreenError> {
        let set = spawn_blocking(move || Self::set(name.as_deref(), after));
        set.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
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
        let socket = self.server.stream().as_fd().try_clone_to_owned()?;
        // Only waited on: the library reads.
        let socket = UnixStream::from_std(socket.into())?;
        if self.idle_already {
            herald.tell(Sign::Idle).await;
        }
        loop {
            while let Some(event) = self.server.poll_for_event()? {
                if matches!(event, Event::SyncAlarmNotify(_)) {
                    herald.tell(Sign::Idle).await;
                }
            }
            socket.readable().await?;
            // Forgotten before the next look: what comes after that look makes it readable again.
            let _: io::Result<()> = socket.try_io(Interest::READABLE, || Err(ErrorKind::WouldBlock.into()));
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
