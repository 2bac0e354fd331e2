//! A clinic whose web site and hub share a database.

use std::process::Stdio;

use hub::{Database, Hub, Office, Pace, SecretKeys};
use peer::{NewUser, Peer, Row};
use protocol::{CSRF_COOKIE, SESSION_COOKIE};
use services::Postgres;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};
use tokio_postgres::{Client, NoTls};
use url::Url;
use uuid::Uuid;
use visitor::{PATIENCE, Visitor};

/// What everybody here signs in with.
pub const PASSWORD: &str = "correct horse battery";
pub const ADA: &str = "ada@ward.example";
pub const TOMASZ: &str = "tomasz@ward.example";

/// The web site, and the address of the database.
pub struct Clinic {
    pub django: Peer,
    pub database: String,
}

impl Clinic {
    /// Opens the web site on a new database; Ada and Tomasz have accounts there.
    pub async fn open() -> (Self, Uuid, Uuid) {
        let database = Postgres::shared().database().unwrap();
        let this = Self { django: Peer::start_on(&database).await.unwrap(), database };
        let (ada, tomasz) = (this.hire(ADA, "Ada Nowak").await, this.hire(TOMASZ, "Tomasz Bąk").await);
        (this, ada, tomasz)
    }

    pub async fn hire(&self, email: &str, name: &str) -> Uuid {
        let user = NewUser { email, name, password: PASSWORD, is_staff: false };
        self.django.add_user(&user).await.unwrap()
    }

    pub async fn office(&self) -> Office {
        Office::open(&Database::at(&self.database).unwrap()).await.unwrap()
    }

    /// Installs the mirror, and starts a hub beside.
    pub async fn hub(&self) -> Hub {
        let office = self.office().await;
        office.install_mirror().await.unwrap();
        self.another_hub().await
    }

    /// Starts one more hub beside.
    pub async fn another_hub(&self) -> Hub {
        let office = self.office().await.beside(SecretKeys::parse(peer::SECRET_KEY).unwrap()).await.unwrap();
        Hub::serve(office, "127.0.0.1:0".parse().unwrap(), Pace::default()).await.unwrap()
    }

    /// Somebody who has signed in at the web site.
    pub async fn at_django(&self, email: &str) -> Visitor {
        let visitor = Visitor::new(self.django.base_url());
        assert_eq!(visitor.sign_in(email, PASSWORD).await.status(), 302, "{email} can sign in");
        visitor
    }

    pub async fn row(&self, user: Uuid, id: Uuid) -> Row {
        let rows = self.django.rows_of(user).await.unwrap();
        rows.into_iter().find(|row| row.id == id).expect("the web site knows it")
    }

    /// Waits until the web site sees what a hub wrote.
    pub async fn is_delivered(&self, user: Uuid, id: Uuid) {
        let end = Instant::now() + PATIENCE;
        while self.row(user, id).await.delivered_at.is_none() {
            assert!(Instant::now() < end, "a delivery that the web site sees");
            sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// The database itself.
    pub async fn sql(&self) -> Client {
        let (client, connection) = tokio_postgres::connect(&self.database, NoTls).await.unwrap();
        tokio::spawn(connection);
        client
    }

    /// A `hub` command on this database.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hub"));
        command.args(words).env("HUB_DATABASE_URL", &self.database).env("HUB_SECRET_KEY", peer::SECRET_KEY);
        for set_outside in ["HUB_REDIS_URL", "HUB_RULES", "HUB_KEYS", "HUB_KEYS_FILE", "HUB_SECRET_KEY_FILE"] {
            command.env_remove(set_outside);
        }
        command.kill_on_drop(true).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// What a `hub` command says.
    pub async fn does(&self, words: &[&str]) -> String {
        let output = timeout(PATIENCE, self.command(words).output()).await.expect("an end in time").unwrap();
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    }

    /// A hub beside as a process of its own, and its address.
    pub async fn process(&self) -> (Child, Url) {
        let mut process = self.command(&["serve", "--beside", "--listen", "127.0.0.1:0"]).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let line =
            timeout(PATIENCE, lines.next_line()).await.expect("a line in time").unwrap().expect("a hub that serves");
        (process, line.strip_prefix("listening on ").unwrap().parse().unwrap())
    }
}

/// The same person at a hub, with the cookies that the web site gave.
pub fn at(hub: Url, from: &Visitor) -> Visitor {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let visitor = Visitor::new(hub);
    for cookie in [SESSION_COOKIE, CSRF_COOKIE] {
        visitor.set_cookie(cookie, &from.cookie(cookie).expect("a cookie of the web site"));
    }
    visitor
}
