use std::time::Instant;

use anyhow::{Context, Result};
use futures_util::{FutureExt, StreamExt};
use zbus::connection::Builder;
use zbus::proxy::SignalStream;
use zbus::{Connection, Proxy};

use crate::patience::patiently;

const PATH: &str = "/StatusNotifierWatcher";
/// Its name on the bus, and that of its interface.
const NAME: &str = "org.kde.StatusNotifierWatcher";

/// Hears of every icon that comes into a session's tray.
pub struct Icons {
    came: SignalStream<'static>,
    _connection: Connection,
}

impl Icons {
    /// Of the tray on this bus.
    ///
    /// # Errors
    /// When there is none.
    pub async fn on(bus: &str) -> Result<Self> {
        let connection = Builder::address(bus).build().await?;
        let tray = Proxy::new(&connection, NAME, PATH, NAME).await?;
        Ok(Self { came: tray.receive_signal("StatusNotifierItemRegistered").await?, _connection: connection })
    }

    /// From now on those that came so far don't count.
    pub fn forget(&mut self) {
        while let Some(Some(_)) = self.came.next().now_or_never() {}
    }

    /// When the next one was there.
    ///
    /// # Errors
    /// When none comes.
    pub async fn next(&mut self) -> Result<Instant> {
        let came = patiently("an icon in the tray", self.came.next()).await?;
        came.map(|_| Instant::now()).context("the tray ended")
    }
}
