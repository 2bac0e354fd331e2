use std::path::PathBuf;
use std::process::Output;

use bridge::{Profile, Request};
use e2e::{ADA, PASSWORD, Ward};
use rig::{Part, Session};
use tokio::sync::{Mutex, MutexGuard};

use crate::{Agent, Notifications, Tray, eventually, program, wake};

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
        let agent = Agent::start(&self.session);
        agent.answers().await;
        agent
    }

    /// Starts the agent as a Wayland desktop does, whose socket is `ward`.
    pub async fn start_agent_on_wayland(&self) -> Agent {
        let mut takecare = self.session.command(program("takecare"));
        let agent = Agent::run(&self.session, takecare.env("WAYLAND_DISPLAY", "ward").arg("agent"));
        agent.answers().await;
        agent
    }

    /// Starts the agent so that its memory can be read.
    pub async fn start_inspectable_agent(&self) -> Agent {
        let agent = Agent::start_inspectable(&self.session);
        agent.answers().await;
        agent
    }

    /// Starts the agent so that a file which may not grow is an error to it and not its end, as on a full disk.
    pub async fn start_agent_that_survives_limits(&self) -> Agent {
        let mut shell = self.session.command("sh");
        shell.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]).arg(program("takecare")).arg("agent");
        let agent = Agent::run(&self.session, &mut shell);
        agent.answers().await;
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
        wake(&self.session).await;
    }

    /// The desktop's screen saver tells, after something that nobody understands, that it has come, or gone.
    pub async fn screen_saver_is(&self, on: bool) {
        let bus = zbus::connection::Builder::address(self.session.bus().as_str()).build().await.unwrap();
        let name = "org.xfce.ScreenSaver";
        bus.emit_signal(None::<&str>, "/org/xfce/ScreenSaver", name, "ActiveChanged", &"strange").await.unwrap();
        bus.emit_signal(None::<&str>, "/org/xfce/ScreenSaver", name, "ActiveChanged", &on).await.unwrap();
    }

    /// Whether the window can be seen.
    pub async fn window_is_open(&self, open: bool) {
        eventually("the window", async || self.session.shows("TakeCare").unwrap(), |shown| *shown == open).await;
    }

    /// Where the agent keeps what it stores.
    pub fn data(&self) -> PathBuf {
        self.session.folder().join("home/.local/share").join(Profile::default().qualified())
    }
}
