use std::collections::HashMap;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tokio::sync::mpsc;
use tokio::time::timeout;
use zbus::{Connection, OwnedVariant};

use crate::patience::patiently;

/// Where the specification puts the service.
pub const PATH: &str = "/org/freedesktop/Notifications";
/// Its name on the bus, and that of its interface.
pub const NAME: &str = "org.freedesktop.Notifications";

/// After so long without a toast the last one has been shown.
const QUIET: Duration = Duration::from_secs(2);

/// A toast call, when it arrived.
#[derive(Debug, Clone)]
pub struct Call {
    /// When it arrived.
    pub at: Instant,
    /// Who called.
    pub program: String,
    /// The title line.
    pub title: String,
}

/// A notification service that notes every toast call and shows nothing.
pub struct Board {
    calls: mpsc::UnboundedReceiver<Call>,
    _connection: Connection,
}

impl Board {
    /// Serves on this bus.
    ///
    /// # Errors
    /// When another one does already.
    pub async fn serve(bus: &str) -> Result<Self> {
        let (note, calls) = mpsc::unbounded_channel();
        let builder = zbus::connection::Builder::address(bus).serve_at(PATH, Service { note, number: 0 });
        Ok(Self { calls, _connection: builder.name(NAME).build().await? })
    }

    /// The next call of a program; those of others are passed over.
    ///
    /// # Errors
    /// When none comes.
    pub async fn call_of(&mut self, program: &str) -> Result<Call> {
        patiently(&format!("a toast of {program}"), async {
            loop {
                let call = self.calls.recv().await.context("the notification service ended")?;
                if call.program == program {
                    return Ok(call);
                }
            }
        })
        .await?
    }

    /// How many more calls a program makes before it has nothing more to say.
    pub async fn calls_until_quiet(&mut self, program: &str) -> usize {
        let mut calls = 0;
        while let Ok(Ok(_)) = timeout(QUIET, self.call_of(program)).await {
            calls += 1;
        }
        calls
    }
}

struct Service {
    note: mpsc::UnboundedSender<Call>,
    number: u32,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Service {
    #[allow(clippy::too_many_arguments, reason = "the specification says so")]
    fn notify(
        &mut self,
        program: String,
        replaces: u32,
        _icon: &str,
        title: String,
        _body: &str,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedVariant>,
        _milliseconds: i32,
    ) -> u32 {
        // Nobody reads on when the run is over.
        let _ = self.note.send(Call { at: Instant::now(), program, title });
        if replaces > 0 {
            return replaces;
        }
        self.number += 1;
        self.number
    }

    fn close_notification(&self, _number: u32) {}

    fn get_capabilities(&self) -> Vec<String> {
        ["actions", "body", "body-markup", "icon-static", "persistence"].map(str::to_owned).to_vec()
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        let [name, vendor, version, specification] = ["board", "takecare", "1", "1.2"].map(str::to_owned);
        (name, vendor, version, specification)
    }
}
