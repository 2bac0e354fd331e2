use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use futures_util::{StreamExt, TryStreamExt, stream};
use hub::{Database, NewUser, Office, Scope};
use jiff::Timestamp;
use protocol::SERVICE_PATH;
use reqwest::Client;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use url::Url;
use uuid::Uuid;

use crate::server::PASSWORD;

/// So many requests of one sender are under way at once.
const AT_ONCE: usize = 16;

/// The hub's program, with a folder of its own. It ends when this is dropped.
pub struct OurHub {
    base_url: Url,
    process: u32,
    office: Office,
    http: Client,
    token: SecretString,
    _program: Child,
    _data: TempDir,
}

impl OurHub {
    /// Starts it.
    pub async fn start(program: &Path) -> Result<Self> {
        let data = tempfile::tempdir()?;
        let office = Office::open(&Database::Folder(data.path().to_owned())).await?;
        let token = office.add_token("bench", vec![Scope::NotificationsSend], Timestamp::now()).await?;
        let mut command = Command::new(program);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data.path());
        let mut program = command.stdout(Stdio::piped()).kill_on_drop(true).spawn().context("can't start the hub")?;
        let said = BufReader::new(program.stdout.take().context("the hub has no output")?).lines().next_line().await?;
        let address = said.as_deref().and_then(|line| line.strip_prefix("listening on "));
        let base_url = address.context("the hub ended before it listened")?.parse()?;
        let process = program.id().context("the hub has ended")?;
        let http = Client::builder().no_proxy().build()?;
        Ok(Self { base_url, process, office, http, token, _program: program, _data: data })
    }

    pub fn base_url(&self) -> Url {
        self.base_url.clone()
    }

    pub fn process(&self) -> u32 {
        self.process
    }

    pub async fn add_user(&self, email: &str) -> Result<Uuid> {
        Ok(self.office.add_user(NewUser::new(email, "Ada Nowak"), SecretString::from(PASSWORD)).await?.0)
    }

    pub async fn send(&self, receiver: Uuid, message: &str) -> Result<()> {
        let body = json!({ "receiver": receiver, "message": message, "notification_type": "SYSTEM" });
        self.post("", &body).await.map(drop)
    }

    pub async fn burst(&self, receiver: Uuid, message: &str, times: usize) -> Result<()> {
        let sends = stream::iter(0..times).map(|_| self.send(receiver, message));
        sends.buffer_unordered(AT_ONCE).try_collect().await
    }

    /// One call that tells many; returns how many were told.
    pub async fn send_to_all(&self, receivers: &[Uuid], message: &str) -> Result<u64> {
        let body = json!({ "receivers": receivers, "message": message, "notification_type": "SYSTEM" });
        self.post("bulk/", &body).await?["sent"].as_u64().context("no count of what was sent")
    }

    async fn post(&self, rest: &str, body: &Value) -> Result<Value> {
        let address = self.base_url.join(SERVICE_PATH)?.join(rest)?;
        let answer = self.http.post(address).bearer_auth(self.token.expose_secret()).json(body).send().await?;
        ensure!(answer.status().is_success(), "the hub refuses: {}", answer.text().await?);
        Ok(answer.json().await?)
    }
}
