//! The access log, beside everything else: the keyring may block, and nothing waits for it.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use bridge::{Answer, Fault, FaultCode};
use jiff::Timestamp;
use store::access_log::{Access, AccessLog, AccessLogError, By, Entry, Flaw, Report};
use store::{AccountId, VaultError};

use crate::client::Setup;
use crate::engine::{Engine, Reply, respond};

const FILE: &str = "access.log";
/// How soon what could not be written is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(60);

/// The way to the thread that writes the access log: in the order in which things are noted here. Dropped, it waits until
/// all of it was tried.
pub struct Logbook {
    tasks: Option<Sender<Task>>,
    thread: Option<JoinHandle<()>>,
}

enum Task {
    Note(Timestamp, Access, Option<AccountId>, Option<By>),
    Read(Reply),
}

impl Logbook {
    /// Starts the thread.
    pub fn open(setup: &Setup) -> std::io::Result<Self> {
        let log = AccessLog::at(setup.data.join(FILE), Arc::clone(&setup.vault));
        let (tasks, todo) = mpsc::channel();
        let thread = std::thread::Builder::new().name("access-log".to_owned()).spawn(move || work(log, &todo))?;
        Ok(Self { tasks: Some(tasks), thread: Some(thread) })
    }

    /// Notes what happened just now.
    pub fn note(&self, access: Access, account: Option<AccountId>, by: Option<By>) {
        self.give(Task::Note(Timestamp::now(), access, account, by));
    }

    fn give(&self, task: Task) {
        if self.tasks.as_ref().is_none_or(|tasks| tasks.send(task).is_err()) {
            tracing::error!("the access log has failed inside");
        }
    }
}

impl Drop for Logbook {
    fn drop(&mut self) {
        self.tasks = None;
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the access log has failed inside");
        }
    }
}

impl Engine {
    /// Notes in the access log what just happened to the present account.
    pub(crate) fn note(&self, access: Access, by: Option<By>) {
        self.logbook.note(access, self.desk.as_ref().map(|desk| desk.account.id()), by);
    }

    pub(crate) fn access_log(&self, reply: Reply) {
        self.logbook.give(Task::Read(reply));
    }
}

/// Carries out tasks until nobody can give any more.
fn work(mut log: AccessLog, tasks: &Receiver<Task>) {
    let mut trouble = None;
    loop {
        let asked = match next(tasks, trouble.as_ref()) {
            Ok(Task::Note(at, access, account, by)) => {
                log.note(at, access, account, by);
                None
            }
            Ok(Task::Read(reply)) => Some(reply),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => break,
        };
        let written = log.write(Timestamp::now());
        if let (None, Err(error)) = (&trouble, &written) {
            tracing::warn!(%error, "the access log can't be written; its entries wait");
        }
        trouble = written.err();
        if let Some(reply) = asked {
            respond(reply, log.read().map(answer).map_err(|error| fault(&error)));
        }
    }
    if let Some(error) = trouble {
        tracing::error!(%error, "the access log was not written to its end");
    }
}

/// The next task; a time-out where what waits should be tried again. A locked keyring would ask its user every time: it is
/// left in peace until there is something new.
fn next(tasks: &Receiver<Task>, trouble: Option<&AccessLogError>) -> Result<Task, RecvTimeoutError> {
    match trouble {
        None | Some(AccessLogError::Vault(VaultError::Locked)) => {
            tasks.recv().map_err(|_| RecvTimeoutError::Disconnected)
        }
        Some(_) => tasks.recv_timeout(TRY_AGAIN),
    }
}

fn answer(report: Report) -> Answer {
    let (whole, says) = (report.flaw.is_none(), says(&report));
    let entries = report.entries.into_iter().map(entry).collect();
    Answer::AccessLog(bridge::AccessLog { entries, whole, says })
}

fn entry(Entry { number, at, what, account, by, .. }: Entry) -> bridge::Access {
    bridge::Access { number, at, what, account, by }
}

fn says(report: &Report) -> String {
    let mut says = match &report.flaw {
        None => "The log is whole.".to_owned(),
        Some(why @ (Flaw::NoKey | Flaw::Unproved(_))) => format!("Whether the log is whole can't be said: {why}."),
        Some(why) => format!("The log is not whole: {why}."),
    };
    if report.torn {
        says += " Half a line at its end does not count: it was being written when the power was cut.";
    }
    if report.waiting > 0 {
        says += &format!(" Entries that wait to be written: {}.", report.waiting);
    }
    says
}

fn fault(error: &AccessLogError) -> Fault {
    Fault::new(FaultCode::Other, format!("The access log can't be read: {error}. Ask your administrator."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(flaw: Option<Flaw>, torn: bool, waiting: usize) -> String {
        says(&Report { entries: Vec::new(), flaw, torn, waiting })
    }

    #[test]
    fn it_is_said_whether_the_log_is_whole() {
        assert_eq!(said(None, false, 0), "The log is whole.");
        assert_eq!(
            said(Some(Flaw::Cut { after: 4, last: 6 }), false, 0),
            "The log is not whole: it ends with number 4, and the entries up to number 6 are missing."
        );
        assert_eq!(
            said(Some(Flaw::Unproved(VaultError::Locked)), true, 2),
            "Whether the log is whole can't be said: the keyring is locked. Half a line at its end does not count: it \
             was being written when the power was cut. Entries that wait to be written: 2."
        );
    }
}
