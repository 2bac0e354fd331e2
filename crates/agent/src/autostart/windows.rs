use std::io;
use std::path::{Path, PathBuf};

use bridge::Profile;
use windows_registry::CURRENT_USER;

use super::AutostartError;
use crate::registry::if_there;

/// What Windows starts when this user signs in: a command line for each name.
const RUN: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";
/// What the user has said of these in Windows' own settings.
const APPROVED: &str = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run";

/// Starts this program with every login session from now on, or no longer.
///
/// # Errors
/// When the user has switched it off in Windows' own settings, or the registry can't be used. A command line there can't
/// name a profile: only the usual one can be started.
pub fn set(profile: &Profile, wanted: bool) -> Result<(), AutostartError> {
    let name = profile.qualified();
    if !wanted {
        return remove(&name).map_err(|source| failed(RUN, source));
    }
    if *profile != Profile::default() {
        return Err(AutostartError::Absent);
    }
    if is_off(&name).map_err(|source| failed(APPROVED, source))? {
        return Err(AutostartError::TurnedOff(place(APPROVED)));
    }
    let program = std::env::current_exe().map_err(AutostartError::Program)?;
    write(&name, &command(&program)?).map_err(|source| failed(RUN, source))
}

/// The agent is started apart from a console, whose window would stay for as long as it runs.
fn command(program: &Path) -> Result<String, AutostartError> {
    let path = program.to_str().ok_or_else(|| AutostartError::Unnameable(program.to_owned()))?;
    Ok(format!("\"{path}\" agent --background"))
}

fn write(name: &str, command: &str) -> io::Result<()> {
    Ok(CURRENT_USER.create(RUN)?.set_string(name, command)?)
}

fn remove(name: &str) -> io::Result<()> {
    match if_there(CURRENT_USER.options().read().write().open(RUN))? {
        Some(run) => if_there(run.remove_value(name)).map(|_| ()),
        None => Ok(()),
    }
}

/// The first byte is odd then. Microsoft does not say so; that is what its settings write.
fn is_off(name: &str) -> io::Result<bool> {
    let Some(approved) = if_there(CURRENT_USER.open(APPROVED))? else { return Ok(false) };
    let said = if_there(approved.get_value(name))?;
    Ok(said.is_some_and(|said| said.first().is_some_and(|byte| byte % 2 == 1)))
}

fn failed(key: &str, source: io::Error) -> AutostartError {
    AutostartError::File { path: place(key), source }
}

fn place(key: &str) -> PathBuf {
    Path::new("HKEY_CURRENT_USER").join(key)
}
