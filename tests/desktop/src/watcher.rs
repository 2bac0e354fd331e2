use tokio::sync::watch;
use zbus::message::Header;
use zbus::object_server::SignalEmitter;

/// Where the watcher is.
pub const PATH: &str = "/StatusNotifierWatcher";

/// An item of the tray: the bus name of its program, and its path there.
pub type Item = (String, String);

/// What a panel offers to programs that want an icon in its tray.
pub struct Watcher {
    /// The items that have come.
    pub items: watch::Sender<Vec<Item>>,
}

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    async fn register_status_notifier_item(
        &self,
        service: String,
        #[zbus(header)] header: Header<'_>,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) {
        let item = if service.starts_with('/') {
            (header.sender().unwrap().to_string(), service.clone())
        } else {
            (service.clone(), "/StatusNotifierItem".to_owned())
        };
        self.items.send_modify(|items| items.push(item));
        Self::status_notifier_item_registered(&emitter, &service).await.unwrap();
    }

    fn register_status_notifier_host(&self, _service: String) {}

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        self.items.borrow().iter().map(|(name, path)| format!("{name}{path}")).collect()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }

    #[zbus(signal)]
    async fn status_notifier_item_registered(emitter: &SignalEmitter<'_>, service: &str) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn status_notifier_item_unregistered(emitter: &SignalEmitter<'_>, service: &str) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn status_notifier_host_registered(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;
}
