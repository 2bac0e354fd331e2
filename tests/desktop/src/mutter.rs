use tokio::sync::{Mutex, mpsc};
use tokio::time::timeout;
use zbus::Connection;
use zbus::object_server::SignalEmitter;

const PATH: &str = "/org/gnome/Mutter/IdleMonitor/Core";

/// GNOME's compositor, as far as it tells of idle users; a story says when somebody is idle.
pub struct Mutter {
    connection: Connection,
    /// The watches that were asked for, in milliseconds.
    asked: Mutex<mpsc::UnboundedReceiver<u64>>,
}

impl Mutter {
    /// Serves `org.gnome.Mutter.IdleMonitor` on this bus.
    pub async fn serve(bus: &str) -> Self {
        let (ask, asked) = mpsc::unbounded_channel();
        let builder = zbus::connection::Builder::address(bus).serve_at(PATH, Monitor { ask, last: 0 });
        let connection = builder.name("org.gnome.Mutter.IdleMonitor").build().await.unwrap();
        Self { connection, asked: Mutex::new(asked) }
    }

    /// Waits for the next watch, and returns its time in milliseconds. They are numbered from 1.
    pub async fn watch(&self) -> u64 {
        let asked = timeout(rig::PATIENCE, async { self.asked.lock().await.recv().await });
        asked.await.expect("a watch is asked for").unwrap()
    }

    /// Nobody has touched the computer for the time of this watch.
    pub async fn fires(&self, watch: u32) {
        let emitter = SignalEmitter::new(&self.connection, PATH).unwrap();
        Monitor::watch_fired(&emitter, watch).await.unwrap();
    }
}

struct Monitor {
    ask: mpsc::UnboundedSender<u64>,
    last: u32,
}

#[zbus::interface(name = "org.gnome.Mutter.IdleMonitor")]
impl Monitor {
    fn add_idle_watch(&mut self, interval: u64) -> u32 {
        self.ask.send(interval).unwrap();
        self.last += 1;
        self.last
    }

    fn get_idletime(&self) -> u64 {
        7
    }

    #[zbus(signal)]
    async fn watch_fired(emitter: &SignalEmitter<'_>, id: u32) -> zbus::Result<()>;
}
