use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use futures_util::{FutureExt, StreamExt};
use rusqlite::{Connection, params};
use serde::Deserialize;
use tempfile::TempDir;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

use crate::Clinic;
use crate::patience::patiently;

/// So many rows are kept in one transaction at most.
const TOGETHER: usize = 500;

/// When SQLite takes a transaction for durable.
#[derive(Debug, Clone, Copy)]
pub enum Synchronous {
    /// Safe from a crash of the program.
    Normal,
    /// Safe from a power cut, as the desktop's own database is.
    Full,
}

/// A notification, as far as a frame and a row of the list name its parts alike.
#[derive(Deserialize)]
struct Plain {
    id: String,
    notification_type: String,
    message: String,
    date: String,
    status: String,
}

#[derive(Deserialize)]
struct List {
    results: Vec<Plain>,
}

/// Reads so many frames off a socket into a table; the time from the first one written to the last one kept.
///
/// # Errors
/// When socket or table fail.
pub async fn burst(clinic: &Clinic, count: usize, synchronous: Synchronous) -> Result<Duration> {
    let folder = tempfile::tempdir()?;
    let mut table = Table::open(folder.path(), synchronous)?;
    let (mut socket, _) = connect_async(clinic.socket()).await?;
    let reader = tokio::spawn(async move {
        let (mut waiting, mut kept) = (Vec::new(), 0);
        while kept < count {
            let message = socket.next().await.context("the socket ended")??;
            waiting.extend(read(&message)?);
            while waiting.len() < TOGETHER
                && let Some(Some(message)) = socket.next().now_or_never()
            {
                waiting.extend(read(&message?)?);
            }
            table.keep(&waiting)?;
            kept += waiting.len();
            waiting.clear();
        }
        anyhow::Ok(Instant::now())
    });
    clinic.is_listened_to().await?;
    let start = clinic.push(clinic.make(count)?).await?;
    Ok(patiently("the plain reader", reader).await??? - start)
}

/// Fetches the newest so many rows in one request and keeps them in one transaction.
///
/// # Errors
/// When the clinic does not answer, or the table fails.
pub async fn fetch(clinic: &Clinic, count: usize) -> Result<Duration> {
    let folder = tempfile::tempdir()?;
    let mut table = Table::open(folder.path(), Synchronous::Full)?;
    // Fails only when another was first; nothing here speaks TLS.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::builder().no_proxy().build()?;
    let start = Instant::now();
    let body = http.get(clinic.newest(count)).send().await?.bytes().await?;
    let list: List = serde_json::from_slice(&body)?;
    table.keep(&list.results)?;
    let end = Instant::now();
    anyhow::ensure!(list.results.len() == count, "the clinic has {} rows, not {count}", list.results.len());
    Ok(end - start)
}

/// Keeps single rows, each durable before the next.
pub struct Commits {
    table: Table,
    _folder: TempDir,
}

impl Commits {
    /// Into a new table.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn new() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        Ok(Self { table: Table::open(folder.path(), Synchronous::Full)?, _folder: folder })
    }

    /// How long one row takes: mostly the disk's own time.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn one(&mut self) -> Result<Duration> {
        let [id, notification_type, message, date, status] =
            [&Uuid::new_v4().to_string(), "MESSAGE", "New in TakeCare", "2026-11-22", "UNREAD"].map(str::to_owned);
        let row = Plain { id, notification_type, message, date, status };
        let start = Instant::now();
        self.table.keep(&[row])?;
        Ok(start.elapsed())
    }
}

fn read(message: &Message) -> Result<Option<Plain>> {
    match message {
        Message::Text(text) => Ok(Some(serde_json::from_str(text)?)),
        _ => Ok(None),
    }
}

struct Table(Connection);

impl Table {
    fn open(folder: &Path, synchronous: Synchronous) -> Result<Self> {
        let db = Connection::open(folder.join("plain.db"))?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        let synchronous = match synchronous {
            Synchronous::Normal => "NORMAL",
            Synchronous::Full => "FULL",
        };
        db.pragma_update(None, "synchronous", synchronous)?;
        db.execute_batch(
            "CREATE TABLE inbox (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
                                 date TEXT NOT NULL, status TEXT NOT NULL, message TEXT NOT NULL) STRICT",
        )?;
        Ok(Self(db))
    }

    fn keep(&mut self, rows: &[Plain]) -> Result<()> {
        let transaction = self.0.transaction()?;
        let sql = "INSERT OR IGNORE INTO inbox (id, kind, date, status, message) VALUES (?, ?, ?, ?, ?)";
        for row in rows {
            let values = params![row.id, row.notification_type, row.date, row.status, row.message];
            transaction.prepare_cached(sql)?.execute(values)?;
        }
        Ok(transaction.commit()?)
    }
}
