use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use protocol::{Command, Frame, Wants};
use tokio::sync::mpsc;
use tokio::task::unconstrained;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::http::header::{COOKIE, ORIGIN};
use tokio_tungstenite::tungstenite::http::{HeaderValue, StatusCode};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{Connector, MaybeTlsStream, WebSocketStream, client_async_tls_with_config};
use tokio_util::task::AbortOnDropHandle;

use crate::account::Cookies;
use crate::error::ServerError;
use crate::greeting::Greeting;
use crate::network::Network;
use crate::rest::Rest;
use crate::road::{self, Road};
use crate::server::Server;

const OPEN_WITHIN: Duration = Duration::from_secs(15);
/// The server pings every 20 s; who is silent for longer than this is gone (protocol.md, section 2.4).
const DEAD_AFTER: Duration = Duration::from_secs(45);
/// `message` is unbounded text; 3 MB were seen (protocol.md, section 2.4). What is longer ends the socket, and REST tells it.
const LONGEST_FRAME: usize = 16 * 1024 * 1024;

/// So many frames are kept in one transaction at most.
const MOST_AT_ONCE: usize = 500;

/// What happens on the socket.
#[derive(Debug)]
pub enum Happening {
    /// The server accepted it.
    Opened,
    /// The server sent a sign of life.
    Heard,
    /// A text frame.
    Frame(Frame),
    /// It is over.
    Ended(Ended),
}

/// How a socket ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// Refused with 403: the session, or the `Origin`; REST tells which (protocol.md, section 2.2).
    Refused,
    /// Close 1011: the server's handler died, as its replay does on every attempt (protocol.md, section 3.4).
    Crashed,
    /// The server closed it; 1000 after 24 hours is normal (protocol.md, section 2.4).
    Closed,
    /// Nothing was heard for too long.
    Silent,
    /// It could not be opened, or broke.
    Failed(ServerError),
}

/// An open socket, or one that is being opened. Dropping it closes it.
pub struct Link {
    commands: mpsc::Sender<Command>,
    happenings: mpsc::Receiver<Happening>,
    _task: AbortOnDropHandle<()>,
}

impl Link {
    /// Opens a socket, with all that the server has for sockets; receipts only if they will be given.
    pub fn open(
        server: Server,
        cookies: Cookies,
        network: Network,
        rest: Rest,
        greeting: Greeting,
        receipts: bool,
    ) -> Self {
        let (commands, said) = mpsc::channel(64);
        let (tell, happenings) = mpsc::channel(MOST_AT_ONCE);
        // A burst is read to the end of what has come, or until `tell` is full, and not only for a task's usual turn: the
        // more is kept in one transaction, the fewer wait for the disk.
        let task = tokio::spawn(unconstrained(async move {
            let opening = async {
                let wants = greeting.ask(&rest).await.map_err(Ended::Failed)?.wants;
                let wants = Wants { receipts: wants.receipts && receipts, ..wants };
                open(&server, wants, &cookies, &network).await
            };
            let ended = match timeout(OPEN_WITHIN, opening).await {
                Err(_) => Ended::Failed(ServerError::TimedOut),
                Ok(Err(ended)) => ended,
                Ok(Ok(socket)) => carry(socket, said, &tell).await,
            };
            // When nobody listens any more the client is ending.
            let _ = tell.send(Happening::Ended(ended)).await;
        }));
        Self { commands, happenings, _task: AbortOnDropHandle::new(task) }
    }

    /// What happened since the last call, waiting for something if nothing did; [`Happening::Ended`] comes last. Many at
    /// once, so that a burst can be kept in few transactions. Safe to cancel.
    pub async fn happened(&mut self) -> Vec<Happening> {
        let mut happened = Vec::new();
        if self.happenings.recv_many(&mut happened, MOST_AT_ONCE).await == 0 {
            happened.push(Happening::Ended(Ended::Closed));
        }
        happened
    }

    /// Says something to the server; false when it can't take it now, then REST is the way.
    pub fn say(&self, command: Command) -> bool {
        self.commands.try_send(command).is_ok()
    }
}

