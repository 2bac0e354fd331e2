use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use bridge::{Address, Answer, Caller, ConnectError, Fault, FollowUp, Password, Profile, Request, Role, Verdict};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};

use crate::cli::{Command, List, SignIn};
use crate::desk::mark_all_read;
use crate::moment::Moment;
use crate::settings::Place;
use crate::support::Report;
use crate::{log, paths, pins, print, resident, settings, start};

/// So many lines of the log go into a report.
const LINES: usize = 1000;

/// Why a command was not done.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// Nobody to ask.
    #[error("TakeCare is not running. Start it with `takecare`")]
    NotRunning,
    /// The profile's name in the environment is no good.
    #[error("TAKECARE_PROFILE: {0}")]
    Profile(#[from] bridge::BadProfile),
    /// The agent says no.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The agent can't be talked to.
    #[error(transparent)]
    Connect(ConnectError),
    /// The agent can't be started.
    #[error(transparent)]
    Start(#[from] start::StartError),
    /// The agent itself can't run.
    #[error(transparent)]
    Agent(#[from] resident::AgentError),
    /// Terminal, input or output failed.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A self-check found something for somebody to do.
    #[error("something is wrong; the lines marked `bad` say what and what cures it")]
    Bad,
    /// Two PINs were typed that differ.
    #[error("the two PINs are not the same. Nothing was changed")]
    Unequal,
    /// The access log was changed, or can't be proved not to have been.
    #[error("the access log is not proved to be whole; its last line says why")]
    NotWhole,
    /// A day at the end of time.
    #[error("this day can't be used: {0}")]
    Day(#[from] jiff::Error),
    /// A report can't be put into words.
    #[error("the report could not be written")]
    Report(#[from] std::fmt::Error),
    /// Logs have no place.
    #[error(transparent)]
    Data(#[from] paths::DataError),
    /// The agent gave an answer to another question.
    #[error("TakeCare's agent gave an answer that does not fit. Quit TakeCare and start it again")]
    Misfit,
}

impl CommandError {
    /// As documented in the help.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::NotRunning => ExitCode::from(3),
            _ => ExitCode::FAILURE,
        }
    }
}

impl From<ConnectError> for CommandError {
    fn from(error: ConnectError) -> Self {
        match error {
            ConnectError::NotRunning(_) => Self::NotRunning,
            other => Self::Connect(other),
        }
    }
}

impl From<serde_json::Error> for CommandError {
    fn from(error: serde_json::Error) -> Self {
        Self::Io(error.into())
    }
}

/// Carries out a command; what it has to say goes to `out`.
///
/// # Errors
/// When it was not done.
pub async fn run(command: Option<Command>, out: &mut impl Write) -> Result<(), CommandError> {
    let profile = Profile::from_env()?;
    let address = Address::of(&profile)?;
    match command {
        Some(Command::Agent { background: true, .. }) => Ok(start::reach(&address).await.map(|_| ())?),
        Some(Command::Agent { policy, .. }) => {
            Ok(resident::run(&profile, &policy.map_or_else(Place::usual, Place::File)).await?)
        }
        None => show(&start::reach(&address).await?, None).await,
        Some(Command::Show { id }) => show(&start::reach(&address).await?, id).await,
        Some(Command::SignIn(who)) => sign_in(&address, who, out).await,
        Some(Command::Support { file }) => support(&profile, &address, &file, out).await,
        Some(Command::Quit) => quit(&address).await,
        Some(other) => {
            let (agent, _) = bridge::connect(&address, Role::CommandLine).await?;
            ask(&agent, other, out).await
        }
    }
}

async fn ask(agent: &Caller, command: Command, out: &mut impl Write) -> Result<(), CommandError> {
    let request = match command {
        Command::Status { json } => return status(agent, json, out).await,
        Command::SelfCheck { send_test, json } => return self_check(agent, send_test, json, out).await,
        Command::AccessLog { json } => return access_log(agent, json, out).await,
        Command::Settings { json } => return settings(agent, json, out).await,
        Command::List(list) => return self::list(agent, list, out).await,
        Command::Read { all: true, .. } => return Ok(mark_all_read(|request| agent.ask(request)).await?),
        Command::Read { ids, .. } => Request::MarkRead { ids },
        Command::Unread { ids } => Request::MarkUnread { ids },
        Command::Delete { ids } => Request::Delete { ids },
        Command::FollowUp { ids, done: true, .. } => Request::FollowUp { ids, mark: None },
        Command::FollowUp { ids, due, .. } => {
            Request::FollowUp { ids, mark: Some(follow_up(due, &TimeZone::system())?) }
        }
        Command::Snooze { ids, until, .. } => {
            let zone = TimeZone::system();
            Request::Snooze { ids, until: until.map(|until| until.within(&zone)).transpose()? }
        }
        Command::Pause { end: true, .. } => Request::Pause { until: None },
        Command::Pause { minutes, .. } => {
            let minutes = SignedDuration::from_mins(minutes.into());
            Request::Pause { until: Some(Timestamp::now().checked_add(minutes)?) }
        }
        Command::Consult { end } => Request::Consult { on: !end },
        Command::Set { key, value, .. } => Request::Set { key, value: value.as_deref().map(settings::typed) },
        Command::SignOut => Request::SignOut,
        Command::ChangeKeys(input) => Request::ChangeKeys { pin: pins::present(agent, input).await? },
        Command::Lock => Request::Lock,
        Command::Unlock(input) => Request::Unlock { pin: pins::present(agent, input).await? },
        Command::Pin { remove, input } => {
            let current = pins::present(agent, input).await?;
            Request::SetPin { current, new: if remove { None } else { Some(pins::new(input)?) } }
        }
        Command::Agent { .. } | Command::Show { .. } | Command::SignIn(_) | Command::Support { .. } | Command::Quit => {
            return Err(CommandError::Misfit);
        }
    };
    agent.ask(request).await?;
    Ok(())
}

async fn show(agent: &Caller, id: Option<uuid::Uuid>) -> Result<(), CommandError> {
    agent.ask(Request::ShowWindow { view: id.into() }).await?;
    Ok(())
}

async fn status(agent: &Caller, json: bool, out: &mut impl Write) -> Result<(), CommandError> {
    let Answer::Snapshot(snapshot) = agent.ask(Request::Snapshot).await? else { return Err(CommandError::Misfit) };
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&snapshot)?)?;
    } else {
        print::status(&snapshot, &Zoned::now(), out)?;
    }
    Ok(())
}

