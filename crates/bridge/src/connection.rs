use std::collections::HashMap;
use std::io;

use futures_util::{SinkExt, StreamExt};
use tokio::sync::{mpsc, oneshot};
use tokio_util::codec::{Framed, LinesCodec};

use crate::socket::{self, Stream};
use crate::{Address, Answer, Call, Event, Fault, FaultCode, Hello, LONGEST_LINE, Message, Request, Role};

/// Why the agent could not be reached.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// No agent is running.
    #[error("TakeCare's agent is not running")]
    NotRunning(#[source] io::Error),
    /// It turned the caller away.
    #[error(transparent)]
    Refused(#[from] Fault),
    /// It hung up or said something else than a welcome.
    #[error("the program that answers is not TakeCare's agent")]
    NotTheAgent,
}

/// Asks the agent; may be cloned.
#[derive(Clone)]
pub struct Caller(mpsc::Sender<(Request, oneshot::Sender<Result<Answer, Fault>>)>);

/// What the agent tells by itself, until it goes.
pub type Events = mpsc::Receiver<Event>;

/// Connects to the agent and introduces the caller.
///
/// # Errors
/// [`ConnectError::NotRunning`] when nobody listens: the caller may start the agent and try again.
pub async fn connect(address: &Address, role: Role) -> Result<(Caller, Events), ConnectError> {
    let stream = socket::connect(&address.0).await.map_err(ConnectError::NotRunning)?;
    let mut lines = Framed::new(stream, LinesCodec::new_with_max_length(LONGEST_LINE));
    let hello = Hello { role, version: env!("CARGO_PKG_VERSION").to_owned() };
    say(&mut lines, &hello).await.map_err(|_| ConnectError::NotTheAgent)?;
    match hear(&mut lines).await {
        Some(Message::Welcome(welcome)) => welcome?,
        _ => return Err(ConnectError::NotTheAgent),
    }
    let (calls, asked) = mpsc::channel(16);
    let (told, events) = mpsc::channel(16);
    tokio::spawn(carry(lines, asked, told));
    Ok((Caller(calls), events))
}

impl Caller {
    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// What the agent says, or that it is gone.
    pub async fn ask(&self, request: Request) -> Result<Answer, Fault> {
        let gone = || Fault::new(FaultCode::Other, "TakeCare's agent has stopped. Start TakeCare again.");
        let (reply, answer) = oneshot::channel();
        self.0.send((request, reply)).await.map_err(|_| gone())?;
        tokio::select! {
            biased;
            answer = answer => answer.unwrap_or_else(|_| Err(gone())),
            // What was sent in the moment of the end stays in the channel, and its answer never comes.
            () = self.0.closed() => Err(gone()),
        }
    }
}

async fn carry(
    mut lines: Framed<Stream, LinesCodec>,
    mut asked: mpsc::Receiver<(Request, oneshot::Sender<Result<Answer, Fault>>)>,
    told: mpsc::Sender<Event>,
) {
    let mut open = HashMap::new();
    let mut number = 0u32;
    loop {
        tokio::select! {
            call = asked.recv() => {
                let Some((request, reply)) = call else { return };
                number = number.wrapping_add(1);
                open.insert(number, reply);
                if say(&mut lines, &Call { number, request }).await.is_err() {
                    return;
                }
            }
            message = hear(&mut lines) => match message {
                Some(Message::Reply { number, result }) => {
                    if let Some(reply) = open.remove(&number) {
                        // Whoever asked may have stopped waiting; then nobody needs the answer.
                        let _ = reply.send(result);
                    }
                }
                // A caller that does not listen for events has dropped its end; its answers still count.
                Some(Message::Event(event)) => { let _ = told.send(event).await; }
                Some(Message::Welcome(_)) | None => return,
            },
        }
    }
}

async fn say(lines: &mut Framed<Stream, LinesCodec>, value: &impl serde::Serialize) -> io::Result<()> {
    lines.send(serde_json::to_string(value)?).await.map_err(io::Error::other)
}

async fn hear(lines: &mut Framed<Stream, LinesCodec>) -> Option<Message> {
    let line = lines.next().await?.ok()?;
    serde_json::from_str(&line).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn nobody_waits_for_an_agent_that_goes_while_it_is_asked() {
        let (calls, mut asked) = mpsc::channel(16);
        let asking = tokio::spawn(async move { Caller(calls).ask(Request::Snapshot).await });
        while asked.is_empty() {
            tokio::task::yield_now().await;
        }
        asked.close();
        let answer = timeout(Duration::from_secs(10), asking).await.expect("an end of the waiting");
        assert!(answer.unwrap().is_err());
    }
}
