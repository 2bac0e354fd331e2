use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use futures_util::stream::SplitSink;
use futures_util::{SinkExt, StreamExt};
use tokio::sync::{Mutex, Notify, watch};
use tokio::time::interval;

use crate::patience::patiently;

/// As the deployed server does (protocol.md, section 2.4).
const PING_EVERY: Duration = Duration::from_secs(20);

/// A server's side of the one socket that its client has open.
#[derive(Default)]
pub struct Line {
    out: Mutex<Option<SplitSink<WebSocket, Message>>>,
    open: watch::Sender<bool>,
    cut: Notify,
}

impl Line {
    /// Carries a socket until its client goes or it is cut.
    pub async fn carry(&self, socket: WebSocket) {
        let (out, mut said) = socket.split();
        *self.out.lock().await = Some(out);
        self.open.send_replace(true);
        let mut ping = interval(PING_EVERY);
        loop {
            tokio::select! {
                heard = said.next() => if !matches!(heard, Some(Ok(_))) { break },
                _ = ping.tick() => if self.send([Message::Ping("bench".into())]).await.is_err() { break },
                () = self.cut.notified() => break,
            }
        }
        *self.out.lock().await = None;
        self.open.send_replace(false);
    }

    /// Writes text frames as fast as they are taken. Returns the moment at which the first one was about to be written.
    pub async fn write(&self, frames: Vec<String>) -> Result<Instant> {
        self.send(frames.into_iter().map(|frame| Message::Text(Utf8Bytes::from(frame)))).await
    }

    /// Waits until a socket is open, or none is.
    pub async fn is_open(&self, open: bool) -> Result<()> {
        let mut changes = self.open.subscribe();
        patiently("a socket to open or close", changes.wait_for(|now| *now == open)).await??;
        Ok(())
    }

    /// Ends the socket without a word.
    pub async fn cut(&self) -> Result<()> {
        self.cut.notify_waiters();
        self.is_open(false).await
    }

    async fn send(&self, messages: impl IntoIterator<Item = Message>) -> Result<Instant> {
        let mut out = self.out.lock().await;
        let out = out.as_mut().context("no socket is open")?;
        let messages: Vec<_> = messages.into_iter().map(Ok).collect();
        let start = Instant::now();
        out.send_all(&mut futures_util::stream::iter(messages)).await?;
        Ok(start)
    }
}