async fn self_check(agent: &Caller, send_test: bool, json: bool, out: &mut impl Write) -> Result<(), CommandError> {
    let Answer::Findings(mut found) = agent.ask(Request::SelfCheck).await? else { return Err(CommandError::Misfit) };
    if send_test {
        let Answer::Findings(test) = agent.ask(Request::SendTest).await? else { return Err(CommandError::Misfit) };
        found.extend(test);
    }
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&found)?)?;
    } else {
        print::findings(&found, out)?;
    }
    let is_bad = found.iter().any(|finding| finding.verdict == Verdict::Bad);
    if is_bad { Err(CommandError::Bad) } else { Ok(()) }
}

async fn support(profile: &Profile, address: &Address, file: &Path, out: &mut impl Write) -> Result<(), CommandError> {
    let log = log::last(&log::folder(profile)?, LINES)?;
    let mut report = Report { at: Timestamp::now(), state: None, findings: Vec::new(), settings: Vec::new(), log };
    match bridge::connect(address, Role::CommandLine).await {
        Ok((agent, _)) => {
            let Answer::Snapshot(state) = agent.ask(Request::Snapshot).await? else { return Err(CommandError::Misfit) };
            report.state = Some(state);
            let Answer::Findings(found) = agent.ask(Request::SelfCheck).await? else {
                return Err(CommandError::Misfit);
            };
            report.findings = found;
            let Answer::Settings(set) = agent.ask(Request::Settings).await? else { return Err(CommandError::Misfit) };
            report.settings = set;
        }
        Err(ConnectError::NotRunning(_)) => {}
        Err(other) => return Err(other.into()),
    }
    let text = report.text()?;
    if file == Path::new("-") {
        return Ok(out.write_all(text.as_bytes())?);
    }
    std::fs::write(file, text)?;
    writeln!(out, "Written to {}. Look through it before you give it away.", file.display())?;
    Ok(())
}

async fn access_log(agent: &Caller, json: bool, out: &mut impl Write) -> Result<(), CommandError> {
    let Answer::AccessLog(log) = agent.ask(Request::AccessLog).await? else { return Err(CommandError::Misfit) };
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&log)?)?;
    } else {
        print::access_log(&log, &Zoned::now(), out)?;
    }
    if log.whole { Ok(()) } else { Err(CommandError::NotWhole) }
}

async fn settings(agent: &Caller, json: bool, out: &mut impl Write) -> Result<(), CommandError> {
    let Answer::Settings(settings) = agent.ask(Request::Settings).await? else { return Err(CommandError::Misfit) };
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&settings)?)?;
    } else {
        print::settings(&settings, out)?;
    }
    Ok(())
}

async fn list(agent: &Caller, list: List, out: &mut impl Write) -> Result<(), CommandError> {
    let now = Zoned::now();
    let (filter, skip) = (list.filter(now.time_zone())?, list.skip);
    let request = Request::List { filter, through: None, skip, limit: list.limit };
    let Answer::Page(page) = agent.ask(request).await? else { return Err(CommandError::Misfit) };
    if list.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&page)?)?;
    } else {
        print::page(&page, skip, &now, out)?;
    }
    Ok(())
}

fn follow_up(due: Option<Moment>, zone: &TimeZone) -> Result<FollowUp, CommandError> {
    Ok(FollowUp { due: due.map(|due| due.within(zone)).transpose()? })
}

async fn sign_in(address: &Address, who: SignIn, out: &mut impl Write) -> Result<(), CommandError> {
    let password = password(&who)?;
    let agent = start::reach(address).await?;
    let SignIn { server, email, .. } = who;
    agent.ask(Request::SignIn { server, email, password }).await?;
    writeln!(out, "Signed in.")?;
    Ok(())
}

fn password(who: &SignIn) -> io::Result<Password> {
    pins::secret("Password: ", who.password_stdin)
}

/// Asks the agent to end, and waits until it hangs up.
async fn quit(address: &Address) -> Result<(), CommandError> {
    let (agent, mut events) = bridge::connect(address, Role::CommandLine).await?;
    agent.ask(Request::Quit).await?;
    while events.recv().await.is_some() {}
    Ok(())
}
