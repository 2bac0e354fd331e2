use std::os::unix::net::UnixStream as Pair;

use tokio::io::AsyncReadExt;
use tokio::net::UnixStream;
use tokio::sync::{Mutex, mpsc, watch};
use tokio::time::timeout;
use zbus::object_server::SignalEmitter;
use zbus::{Connection, ObjectPath, OwnedFd};

const PATH: &str = "/org/freedesktop/login1";
const SESSION: &str = "/org/freedesktop/login1/session/_31";

/// What logind tells of computer and session, as a story wants it.
pub struct Logind {
    connection: Connection,
    /// What sleep has to wait for, newest last: each ends when the other side lets go.
    delays: Mutex<mpsc::UnboundedReceiver<Pair>>,
    /// Whether somebody has asked how the session is.
    asked: watch::Receiver<bool>,
}

impl Logind {
    /// Serves `org.freedesktop.login1` on this bus; the session is open and in front.
    pub async fn serve(bus: &str) -> Self {
        let (granted, delays) = mpsc::unbounded_channel();
        let (ask, asked) = watch::channel(false);
        let session = Session { locked: false, active: true, ask };
        let builder = zbus::connection::Builder::address(bus).serve_at(PATH, Manager { granted });
        let builder = builder.serve_at(SESSION, session).name("org.freedesktop.login1");
        Self { connection: builder.build().await.unwrap(), delays: Mutex::new(delays), asked }
    }

    /// Waits until the agent listens to what is told of the session: it asks how that is once it does.
    pub async fn is_heard(&self) {
        let mut asked = self.asked.clone();
        let heard = timeout(rig::PATIENCE, asked.wait_for(|asked| *asked)).await;
        assert!(*heard.expect("the agent listens to logind").unwrap());
    }

    /// Waits until somebody wants sleep to wait.
    pub async fn delay(&self) -> Delay {
        let asked = timeout(rig::PATIENCE, async { self.delays.lock().await.recv().await });
        let pair = asked.await.expect("somebody wants sleep to wait").unwrap();
        pair.set_nonblocking(true).unwrap();
        Delay(UnixStream::from_std(pair).unwrap())
    }

    /// The computer is about to sleep, or has woken.
    pub async fn prepares_for_sleep(&self, begins: bool) {
        Manager::prepare_for_sleep(&self.emitter(PATH), begins).await.unwrap();
    }

    /// The desktop's lock screen comes or goes.
    pub async fn session_is_locked(&self, locked: bool) {
        let session = self.connection.object_server().interface::<_, Session>(SESSION).await.unwrap();
        session.get_mut().await.locked = locked;
        session.get().await.locked_hint_changed(session.signal_emitter()).await.unwrap();
    }

    /// Somebody asks the desktop to lock, as `loginctl lock-session` does, or to unlock.
    pub async fn session_shall_lock(&self, lock: bool) {
        let emitter = self.emitter(SESSION);
        if lock { Session::lock(&emitter).await.unwrap() } else { Session::unlock(&emitter).await.unwrap() }
    }

    /// Another user of the bus says in logind's words that the desktop shall unlock.
    pub async fn a_stranger_says_unlock(&self, bus: &str) {
        let stranger = zbus::connection::Builder::address(bus).build().await.unwrap();
        Session::unlock(&SignalEmitter::new(&stranger, SESSION).unwrap()).await.unwrap();
    }

    /// Another user comes in front of the computer, or goes.
    pub async fn session_is_in_front(&self, active: bool) {
        let session = self.connection.object_server().interface::<_, Session>(SESSION).await.unwrap();
        session.get_mut().await.active = active;
        session.get().await.active_changed(session.signal_emitter()).await.unwrap();
    }

    fn emitter(&self, path: &'static str) -> SignalEmitter<'static> {
        SignalEmitter::new(&self.connection, path).unwrap()
    }
}

/// Something that sleep waits for.
pub struct Delay(UnixStream);

impl Delay {
    /// Whether sleep still waits for it.
    pub fn holds(&self) -> bool {
        self.0.try_read(&mut [0]).is_err()
    }

    /// Waits until sleep need not wait any more.
    pub async fn ends(mut self) {
        let ended = timeout(rig::PATIENCE, self.0.read(&mut [0])).await;
        assert_eq!(ended.expect("sleep waits no more").unwrap(), 0);
    }
}

struct Manager {
    granted: mpsc::UnboundedSender<Pair>,
}

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Manager {
    fn get_session(&self, id: &str) -> zbus::fdo::Result<ObjectPath<'static>> {
        let known = (id == "auto").then(|| ObjectPath::from_static_str_unchecked(SESSION));
        known.ok_or_else(|| zbus::fdo::Error::InvalidArgs(format!("there is no session {id}")))
    }

    fn inhibit(&self, what: &str, _who: &str, _why: &str, mode: &str) -> OwnedFd {
        assert_eq!((what, mode), ("sleep", "delay"));
        let (ours, theirs) = Pair::pair().unwrap();
        self.granted.send(ours).unwrap();
        std::os::fd::OwnedFd::from(theirs).into()
    }

    #[zbus(signal)]
    async fn prepare_for_sleep(emitter: &SignalEmitter<'_>, begins: bool) -> zbus::Result<()>;
}

struct Session {
    locked: bool,
    active: bool,
    ask: watch::Sender<bool>,
}

#[zbus::interface(name = "org.freedesktop.login1.Session")]
impl Session {
    #[zbus(property)]
    fn locked_hint(&self) -> bool {
        self.ask.send_replace(true);
        self.locked
    }

    #[zbus(property)]
    fn active(&self) -> bool {
        self.active
    }

    #[zbus(signal)]
    async fn lock(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn unlock(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;
}
