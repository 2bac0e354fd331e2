use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use bridge::{Address, Answer, Caller, Link, Profile, Request, Role, Snapshot};
use e2e::{ADA, PASSWORD, Ward};
use rig::{Part, Session};
use tokio::sync::{Mutex, MutexGuard};

use crate::{Notifications, Tray, eventually, program};

/// One story at a time: a session, a browser engine and a server each are enough for two cores.
static TURN: Mutex<()> = Mutex::const_new(());

/// The ward's hub, and Ada's desktop with its tray, toasts and keyring.
pub struct Stage {
    /// The ward.
    pub ward: Ward,
    /// The tray of her panel.
    pub tray: Tray,
    /// Her notification service.
    pub toasts: Notifications,
    /// Her desktop.
    pub session: Session,
    _turn: MutexGuard<'static, ()>,
}

impl Stage {
    /// A desktop with everything.
    pub async fn set() -> Self {
        Self::with(&[Part::Keyring, Part::WindowManager, Part::WebDriver]).await
    }

    /// A desktop with these parts; its tray and its notification service are always there.
    pub async fn with(parts: &[Part]) -> Self {
        let turn = TURN.lock().await;
        let session = Session::open(parts).unwrap();
        let toasts = Notifications::serve(&session.bus()).await;
        let tray = Tray::serve(&session.bus()).await;
        Self { ward: Ward::open().await, tray, toasts, session, _turn: turn }
    }

    /// Starts the agent.
    pub async fn start_agent(&self) -> Agent {
        self.start(self.session.command(program("takecare"))).await
    }

    /// Starts the agent so that a file which may not grow is an error to it and not its end, as on a full disk.
    pub async fn start_agent_that_survives_limits(&self) -> Agent {
        let mut shell = self.session.command("sh");
        shell.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]).arg(program("takecare"));
        self.start(shell).await
    }

    async fn start(&self, mut command: Command) -> Agent {
        let log = std::fs::File::options().create(true).append(true).open(self.session.folder().join("logs/agent"));
        let process = command.arg("agent").stdout(Stdio::null()).stderr(log.unwrap()).spawn().unwrap();
        let agent = Agent { process, address: Address::inside(self.socket_folder()) };
        eventually("the agent answers", async || agent.try_ask(Request::Snapshot).await.is_some(), |answers| *answers)
            .await;
        agent
    }

    /// Starts the agent and signs Ada in.
    pub async fn sign_ada_in(&self) -> Agent {
        let agent = self.start_agent().await;
        self.sign_in(&agent).await;
        agent
    }

    /// Signs Ada in.
    pub async fn sign_in(&self, agent: &Agent) {
        let (server, email, password) =
            (self.ward.server(), ADA.to_owned(), bridge::Password::new(PASSWORD.to_owned()));
        agent.ask(Request::SignIn { server, email, password }).await;
        agent.is_live().await;
    }

    /// Runs `takecare` with these arguments, to its end.
    pub fn takecare(&self, arguments: &[&str]) -> Output {
        self.session.command(program("takecare")).args(arguments).output().unwrap()
    }

    /// What the system tells when the computer wakes.
    pub async fn the_computer_wakes(&self) {
        let bus = zbus::connection::Builder::address(self.session.bus().as_str()).build().await.unwrap();
        let (path, interface) = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager");
        bus.emit_signal(None::<&str>, path, interface, "PrepareForSleep", &false).await.unwrap();
    }

    /// Whether the window can be seen.
    pub async fn window_is_open(&self, open: bool) {
        eventually("the window", async || self.session.shows("TakeCare").unwrap(), |shown| *shown == open).await;
    }

    /// Where the agent keeps what it stores.
    pub fn data(&self) -> PathBuf {
        self.session.folder().join("home/.local/share").join(Profile::default().qualified())
    }

    fn socket_folder(&self) -> PathBuf {
        self.session.runtime().join(Profile::default().qualified())
    }
}

/// The running agent.
pub struct Agent {
    process: Child,
    address: Address,
}

impl Agent {
    /// Asks it something that it must grant.
    pub async fn ask(&self, request: Request) -> Answer {
        self.connect().await.expect("the agent answers").ask(request).await.unwrap()
    }

    async fn try_ask(&self, request: Request) -> Option<Answer> {
        self.connect().await?.ask(request).await.ok()
    }

    async fn connect(&self) -> Option<Caller> {
        bridge::connect(&self.address, Role::CommandLine).await.ok().map(|(caller, _)| caller)
    }

    /// Waits until it is connected and knows that nothing is missing.
    pub async fn is_live(&self) {
        let live = |snapshot: &Snapshot| matches!(snapshot.link, Link::Live { .. }) && snapshot.checked.is_some();
        eventually("the agent is live", async || self.snapshot().await, live).await;
    }

    /// The state as it shows it.
    pub async fn snapshot(&self) -> Snapshot {
        match self.ask(Request::Snapshot).await {
            Answer::Snapshot(snapshot) => snapshot,
            other => panic!("{other:?} is no snapshot"),
        }
    }

    /// Its process, and those it started, by the names of their programs.
    pub fn children(&self) -> Vec<String> {
        let own = self.process.id();
        let list = std::fs::read_to_string(format!("/proc/{own}/task/{own}/children")).unwrap();
        let name = |id: &str| std::fs::read_to_string(Path::new("/proc").join(id).join("comm")).ok();
        list.split_whitespace().filter_map(name).map(|name| name.trim().to_owned()).collect()
    }

    /// Waits until the process of its window runs, or does not.
    pub async fn has_window(&self, open: bool) {
        let has = async || self.children().iter().any(|name| name == "takecare-window");
        eventually("the window's process", has, |has| *has == open).await;
    }

    /// Lets no file of it grow beyond so many bytes; `None` lifts that.
    pub fn may_write(&self, limit: Option<u64>) {
        let limit = limit.map_or_else(|| "unlimited".to_owned(), |bytes| bytes.to_string());
        let done = Command::new("prlimit")
            .args([format!("--pid={}", self.process.id()), format!("--fsize={limit}:unlimited")])
            .status();
        assert!(done.unwrap().success());
    }

    /// Whether it still runs.
    pub fn lives(&mut self) -> bool {
        self.process.try_wait().unwrap().is_none()
    }

    /// Ends it as a power cut would.
    pub fn is_killed(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Asks it to end, and waits for that.
    pub async fn quits(mut self) {
        self.ask(Request::Quit).await;
        eventually("the agent ends", async || self.lives(), |lives| !lives).await;
    }
}