type Socket = WebSocketStream<MaybeTlsStream<Road>>;

async fn open(server: &Server, wants: Wants, cookies: &Cookies, network: &Network) -> Result<Socket, Ended> {
    let request = handshake(server, wants, cookies).map_err(|error| refusal(&error))?;
    let road = road::open(network, server).await.map_err(Ended::Failed)?;
    let limits = WebSocketConfig::default().max_message_size(Some(LONGEST_FRAME)).max_frame_size(Some(LONGEST_FRAME));
    let tls = Connector::Rustls(network.tls());
    let opened = client_async_tls_with_config(request, road, Some(limits), Some(tls)).await;
    opened.map(|(socket, _)| socket).map_err(|error| refusal(&error))
}

fn handshake(server: &Server, wants: Wants, cookies: &Cookies) -> Result<Request, tungstenite::Error> {
    let mut request = server.socket(wants).into_client_request()?;
    let mut session = HeaderValue::from_str(&cookies.header())?;
    session.set_sensitive(true);
    request.headers_mut().insert(COOKIE, session);
    request.headers_mut().insert(ORIGIN, HeaderValue::from_str(&server.origin())?);
    Ok(request)
}

async fn carry(mut socket: Socket, mut said: mpsc::Receiver<Command>, tell: &mpsc::Sender<Happening>) -> Ended {
    if tell.send(Happening::Opened).await.is_err() {
        return Ended::Closed;
    }
    // What we say is no sign of life.
    let mut dead_at = Instant::now() + DEAD_AFTER;
    loop {
        let happening = tokio::select! {
            command = said.recv() => {
                let Some(command) = command else { return Ended::Closed };
                match timeout_at(dead_at, say(&mut socket, &command)).await {
                    Ok(Ok(())) => continue,
                    Ok(Err(error)) => return Ended::Failed(ServerError::of(&error)),
                    Err(_) => return Ended::Silent,
                }
            }
            message = timeout_at(dead_at, socket.next()) => match hear(message) {
                Ok(happening) => happening,
                Err(ended) => return ended,
            },
        };
        dead_at = Instant::now() + DEAD_AFTER;
        if tell.send(happening).await.is_err() {
            return Ended::Closed;
        }
    }
}

async fn say(socket: &mut Socket, command: &Command) -> Result<(), tungstenite::Error> {
    let text = serde_json::to_string(command).map_err(|error| tungstenite::Error::Io(error.into()))?;
    socket.send(Message::text(text)).await
}

type Heard = Result<Option<Result<Message, tungstenite::Error>>, tokio::time::error::Elapsed>;

fn hear(message: Heard) -> Result<Happening, Ended> {
    match message {
        Err(_) => Err(Ended::Silent),
        Ok(None) => Err(Ended::Closed),
        Ok(Some(Err(error))) => Err(Ended::Failed(ServerError::of(&error))),
        Ok(Some(Ok(Message::Text(text)))) => Ok(Happening::Frame(Frame::parse(&text))),
        Ok(Some(Ok(Message::Close(Some(frame))))) if frame.code == CloseCode::Error => Err(Ended::Crashed),
        Ok(Some(Ok(Message::Close(_)))) => Err(Ended::Closed),
        Ok(Some(Ok(_))) => Ok(Happening::Heard),
    }
}

fn refusal(error: &tungstenite::Error) -> Ended {
    let tungstenite::Error::Http(answer) = error else { return Ended::Failed(ServerError::of(error)) };
    match answer.status() {
        StatusCode::FORBIDDEN => Ended::Refused,
        // A network's sign-in page answers so; the service never does (protocol.md, section 2.2).
        status if status.is_success() || status.is_redirection() => Ended::Failed(ServerError::NotTakeCare),
        StatusCode::NETWORK_AUTHENTICATION_REQUIRED => Ended::Failed(ServerError::NotTakeCare),
        status => Ended::Failed(ServerError::Status(status.as_u16())),
    }
}
