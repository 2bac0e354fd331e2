use std::io::ErrorKind;
use std::os::fd::BorrowedFd;
use std::os::unix::net;
use std::path::Path;
use std::sync::Arc;

use tokio::io::Interest;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{Mutex, mpsc};
use tokio::time::timeout;
use wayland_protocols::ext::idle_notify::v1::server::ext_idle_notification_v1::ExtIdleNotificationV1;
use wayland_protocols::ext::idle_notify::v1::server::ext_idle_notifier_v1::{self, ExtIdleNotifierV1};
use wayland_server::protocol::wl_seat::WlSeat;
use wayland_server::{Client, DataInit, Dispatch, Display, DisplayHandle, GlobalDispatch, New, Resource};

/// A Wayland compositor, as far as it tells of idle users by ext-idle-notify; a story says when somebody is idle. No compositor
/// that can be installed here has that protocol.
pub struct Compositor {
    /// How long nobody has touched the computer, in milliseconds.
    idle: mpsc::UnboundedSender<u32>,
    /// The times that were asked for, in milliseconds.
    asked: Mutex<mpsc::UnboundedReceiver<u32>>,
}

impl Compositor {
    /// Listens at this socket.
    pub fn serve(socket: &Path) -> Self {
        let (idle, idle_times) = mpsc::unbounded_channel();
        let (ask, asked) = mpsc::unbounded_channel();
        let listener = UnixListener::bind(socket).unwrap();
        let ward = Ward { ask, watches: Vec::new() };
        tokio::spawn(ward.run(listener, idle_times));
        Self { idle, asked: Mutex::new(asked) }
    }

    /// Waits for the next watch, and returns its time in milliseconds.
    pub async fn watch(&self) -> u32 {
        let asked = timeout(rig::PATIENCE, async { self.asked.lock().await.recv().await });
        asked.await.expect("a watch is asked for").unwrap()
    }

    /// Nobody has touched the computer for so many milliseconds.
    pub fn rests(&self, milliseconds: u32) {
        self.idle.send(milliseconds).unwrap();
    }
}

/// What runs behind it, until it is dropped.
struct Ward {
    ask: mpsc::UnboundedSender<u32>,
    watches: Vec<(u32, ExtIdleNotificationV1)>,
}

impl Ward {
    async fn run(mut self, listener: UnixListener, mut idle_times: mpsc::UnboundedReceiver<u32>) {
        let mut display = Display::<Self>::new().unwrap();
        let mut screen = display.handle();
        screen.create_global::<Self, WlSeat, ()>(1, ());
        screen.create_global::<Self, ExtIdleNotifierV1, ()>(1, ());
        let requests = waited_on(display.backend().poll_fd());
        loop {
            tokio::select! {
                accepted = listener.accept() => {
                    let (client, _) = accepted.unwrap();
                    screen.insert_client(client.into_std().unwrap(), Arc::new(())).unwrap();
                }
                readable = requests.readable() => {
                    readable.unwrap();
                    requests.try_io(Interest::READABLE, || Err::<(), _>(ErrorKind::WouldBlock.into())).unwrap_err();
                    display.dispatch_clients(&mut self).unwrap();
                }
                time = idle_times.recv() => match time {
                    Some(time) => self.rests(time),
                    None => return,
                },
            }
            display.flush_clients().unwrap();
        }
    }

    fn rests(&self, time: u32) {
        for (_, watch) in self.watches.iter().filter(|(after, watch)| *after <= time && watch.is_alive()) {
            watch.idled();
        }
    }
}

/// What the library reads, only waited on.
fn waited_on(requests: BorrowedFd<'_>) -> UnixStream {
    let requests = net::UnixStream::from(requests.try_clone_to_owned().unwrap());
    requests.set_nonblocking(true).unwrap();
    UnixStream::from_std(requests).unwrap()
}

impl GlobalDispatch<WlSeat, ()> for Ward {
    fn bind(_: &mut Self, _: &DisplayHandle, _: &Client, seat: New<WlSeat>, (): &(), init: &mut DataInit<'_, Self>) {
        init.init(seat, ());
    }
}

impl GlobalDispatch<ExtIdleNotifierV1, ()> for Ward {
    fn bind(
        _: &mut Self,
        _: &DisplayHandle,
        _: &Client,
        notifier: New<ExtIdleNotifierV1>,
        (): &(),
        init: &mut DataInit<'_, Self>,
    ) {
        init.init(notifier, ());
    }
}

impl Dispatch<ExtIdleNotifierV1, ()> for Ward {
    fn request(
        ward: &mut Self,
        _: &Client,
        _: &ExtIdleNotifierV1,
        request: ext_idle_notifier_v1::Request,
        (): &(),
        _: &DisplayHandle,
        init: &mut DataInit<'_, Self>,
    ) {
        if let ext_idle_notifier_v1::Request::GetIdleNotification { id, timeout, .. } = request {
            ward.watches.push((timeout, init.init(id, ())));
            ward.ask.send(timeout).unwrap();
        }
    }
}

/// What is asked of these changes nothing.
macro_rules! passed_over {
    ($($object:ty),+) => {$(
        impl Dispatch<$object, ()> for Ward {
            fn request(
                _: &mut Self,
                _: &Client,
                _: &$object,
                _: <$object as Resource>::Request,
                (): &(),
                _: &DisplayHandle,
                _: &mut DataInit<'_, Self>,
            ) {
            }
        }
    )+};
}

passed_over!(ExtIdleNotificationV1, WlSeat);
