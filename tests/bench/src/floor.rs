use std::collections::HashMap;
use std::time::Instant;

use anyhow::Result;
use zbus::{Connection, Variant, connection::Builder};

use crate::board;

/// How the floor calls itself.
pub const PROGRAM: &str = "floor";

/// A toast call with no program around it: the least that any program can take.
pub struct Floor {
    bus: String,
    kept: Connection,
}

impl Floor {
    /// On this bus.
    ///
    /// # Errors
    /// When there is no bus.
    pub async fn on(bus: String) -> Result<Self> {
        let kept = connect(&bus).await?;
        Ok(Self { bus, kept })
    }

    /// A toast over a connection that was there before; returns when it began.
    ///
    /// # Errors
    /// When the service does not answer.
    pub async fn over_kept(&self) -> Result<Instant> {
        let start = Instant::now();
        notify(&self.kept).await?;
        Ok(start)
    }

    /// A toast over a connection of its own, as `notify-rust` makes one; returns when it began.
    ///
    /// # Errors
    /// When the service does not answer.
    pub async fn over_new(&self) -> Result<Instant> {
        let start = Instant::now();
        notify(&connect(&self.bus).await?).await?;
        Ok(start)
    }
}

async fn connect(bus: &str) -> Result<Connection> {
    Ok(Builder::address(bus).build().await?)
}

async fn notify(connection: &Connection) -> Result<()> {
    let hints = HashMap::<&str, Variant<'_>>::new();
    let toast = (PROGRAM, 0u32, "", "Message", "New in TakeCare", Vec::<&str>::new(), hints, -1i32);
    connection.call_method(Some(board::NAME), board::PATH, Some(board::NAME), "Notify", &toast).await?;
    Ok(())
}
