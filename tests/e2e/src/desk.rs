use std::sync::Arc;
use std::time::Duration;

use bridge::settings::Settings;
use bridge::{Answer, Fault, Filter, Finding, Link, Page, Password, Request, Row, Snapshot, Topic, Verdict};
use client::{Client, Effect, MemoryVault, Network, Setup, Stir, Toast};
use protocol::NotificationId;
use tempfile::TempDir;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

use crate::{ADA, PATIENCE};

/// A desktop: its folder and keyring stay when it is switched off.
pub struct Desk {
    /// What it stores.
    pub folder: TempDir,
    /// Its keyring.
    pub vault: Arc<MemoryVault>,
    network: Result<Network, Fault>,
    settings: watch::Sender<Arc<Settings>>,
    client: Client,
    effects: mpsc::UnboundedReceiver<Effect>,
}

impl Desk {
    /// A new one, with nobody signed in.
    pub fn switch_on() -> Self {
        Self::with(tempfile::tempdir().unwrap(), Arc::default())
    }

    /// A new one with roads of its own, or with none that may be taken.
    pub fn on(network: Result<Network, Fault>) -> Self {
        Self::start(tempfile::tempdir().unwrap(), Arc::default(), network, Settings::default())
    }

    /// One with this folder and keyring.
    pub fn with(folder: TempDir, vault: Arc<MemoryVault>) -> Self {
        Self::start(folder, vault, Ok(Network::system()), Settings::default())
    }

    /// A new one on which this is set.
    pub fn set(settings: Settings) -> Self {
        Self::start(tempfile::tempdir().unwrap(), Arc::default(), Ok(Network::system()), settings)
    }

    /// Sets something from now on.
    pub fn sets(&self, change: impl FnOnce(&mut Settings)) {
        self.settings.send_modify(|settings| change(Arc::make_mut(settings)));
    }

    /// One with this folder, keyring, roads and settings.
    pub fn start(
        folder: TempDir,
        vault: Arc<MemoryVault>,
        network: Result<Network, Fault>,
        settings: Settings,
    ) -> Self {
        let keyring = Arc::clone(&vault) as Arc<dyn client::Vault>;
        let settings = watch::Sender::new(Arc::new(settings));
        let (data, network_of) = (folder.path().to_owned(), network.clone());
        let setup = Setup { data, vault: keyring, network: network_of, settings: settings.subscribe() };
        let (client, mut wanted) = client::start(setup).unwrap();
        // A screen that is never too slow: nothing is missed while a story looks elsewhere.
        let (screen, effects) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Some(effect) = wanted.recv().await {
                // Fails when the story has ended.
                let _ = screen.send(effect);
            }
        });
        Self { folder, vault, network, settings, client, effects }
    }

    /// Ends the client; what it stored waits for [`Self::with`].
    pub async fn switch_off(self) -> (TempDir, Arc<MemoryVault>) {
        let Self { folder, vault, client, mut effects, .. } = self;
        drop(client);
        // The channel closes when the engine has ended and let go of its database.
        timeout(PATIENCE, async { while effects.recv().await.is_some() {} }).await.expect("the client ends");
        (folder, vault)
    }

    /// Off and on again.
    pub async fn restarts(self) -> Self {
        let (network, settings) = (self.network.clone(), Settings::clone(&self.settings.borrow()));
        let (folder, vault) = self.switch_off().await;
        Self::start(folder, vault, network, settings)
    }

    /// Signs Ada in.
    pub async fn signs_in(&self, server: &str, password: &str) -> Result<Answer, Fault> {
        self.signs_in_as(ADA, server, password).await
    }

    /// Signs anybody in.
    pub async fn signs_in_as(&self, email: &str, server: &str, password: &str) -> Result<Answer, Fault> {
        let password = Password::new(password.to_owned());
        self.asks(Request::SignIn { server: server.to_owned(), email: email.to_owned(), password }).await
    }

    /// Asks the client.
    pub async fn asks(&self, request: Request) -> Result<Answer, Fault> {
        timeout(PATIENCE, self.client.ask(request)).await.expect("an answer")
    }

    /// What becomes of a test notification.
    pub async fn sends_itself_a_test(&self) -> Vec<Finding> {
        self.finds(Request::SendTest).await
    }

    /// What a self-check finds.
    pub async fn checks_itself(&self) -> Vec<Finding> {
        self.finds(Request::SelfCheck).await
    }

    async fn finds(&self, request: Request) -> Vec<Finding> {
        match self.asks(request).await.unwrap() {
            Answer::Findings(found) => found,
            other => panic!("{other:?} are no findings"),
        }
    }

    /// Waits until a self-check finds nothing bad but this, and brings what it says of it.
    pub async fn finds_bad(&self, topic: Topic) -> String {
        let found = async {
            loop {
                let mut bad = self.checks_itself().await;
                bad.retain(|finding| finding.verdict == Verdict::Bad);
                match bad.as_slice() {
                    [only] if only.topic == topic => return only.says.to_string(),
                    _ => tokio::time::sleep(Duration::from_millis(50)).await,
                }
            }
        };
        timeout(PATIENCE, found).await.expect("this and nothing else is bad")
    }

    /// Marks one as read.
    pub async fn marks_read(&self, id: NotificationId) {
        self.asks(Request::MarkRead { ids: vec![id.0] }).await.unwrap();
    }

    /// Tells the client of something that happened to the computer.
    pub async fn stirs(&self, stir: Stir) {
        self.client.stirred(stir).await;
    }

    /// Waits until the snapshot is as told.
    pub async fn sees(&self, what: impl Fn(&Snapshot) -> bool) -> Snapshot {
        let seen = self.sees_within(PATIENCE, what).await;
        seen.unwrap_or_else(|| panic!("never seen; at the end it was {:?}", self.client.snapshots().borrow()))
    }

    /// The same for so long at most.
    pub async fn sees_within(&self, limit: Duration, what: impl Fn(&Snapshot) -> bool) -> Option<Snapshot> {
        let mut snapshots = self.client.snapshots();
        let seen = timeout(limit, snapshots.wait_for(|snapshot| what(snapshot))).await;
        seen.ok().map(|snapshot| Snapshot::clone(&snapshot.expect("a running client")))
    }

    /// Waits until the socket is open and the set is known to be the server's.
    pub async fn is_live(&self) -> Snapshot {
        self.sees(|state| matches!(state.link, Link::Live { .. }) && state.checked.is_some()).await
    }

    /// All rows of a list.
    pub async fn lists(&self, filter: Filter) -> Vec<Row> {
        self.page(filter).await.rows
    }

    /// The first page of a list.
    pub async fn page(&self, filter: Filter) -> Page {
        match self.asks(Request::List { filter, through: None, skip: 0, limit: 500 }).await.unwrap() {
            Answer::Page(page) => page,
            other => panic!("{other:?} is no page"),
        }
    }

    /// All that the desktop was told to do since it was last asked.
    pub fn shown(&mut self) -> Vec<Effect> {
        std::iter::from_fn(|| self.effects.try_recv().ok()).collect()
    }

    /// The next thing that the desktop is to do.
    pub async fn effect(&mut self) -> Effect {
        timeout(PATIENCE, self.effects.recv()).await.expect("something to show").expect("a running client")
    }

    /// The next toast.
    pub async fn toast(&mut self) -> Toast {
        loop {
            if let Effect::Show(toast) = self.effect().await {
                return toast;
            }
        }
    }
}
