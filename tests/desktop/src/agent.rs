use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use bridge::{Address, Answer, Caller, Link, Profile, Request, Role, Snapshot};
use rig::Session;

use crate::{eventually, program};

/// The running agent.
pub struct Agent {
    process: Child,
    address: Address,
}

impl Agent {
    /// Starts it in this session.
    pub fn start(session: &Session) -> Self {
        Self::run(session, session.command(program("takecare")).arg("agent"))
    }

    /// Starts it so that its memory can be read.
    pub fn start_inspectable(session: &Session) -> Self {
        Self::run(session, session.command(program("takecare")).args(["agent", "--inspectable"]))
    }

    /// Starts it by this command.
    pub fn run(session: &Session, command: &mut Command) -> Self {
        let log = File::options().create(true).append(true).open(session.folder().join("logs/agent")).unwrap();
        let process = command.stdout(Stdio::null()).stderr(log).spawn().unwrap();
        Self { process, address: Address::inside(session.runtime().join(Profile::default().qualified())) }
    }

    /// Waits until it answers.
    pub async fn answers(&self) {
        let asked = async || self.try_ask(Request::Snapshot).await.is_some();
        eventually("the agent answers", asked, |answers| *answers).await;
    }

    /// Asks it something that it must grant.
    pub async fn ask(&self, request: Request) -> Answer {
        self.connect().await.expect("the agent answers").ask(request).await.unwrap()
    }

    /// Asks it something; `None` when it does not grant it, or is not there to answer.
    pub async fn try_ask(&self, request: Request) -> Option<Answer> {
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

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.process.id()
    }

    /// The process of the window it has started, if it runs.
    pub fn window(&self) -> Option<u32> {
        let own = self.process.id();
        let list = std::fs::read_to_string(format!("/proc/{own}/task/{own}/children")).unwrap();
        let comm = |id: &str| std::fs::read_to_string(Path::new("/proc").join(id).join("comm")).ok();
        let is_window = |id: &&str| comm(id).is_some_and(|name| name.trim() == "takecare-window");
        list.split_whitespace().find(is_window).map(|id| id.parse().unwrap())
    }

    /// Waits until the process of its window runs, or does not.
    pub async fn has_window(&self, open: bool) {
        eventually("the window's process", async || self.window(), |window| window.is_some() == open).await;
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
        self.kill();
    }

    /// The same, for those who start another one in its place.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Where it can be asked, as those after it.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Asks it to end, and waits for that.
    pub async fn quits(mut self) {
        self.ask(Request::Quit).await;
        self.ends().await;
    }

    /// Waits until it has ended, by whatever made it.
    pub async fn ends(&mut self) -> ExitStatus {
        let ended = async || self.process.try_wait().unwrap();
        eventually("the agent ends", ended, Option::is_some).await.unwrap()
    }
}
