use std::io;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use bridge::{Address, Caller, ConnectError, Role};
use tokio::time::{Instant, sleep};

/// How long a started agent may take until it answers.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it is tried.
const GLANCE: Duration = Duration::from_millis(10);

/// Why no agent could be reached.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// It is there and says no, or something else answers.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// Its program can't be started.
    #[error("TakeCare's agent can't be started: {0}")]
    Io(#[from] io::Error),
    /// It was started and went away, or does not answer.
    #[error("TakeCare's agent was started but does not answer. Run `takecare agent` to see why")]
    NoAnswer,
}

/// The agent, started if none is running.
///
/// # Errors
/// When it can't be started or does not answer.
pub async fn reach(address: &Address) -> Result<Caller, StartError> {
    match bridge::connect(address, Role::CommandLine).await {
        Err(ConnectError::NotRunning(_)) => {}
        other => return Ok(other?.0),
    }
    let mut agent = spawn()?;
    let deadline = Instant::now() + PATIENCE;
    loop {
        match bridge::connect(address, Role::CommandLine).await {
            Err(ConnectError::NotRunning(_)) if failed(&mut agent)? || Instant::now() > deadline => {
                return Err(StartError::NoAnswer);
            }
            Err(ConnectError::NotRunning(_)) => sleep(GLANCE).await,
            other => return Ok(other?.0),
        }
    }
}

/// Starts this program as the agent, apart from the terminal.
fn spawn() -> io::Result<Child> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("agent").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    detach(&mut command);
    command.spawn()
}

/// A group of its own: what is typed in the terminal does not end the agent.
#[cfg(unix)]
fn detach(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(windows)]
fn detach(command: &mut Command) {
    const DETACHED_PROCESS: u32 = 0x8;
    std::os::windows::process::CommandExt::creation_flags(command, DETACHED_PROCESS);
}

fn failed(agent: &mut Child) -> io::Result<bool> {
    Ok(agent.try_wait()?.is_some_and(|status| !status.success()))
}
