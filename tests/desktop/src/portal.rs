use std::collections::HashMap;

use tokio::sync::watch;
use tokio::time::timeout;
use zbus::message::Header;
use zbus::object_server::{InterfaceRef, SignalEmitter};
use zbus::{Connection, OwnedObjectPath, OwnedVariant, Variant};

const PATH: &str = "/org/freedesktop/portal/desktop";

/// A shortcut as it was asked for: its name, and the keys that were proposed.
pub type Shortcut = (String, String);

type Words = HashMap<String, OwnedVariant>;

/// A Wayland desktop's portal, as far as it keeps keys for programs.
pub struct Portal {
    connection: Connection,
    bound: watch::Receiver<Option<Bound>>,
}

/// What a program has.
#[derive(Debug, Clone)]
struct Bound {
    session: OwnedObjectPath,
    shortcuts: Vec<Shortcut>,
}

impl Portal {
    /// Serves `org.freedesktop.portal.GlobalShortcuts` on this bus; its user grants everything.
    pub async fn serve(bus: &str) -> Self {
        Self::with(bus, true).await
    }

    /// The same, with a user who grants nothing.
    pub async fn serve_refusing(bus: &str) -> Self {
        Self::with(bus, false).await
    }

    async fn with(bus: &str, grants: bool) -> Self {
        let (bind, bound) = watch::channel(None);
        let shortcuts = Shortcuts { grants, sessions: 0, bind };
        let builder = zbus::connection::Builder::address(bus).serve_at(PATH, shortcuts);
        let connection = builder.name("org.freedesktop.portal.Desktop").build().await.unwrap();
        Self { connection, bound }
    }

    /// Waits until a program has asked for shortcuts like these.
    pub async fn is_asked_for(&self, wanted: &[(&str, &str)]) {
        let wanted: Vec<Shortcut> = wanted.iter().map(|(id, keys)| ((*id).to_owned(), (*keys).to_owned())).collect();
        let mut bound = self.bound.clone();
        let is_so = |bound: &Option<Bound>| bound.as_ref().is_some_and(|bound| bound.shortcuts == wanted);
        let asked = timeout(rig::PATIENCE, bound.wait_for(is_so)).await.is_ok();
        assert!(asked, "{wanted:?}: in vain; it was asked for {:?}", self.bound.borrow());
    }

    /// Somebody presses the keys of a shortcut.
    pub async fn press(&self, id: &str) {
        let session = self.bound.borrow().as_ref().unwrap().session.clone();
        self.press_in(session, id).await;
    }

    /// Somebody presses keys that another program's session has under this name.
    pub async fn press_elsewhere(&self, id: &str) {
        let other = OwnedObjectPath::try_from(format!("{PATH}/session/1_1/other")).unwrap();
        self.press_in(other, id).await;
    }

    async fn press_in(&self, session: OwnedObjectPath, id: &str) {
        let portal: InterfaceRef<Shortcuts> = self.connection.object_server().interface(PATH).await.unwrap();
        Shortcuts::activated(portal.signal_emitter(), session, id, 0, HashMap::new()).await.unwrap();
    }

    /// How often it was asked for anything.
    pub async fn sessions(&self) -> u32 {
        let portal: InterfaceRef<Shortcuts> = self.connection.object_server().interface(PATH).await.unwrap();
        portal.get().await.sessions
    }

    /// It ends, as when it crashes.
    pub async fn ends(self) {
        self.connection.close().await.unwrap();
    }
}

struct Shortcuts {
    grants: bool,
    sessions: u32,
    bind: watch::Sender<Option<Bound>>,
}

#[zbus::interface(name = "org.freedesktop.portal.GlobalShortcuts")]
impl Shortcuts {
    async fn create_session(
        &mut self,
        options: Words,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] own: &Connection,
    ) -> OwnedObjectPath {
        self.sessions += 1;
        let session = format!("{PATH}/session/{}/{}", self.sessions, text(&options, "session_handle_token"));
        answer(own, &header, &options, 0, HashMap::from([("session_handle", session.into())])).await
    }

    async fn bind_shortcuts(
        &mut self,
        session: OwnedObjectPath,
        shortcuts: Vec<(String, Words)>,
        _window: String,
        options: Words,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] own: &Connection,
    ) -> OwnedObjectPath {
        let shortcuts = shortcuts.into_iter().map(|(id, words)| (id, text(&words, "preferred_trigger"))).collect();
        self.bind.send_replace(Some(Bound { session, shortcuts }));
        answer(own, &header, &options, u32::from(!self.grants), HashMap::new()).await
    }

    #[zbus(signal)]
    async fn activated(
        emitter: &SignalEmitter<'_>,
        session: OwnedObjectPath,
        id: &str,
        time: u64,
        options: HashMap<&str, Variant<'_>>,
    ) -> zbus::Result<()>;
}

/// Says it by the signal that a program waits for, before it even knows where that will come from.
async fn answer(
    own: &Connection,
    header: &Header<'_>,
    options: &Words,
    verdict: u32,
    words: HashMap<&str, Variant<'_>>,
) -> OwnedObjectPath {
    let program = header.sender().unwrap();
    let name = program.trim_start_matches(':').replace('.', "_");
    let request = format!("{PATH}/request/{name}/{}", text(options, "handle_token"));
    let said = (verdict, words);
    let interface = "org.freedesktop.portal.Request";
    own.emit_signal(Some(program.clone()), request.as_str(), interface, "Response", &said).await.unwrap();
    request.try_into().unwrap()
}

fn text(words: &Words, key: &str) -> String {
    words[key].downcast_ref::<String>().unwrap()
}
