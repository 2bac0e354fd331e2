//! PINs and passwords at a terminal.

use std::io::{self, BufRead};

use bridge::{Answer, Caller, Password, Pin, Request};
use zeroize::Zeroizing;

use crate::cli::PinInput;
use crate::command::CommandError;

/// The PIN that is set, if one is.
pub async fn present(agent: &Caller, input: PinInput) -> Result<Option<Password>, CommandError> {
    let Answer::Snapshot(state) = agent.ask(Request::Snapshot).await? else { return Err(CommandError::Misfit) };
    match state.lock.pin {
        Pin::Set => Ok(Some(secret("PIN: ", input.pin_stdin)?)),
        Pin::None | Pin::Missing => Ok(None),
    }
}

/// A new PIN; at a terminal it is asked for twice.
pub fn new(input: PinInput) -> Result<Password, CommandError> {
    let new = secret("New PIN: ", input.pin_stdin)?;
    let again = if input.pin_stdin { new.clone() } else { secret("New PIN again: ", false)? };
    if new == again { Ok(new) } else { Err(CommandError::Unequal) }
}

/// Something that nobody may see: typed, or the next line of the standard input.
pub fn secret(prompt: &str, from_stdin: bool) -> io::Result<Password> {
    if !from_stdin {
        return rpassword::prompt_password(prompt).map(Password::new);
    }
    let mut line = Zeroizing::new(String::new());
    io::stdin().lock().read_line(&mut line)?;
    Ok(Password::new(line.trim_end_matches(['\r', '\n']).to_owned()))
}
