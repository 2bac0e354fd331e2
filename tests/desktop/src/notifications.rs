use std::collections::HashMap;

use tokio::sync::watch;
use tokio::time::timeout;
use zbus::fdo::RequestNameFlags;
use zbus::message::Header;
use zbus::object_server::{InterfaceRef, SignalEmitter};
use zbus::{Connection, OwnedVariant};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// The reason the specification gives to a toast that the program itself took away.
const BY_CALL: u32 = 3;

/// A toast as the notification service got it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// The service's number.
    pub number: u32,
    /// The icon: the name of its file, without folder and ending.
    pub icon: String,
    /// The title line.
    pub title: String,
    /// The text below.
    pub body: String,
    /// The keys of its actions.
    pub actions: Vec<String>,
    /// The name of its sound in the sound theme.
    pub sound: Option<String>,
    /// Whether it has been taken away.
    pub closed: bool,
    /// The connection it came by, as the bus names it.
    pub connection: String,
}

/// What a notification service does with the next toast.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Whim {
    /// Shows it.
    None,
    /// Shows it to somebody who presses this button before the program has learnt the toast's number.
    Presses(String),
    /// Ends without an answer.
    Ends,
}

/// A notification service that remembers every toast, and whose user can press buttons.
pub struct Notifications {
    connection: Connection,
    toasts: watch::Receiver<Vec<Toast>>,
}

impl Notifications {
    /// Shows toasts on this bus, or waits in line until whoever does it ends. It reads markup in bodies.
    pub async fn serve(bus: &str) -> Self {
        Self::with(bus, &["actions", "body", "body-markup", "icon-static", "persistence"]).await
    }

    /// The same, but text is text to it.
    pub async fn serve_plain(bus: &str) -> Self {
        Self::with(bus, &["actions", "body"]).await
    }

    async fn with(bus: &str, capabilities: &'static [&'static str]) -> Self {
        let (remember, toasts) = watch::channel(Vec::new());
        let service = Service { capabilities, whim: Whim::None, remember };
        let connection = zbus::connection::Builder::address(bus).serve_at(PATH, service).build().await.unwrap();
        connection.request_name_with_flags(NAME, RequestNameFlags::empty()).await.unwrap();
        Self { connection, toasts }
    }

    /// It ends, as when it crashes.
    pub async fn ends(&self) {
        self.connection.clone().close().await.unwrap();
    }

    /// It will end when it is told of the next toast.
    pub async fn will_end(&self) {
        self.service().await.get_mut().await.whim = Whim::Ends;
    }

    /// Somebody will press this button of the next toast at once.
    pub async fn will_press(&self, action: &str) {
        self.service().await.get_mut().await.whim = Whim::Presses(action.to_owned());
    }

    /// Every call so far that showed a toast, replaced and closed ones included.
    pub fn all(&self) -> Vec<Toast> {
        self.toasts.borrow().clone()
    }

    /// Waits until the calls so far are as they should be, and returns them.
    pub async fn wait_for(&self, what: &str, is_so: impl FnMut(&Vec<Toast>) -> bool) -> Vec<Toast> {
        let mut toasts = self.toasts.clone();
        let seen = timeout(rig::PATIENCE, toasts.wait_for(is_so)).await.map(|seen| seen.unwrap().clone());
        seen.unwrap_or_else(|_| panic!("{what}: in vain; the toasts are {:?}", self.all()))
    }

    /// Waits for a toast with this icon.
    pub async fn toast(&self, icon: &str) -> Toast {
        let with = |toast: &&Toast| toast.icon == icon;
        let toasts = self.wait_for(icon, |toasts| toasts.iter().any(|toast| with(&toast))).await;
        toasts.iter().find(with).unwrap().clone()
    }

    /// Presses a button of a toast; as most services do, this one closes it then.
    pub async fn press(&self, toast: &Toast, action: &str) {
        let service = self.service().await;
        let emitter = service.signal_emitter();
        Service::action_invoked(emitter, toast.number, action).await.unwrap();
        service.get().await.forget(toast.number);
        Service::notification_closed(emitter, toast.number, 2).await.unwrap();
    }

    async fn service(&self) -> InterfaceRef<Service> {
        self.connection.object_server().interface(PATH).await.unwrap()
    }
}

struct Service {
    capabilities: &'static [&'static str],
    whim: Whim,
    remember: watch::Sender<Vec<Toast>>,
}

impl Service {
    fn forget(&self, number: u32) {
        self.remember.send_modify(|toasts| {
            toasts.iter_mut().filter(|toast| toast.number == number).for_each(|toast| toast.closed = true);
        });
    }
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Service {
    #[allow(clippy::too_many_arguments, clippy::needless_pass_by_value, reason = "the specification says so")]
    async fn notify(
        &mut self,
        _program: String,
        replaces: u32,
        icon: &str,
        title: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedVariant>,
        _milliseconds: i32,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] own: &Connection,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> u32 {
        let whim = std::mem::replace(&mut self.whim, Whim::None);
        if whim == Whim::Ends {
            own.clone().close().await.unwrap();
            return 0;
        }
        let icon = std::path::Path::new(icon).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        // Keys and labels take turns.
        let actions = actions.into_iter().step_by(2).collect();
        let sound = hints.get("sound-name").map(|sound| sound.downcast_ref::<String>().unwrap());
        let connection = header.sender().unwrap().to_string();
        let mut number = replaces;
        self.remember.send_modify(|toasts| {
            if number == 0 {
                number = u32::try_from(toasts.len()).unwrap() + 1;
            }
            let icon = icon.unwrap_or_default();
            toasts.push(Toast { number, icon, title, body, actions, sound, closed: false, connection });
        });
        if let Whim::Presses(action) = whim {
            Self::action_invoked(&emitter, number, &action).await.unwrap();
        }
        number
    }

    async fn close_notification(&self, number: u32, #[zbus(signal_emitter)] emitter: SignalEmitter<'_>) {
        self.forget(number);
        Self::notification_closed(&emitter, number, BY_CALL).await.unwrap();
    }

    fn get_capabilities(&self) -> Vec<&str> {
        self.capabilities.to_vec()
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        let [name, vendor, version, specification] = ["stage", "takecare", "1", "1.2"].map(str::to_owned);
        (name, vendor, version, specification)
    }

    #[zbus(signal)]
    async fn notification_closed(emitter: &SignalEmitter<'_>, number: u32, reason: u32) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn action_invoked(emitter: &SignalEmitter<'_>, number: u32, action: &str) -> zbus::Result<()>;
}
