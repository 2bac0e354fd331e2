use std::env::consts::EXE_SUFFIX;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use bridge::{Address, Caller, ConnectError, Events, Fault, FaultCode, Profile, Role};
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

use crate::starts::Starts;

/// How long a freshly started agent may take until it answers.
const START: Duration = Duration::from_secs(10);
/// How often it is looked for meanwhile.
const LOOK: Duration = Duration::from_millis(50);

/// Connects to the agent, starting it if it is not running and `starts` allow that.
///
/// # Errors
/// A sentence for the user; [`FaultCode::AlreadyOpen`] when another window is there.
pub async fn reach(starts: &mut Starts) -> Result<(Caller, Events), Fault> {
    let address = address()?;
    match bridge::connect(&address, Role::Window).await {
        Err(ConnectError::NotRunning(_)) if starts.allow(Instant::now().into()) => {
            wait_for(&address, &mut start()?, Instant::now() + START).await
        }
        Err(error) => Err(fault(error)),
        Ok(connection) => Ok(connection),
    }
}

fn address() -> Result<Address, Fault> {
    let profile = Profile::from_env().map_err(|error| other(format!("TakeCare can't start: {error}.")))?;
    Address::of(&profile).map_err(|error| other(format!("TakeCare can't start: {error}.")))
}

/// Starts `takecare agent`; it outlives the window.
fn start() -> Result<Child, Fault> {
    let quiet = Stdio::null;
    let agent = Command::new(program()).arg("agent").stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn();
    agent.map_err(|error| {
        let why = format!("The program \"takecare\" can't be started ({error}). Install TakeCare again.");
        Fault::new(FaultCode::Missing, why)
    })
}

/// The agent's executable: the one beside the window's own, or else the one in the search path.
fn program() -> PathBuf {
    let name = format!("takecare{EXE_SUFFIX}");
    let beside = std::env::current_exe().ok().map(|window| window.with_file_name(&name));
    beside.filter(|path| path.exists()).unwrap_or_else(|| name.into())
}

async fn wait_for(address: &Address, agent: &mut Child, deadline: Instant) -> Result<(Caller, Events), Fault> {
    loop {
        match bridge::connect(address, Role::Window).await {
            Err(ConnectError::NotRunning(_)) if Instant::now() < deadline && !failed(agent) => sleep(LOOK).await,
            Err(error) => return Err(fault(error)),
            Ok(connection) => return Ok(connection),
        }
    }
}

/// Whether it has ended, and not because another one runs.
fn failed(agent: &mut Child) -> bool {
    matches!(agent.try_wait(), Ok(Some(status)) if !status.success())
}

fn fault(error: ConnectError) -> Fault {
    match error {
        ConnectError::Refused(fault) => fault,
        ConnectError::NotRunning(_) => Fault::new(
            FaultCode::Silent,
            "The part of TakeCare that runs in the background does not start. It is tried again from time to time; \
             `takecare agent` in a terminal says what is wrong."
                .to_owned(),
        ),
        ConnectError::NotTheAgent => other(format!("TakeCare can't be reached: {error}.")),
    }
}

fn other(message: String) -> Fault {
    Fault::new(FaultCode::Other, message)
}
