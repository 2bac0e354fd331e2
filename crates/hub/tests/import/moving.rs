//! A clinic that moves from its web site to a hub with a database of its own.

use std::process::{Output, Stdio};

use hub::{Hub, Pace};
use serde_json::Value;
use services::{Place, Site};
use tokio::process::Command;
use tokio::time::timeout;
use tokio_postgres::NoTls;
use uuid::Uuid;
use visitor::{PATIENCE, Visitor};

use crate::clinic::{Clinic, PASSWORD};

pub struct Moving {
    pub clinic: Clinic,
    pub site: Site,
    pub ada: Uuid,
    pub tomasz: Uuid,
}

impl Moving {
    /// Ada and Tomasz have accounts at the web site, and nobody at the hub.
    pub async fn begin(place: Place) -> Self {
        // Fails only when another test was first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (clinic, ada, tomasz) = Clinic::open().await;
        Self { clinic, site: place.site(), ada, tomasz }
    }

    /// A `hub` command on the hub's database.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = self.clinic.command(words);
        command
            .env_remove("HUB_DATABASE_URL")
            .env_remove("HUB_SECRET_KEY")
            .env("HUB_IMPORT_FROM", &self.clinic.database);
        self.site.point_out(&mut command);
        command
    }

    /// What comes of an import.
    pub async fn tries(&self) -> Output {
        let mut import = self.command(&["import", "--log", "trace"]);
        timeout(PATIENCE, import.output()).await.expect("an end in time").unwrap()
    }

    /// Imports, and gives what it says at the end of people and of notifications.
    pub async fn imports(&self) -> [String; 2] {
        let output = self.tries().await;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        summary(&output)
    }

    pub async fn hub(&self) -> Hub {
        let office = self.site.office().await.unwrap();
        Hub::serve(office, "127.0.0.1:0".parse().unwrap(), Pace::default()).await.unwrap()
    }

    /// The hash of somebody's password at the hub.
    pub async fn password_of(&self, email: &str) -> String {
        let Some(database) = self.site.database() else {
            let database = rusqlite::Connection::open(self.site.folder().join("hub.sqlite3")).unwrap();
            return database.query_row("SELECT password FROM user WHERE email = ?", [email], |row| row.get(0)).unwrap();
        };
        let (client, connection) = tokio_postgres::connect(database, NoTls).await.unwrap();
        tokio::spawn(connection);
        let asked = "SELECT password FROM takecare_hub.\"user\" WHERE email = $1";
        client.query_one(asked, &[&email]).await.unwrap().get(0)
    }

    /// Changes something in the web site's database.
    pub async fn sql(&self, change: &str) {
        self.clinic.sql().await.batch_execute(change).await.unwrap();
    }

    /// Writes so many rows of a text for Ada there, one a second.
    pub async fn fill(&self, count: usize, text: &str) {
        let fill = format!(
            "INSERT INTO notifications_notification (id, receiver_id, subject, message, is_encrypted, date,
                notification_type, severity, status, delivery_channel, retry_count, max_retries, is_resolved)
             SELECT gen_random_uuid(), '{}', 'Notification', '{text}', false,
                TIMESTAMPTZ '2026-11-01' + n * INTERVAL '1 second', 'SYSTEM', 'MEDIUM', 'UNREAD', 'IN_APP', 0, 3, false
             FROM generate_series(1, {count}) AS n",
            self.ada
        );
        self.sql(&fill).await;
    }
}

/// The last two lines.
pub fn summary(output: &Output) -> [String; 2] {
    let said = String::from_utf8(output.stdout.clone()).unwrap();
    let lines: Vec<_> = said.lines().map(str::to_owned).collect();
    lines[lines.len() - 2..].to_vec().try_into().unwrap()
}

/// Somebody who has signed in at a hub with this password.
pub async fn signed_in(hub: &Hub, email: &str, password: &str) -> Visitor {
    let visitor = Visitor::new(hub.base_url());
    assert_eq!(visitor.sign_in(email, password).await.status(), 302, "{email} can sign in");
    visitor
}

/// The same with the password that everybody has.
pub async fn at_hub(hub: &Hub, email: &str) -> Visitor {
    signed_in(hub, email, PASSWORD).await
}

/// Everything that somebody's list shows, but for what the hub does not keep: that nothing is related is said in two ways by
/// the web site, and that something was encrypted by a placeholder.
pub async fn list(visitor: &Visitor) -> Vec<Value> {
    let mut rows = visitor.get("?limit=100000").await["results"].as_array().unwrap().clone();
    for row in &mut rows {
        if row["subject"] == "" {
            row["subject"] = "Notification".into();
        }
        row["data"] = Value::Null;
    }
    rows
}

/// Lets nothing of what comes or goes by a command be read on a terminal.
pub fn quiet(command: &mut Command) -> &mut Command {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped())
}
