use std::io::{self, ErrorKind};
use std::time::Duration;

use wayland_client::backend::WaylandError;
use wayland_client::globals::{BindError, GlobalError, GlobalListContents, registry_queue_init};
use wayland_client::protocol::wl_registry::{self, WlRegistry};
use wayland_client::protocol::wl_seat::WlSeat;
use wayland_client::{ConnectError, Connection, Dispatch, DispatchError, EventQueue, QueueHandle, delegate_noop};
use wayland_protocols::ext::idle_notify::v1::client::ext_idle_notification_v1::{self, ExtIdleNotificationV1};
use wayland_protocols::ext::idle_notify::v1::client::ext_idle_notifier_v1::ExtIdleNotifierV1;

use crate::aside::aside;
use crate::readiness::Readiness;
use crate::signs::{Herald, Sign};

/// Why a compositor does not tell.
#[derive(Debug, thiserror::Error)]
pub enum CompositorError {
    /// It can't be reached.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// It does not say what it has.
    #[error(transparent)]
    Globals(#[from] GlobalError),
    /// It has no keyboard and no mouse, or does not tell when they rest.
    #[error("ext-idle-notify: {0}")]
    Absent(#[from] BindError),
    /// It broke the conversation off.
    #[error(transparent)]
    Dispatch(#[from] DispatchError),
    /// It is gone.
    #[error(transparent)]
    Wayland(#[from] WaylandError),
    /// Its socket can't be waited on.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Watches by the protocol ext-idle-notify, which compositors other than GNOME's have. It holds back while a program keeps the
/// desktop awake, as a film does. The connection is this watch's own: the compositor forgets the watch when that closes.
pub struct Watch {
    connection: Connection,
    events: EventQueue<User>,
}

/// What was told since the last look.
#[derive(Default)]
struct User {
    idle: bool,
}

impl Watch {
    /// Asks the session's compositor to tell each time nobody has touched the computer for so long, beginning now. The library
    /// waits for answers: a thread does it.
    pub async fn begin(after: Duration) -> Result<Self, CompositorError> {
        aside(move || Self::ask(Connection::connect_to_env()?, after)).await
    }

    fn ask(connection: Connection, after: Duration) -> Result<Self, CompositorError> {
        let (globals, events) = registry_queue_init::<User>(&connection)?;
        let queue = events.handle();
        let seat: WlSeat = globals.bind(&queue, 1..=1, ())?;
        let notifier: ExtIdleNotifierV1 = globals.bind(&queue, 1..=1, ())?;
        notifier.get_idle_notification(milliseconds(after), &seat, &queue, ());
        connection.flush()?;
        Ok(Self { connection, events })
    }

    /// Tells each time, until the compositor is gone.
    pub async fn tell(mut self, herald: &Herald) -> Result<(), CompositorError> {
        let socket = Readiness::of(self.connection.backend().poll_fd())?;
        let mut user = User::default();
        loop {
            self.events.dispatch_pending(&mut user)?;
            if std::mem::take(&mut user.idle) {
                herald.tell(Sign::Idle).await;
            }
            self.read(&socket).await?;
        }
    }

    /// Waits for more, and takes all that is there.
    async fn read(&self, socket: &Readiness) -> Result<(), CompositorError> {
        let Some(events) = self.events.prepare_read() else { return Ok(()) };
        socket.next().await?;
        match events.read() {
            Err(WaylandError::Io(error)) if error.kind() == ErrorKind::WouldBlock => Ok(()),
            read => Ok(read.map(|_| ())?),
        }
    }
}

/// What is longer than the compositor can count is as long as it can: seven weeks.
fn milliseconds(time: Duration) -> u32 {
    u32::try_from(time.as_millis()).unwrap_or(u32::MAX)
}

impl Dispatch<ExtIdleNotificationV1, ()> for User {
    fn event(
        user: &mut Self,
        _: &ExtIdleNotificationV1,
        event: ext_idle_notification_v1::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        user.idle |= matches!(event, ext_idle_notification_v1::Event::Idled);
    }
}

/// A seat that comes or goes later changes nothing.
impl Dispatch<WlRegistry, GlobalListContents> for User {
    fn event(
        _: &mut Self,
        _: &WlRegistry,
        _: wl_registry::Event,
        _: &GlobalListContents,
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
    }
}

delegate_noop!(User: ExtIdleNotifierV1);
delegate_noop!(User: ignore WlSeat);
