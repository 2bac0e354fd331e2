use std::path::PathBuf;

use bridge::{Filter, Status};
use clap::{Args, Parser, Subcommand};
use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::moment::Moment;

/// What comes behind the help: part of the command line's contract.
const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  not done; a sentence on the standard error says why
  2  the command was not understood
  3  TakeCare is not running

`takecare`, `takecare show` and `takecare sign-in` start TakeCare when it is not running; the others say so.";

/// TakeCare's notifications on this desktop. Without a command: starts TakeCare if need be and shows its window.
#[derive(Debug, Parser)]
#[command(name = "takecare", version, after_help = EXIT_CODES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Cli {
    /// Whether others may look into this process.
    pub fn is_inspectable(&self) -> bool {
        matches!(self.command, Some(Command::Agent { inspectable: true, .. }))
    }
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the resident program in the foreground, until it is told to quit
    Agent {
        /// Read the administrator's settings from this file instead
        #[arg(long, value_name = "FILE")]
        policy: Option<PathBuf>,
        /// Start it apart from this terminal, and return when it answers
        #[arg(long, conflicts_with = "policy")]
        background: bool,
        /// For developers: let debuggers and profilers of the same user look into the memory
        #[arg(long, hide = true)]
        inspectable: bool,
    },
    /// Say how things stand
    Status {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Look at everything TakeCare depends on, and say what is wrong and what cures it; fails when something is wrong
    SelfCheck {
        /// Have the server send a test notification, too, and follow it until it is here
        #[arg(long)]
        send_test: bool,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Write what somebody who helps needs to know: versions, state, self-check, settings and log, without names or texts
    Support {
        /// The file to write; `-` is the standard output
        file: PathBuf,
    },
    /// Say who had access to what is stored here, newest last, and whether that log is whole; fails when it is not
    AccessLog {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// List notifications, newest first
    List(List),
    /// Mark notifications as read
    #[command(arg_required_else_help = true)]
    Read {
        /// Which
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        ids: Vec<Uuid>,
        /// All that are unread now
        #[arg(long)]
        all: bool,
    },
    /// Mark notifications as unread
    Unread {
        /// Which
        #[arg(required = true)]
        ids: Vec<Uuid>,
    },
    /// Delete notifications
    Delete {
        /// Which
        #[arg(required = true)]
        ids: Vec<Uuid>,
    },
    /// Mark notifications for follow-up; only this desktop knows of it
    FollowUp {
        /// Which
        #[arg(required = true)]
        ids: Vec<Uuid>,
        /// Come back to them by then: a day, or a time as in RFC 3339
        #[arg(long, value_name = "WHEN", conflicts_with = "done")]
        due: Option<Moment>,
        /// Take the marks off
        #[arg(long)]
        done: bool,
    },
    /// Snooze unread notifications: until then they count nowhere as unread; only this desktop knows of it
    Snooze {
        /// Which
        #[arg(required = true)]
        ids: Vec<Uuid>,
        /// Until then: a day, or a time as in RFC 3339
        #[arg(long, value_name = "WHEN", required_unless_present = "wake", conflicts_with = "wake")]
        until: Option<Moment>,
        /// Wake them now
        #[arg(long)]
        wake: bool,
    },
    /// Sign in; the password is asked for, or read from the standard input
    SignIn(SignIn),
    /// Sign out and wipe what is stored here
    SignOut,
    /// Give what is stored here new keys
    ChangeKeys(PinInput),
    /// Lock: keys and texts leave the memory, arrivals are only counted
    Lock,
    /// Unlock; where a PIN is set it is asked for
    Unlock(PinInput),
    /// Set, change or take off the PIN without which nothing that is stored here can be read
    Pin {
        /// Take it off
        #[arg(long)]
        remove: bool,
        /// Where PINs come from
        #[command(flatten)]
        input: PinInput,
    },
    /// Show no toasts for a while; the icon goes on counting
    Pause {
        /// For so many minutes
        #[arg(default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=1440))]
        minutes: u32,
        /// Show them again
        #[arg(long, conflicts_with = "minutes")]
        end: bool,
    },
    /// Show no text in toasts and window for a while, since somebody else can see the screen
    Consult {
        /// Show it again
        #[arg(long)]
        end: bool,
    },
    /// Say what can be set, and what holds
    Settings {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Set something; it holds at once
    #[command(arg_required_else_help = true)]
    Set {
        /// Its key, as `takecare settings` names it
        key: String,
        /// What it is to be, as in the file of settings: true, 15, type-only, '["MEDICAL"]'
        #[arg(required_unless_present = "usual", conflicts_with = "usual")]
        value: Option<String>,
        /// What is usual
        #[arg(long)]
        usual: bool,
    },
    /// Show the window
    Show {
        /// The notification to show in it
        id: Option<Uuid>,
    },
    /// End TakeCare
    Quit,
}

/// What to list.
#[derive(Debug, Args)]
pub struct List {
    /// Only unread ones that are not snoozed
    #[arg(long)]
    pub unread: bool,
    /// Only snoozed ones
    #[arg(long, conflicts_with = "unread")]
    pub snoozed: bool,
    /// Only this type, for instance APPOINTMENT
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<String>,
    /// Only those made then or later: a day, or a time as in RFC 3339
    #[arg(long, value_name = "WHEN")]
    pub since: Option<Moment>,
    /// Only those made before then
    #[arg(long, value_name = "WHEN")]
    pub until: Option<Moment>,
    /// Only those marked for follow-up
    #[arg(long)]
    pub follow_up: bool,
    /// Only those that contain this text
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// Pass over so many of the newest
    #[arg(long, default_value_t = 0, value_name = "NUMBER")]
    pub skip: u32,
    /// How many at most
    #[arg(long, default_value_t = 20, value_name = "NUMBER")]
    pub limit: u32,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// Where PINs come from. One is no argument: other users could see it.
#[derive(Debug, Clone, Copy, Args)]
pub struct PinInput {
    /// Read PINs from the standard input, one a line: the present one first, then a new one
    #[arg(long)]
    pub pin_stdin: bool,
}

impl List {
    /// What to ask for, by somebody in this time zone.
    ///
    /// # Errors
    /// When a day is at the end of time.
    pub fn filter(&self, zone: &TimeZone) -> Result<Filter, jiff::Error> {
        Ok(Filter {
            kind: self.kind.clone(),
            status: self.unread.then_some(Status::Unread),
            since: self.since.map(|since| since.within(zone)).transpose()?,
            until: self.until.map(|until| until.within(zone)).transpose()?,
            follow_up: self.follow_up,
            snoozed: if self.unread { Some(false) } else { self.snoozed.then_some(true) },
            text: self.search.clone(),
        })
    }
}

/// Whose notifications, and where. A password is no argument: other users could see it.
#[derive(Debug, Args)]
pub struct SignIn {
    /// The server's address
    #[arg(long, value_name = "URL")]
    pub server: String,
    /// The e-mail address
    #[arg(long)]
    pub email: String,
    /// Read the password from the first line of the standard input
    #[arg(long)]
    pub password_stdin: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        <Cli as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn a_list_is_narrowed_by_days_where_its_reader_is() {
        let typed = ["takecare", "list", "--since", "2026-11-20", "--until", "2026-11-21T08:00:00Z", "--follow-up"];
        let Some(Command::List(list)) = Cli::try_parse_from(typed).unwrap().command else { panic!("not a list") };
        let filter = list.filter(&TimeZone::get("Europe/Warsaw").unwrap()).unwrap();
        let (since, until) = ("2026-11-19T23:00:00Z".parse().unwrap(), "2026-11-21T08:00:00Z".parse().unwrap());
        assert_eq!(filter, Filter { since: Some(since), until: Some(until), follow_up: true, ..Filter::default() });
        assert!(Cli::try_parse_from(["takecare", "list", "--since", "yesterday"]).is_err());
        let id = Uuid::nil().to_string();
        assert!(Cli::try_parse_from(["takecare", "snooze", &id, "--until", "2026-12-01"]).is_ok());
        assert!(Cli::try_parse_from(["takecare", "snooze", &id, "--wake"]).is_ok());
        assert!(Cli::try_parse_from(["takecare", "snooze", &id]).is_err(), "until when?");
        assert!(Cli::try_parse_from(["takecare", "follow-up", &id, "--due", "2026-12-01"]).is_ok());
        assert!(Cli::try_parse_from(["takecare", "follow-up", &id, "--due", "2026-12-01", "--done"]).is_err());
    }

    #[test]
    fn rows_and_all_of_them_exclude_each_other() {
        let id = Uuid::nil().to_string();
        assert!(Cli::try_parse_from(["takecare", "read", &id]).is_ok());
        assert!(Cli::try_parse_from(["takecare", "read", "--all"]).is_ok());
        assert!(Cli::try_parse_from(["takecare", "read", "--all", &id]).is_err());
        assert!(Cli::try_parse_from(["takecare", "read"]).is_err());
        assert!(
            Cli::try_parse_from(["takecare", "sign-in", "--server", "x", "--email", "y", "--password", "z"]).is_err()
        );
    }
}
