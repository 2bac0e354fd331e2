use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use futures_util::{StreamExt, TryStreamExt, stream};
use protocol::{Frame, SESSION_COOKIE, SOCKET_PATH};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use url::Url;
use uuid::Uuid;
use visitor::Visitor;

use crate::server::{PASSWORD, Server};

/// What has not arrived after so long without any arrival is lost.
const SILENCE: Duration = Duration::from_secs(15);

/// So many people sign in at once.
const AT_ONCE: usize = 4;

/// People who have signed in, and have no socket yet.
pub struct People(Vec<(Uuid, String)>);

impl People {
    /// So many new ones, each with a session.
    pub async fn sign_in(server: &Server, count: usize) -> Result<Self> {
        let prefix = Uuid::new_v4();
        let arrive = |number: usize| async move {
            let email = format!("{prefix}-{number}@ward.example");
            let id = server.add_user(&email).await?;
            let visitor = Visitor::new(server.base_url());
            anyhow::ensure!(visitor.sign_in(&email, PASSWORD).await.status() == 302, "somebody can't sign in");
            Ok((id, visitor.cookie(SESSION_COOKIE).context("no session")?))
        };
        Ok(Self(stream::iter(0..count).map(arrive).buffered(AT_ONCE).try_collect().await?))
    }

    /// Opens so many sockets, shared out among them.
    pub async fn open(self, server: &Server, sockets: usize) -> Result<Crowd> {
        let Self(people) = self;
        let (told, arrivals) = mpsc::unbounded_channel();
        let mut readers = JoinSet::new();
        for (_, session) in people.iter().cycle().take(sockets) {
            let socket = socket(&server.base_url(), session).await?;
            readers.spawn(read(socket, told.clone()));
        }
        let share = |person| sockets / people.len() + usize::from(person < sockets % people.len());
        Ok(Crowd {
            sockets: (0..people.len()).map(share).collect(),
            people: people.into_iter().map(|(id, _)| id).collect(),
            arrivals,
            _readers: readers,
        })
    }
}

/// People with open sockets. The sockets are closed when this is dropped.
pub struct Crowd {
    /// Who they are; each has about as many sockets as any other.
    pub people: Vec<Uuid>,
    /// How many sockets each of them has.
    pub sockets: Vec<usize>,
    arrivals: mpsc::UnboundedReceiver<Arrival>,
    _readers: JoinSet<()>,
}

/// A notification on a socket.
pub struct Arrival {
    /// The number that its text ends with.
    pub number: usize,
    /// When it was read.
    pub at: Instant,
}

impl Crowd {
    /// So many arrivals, or as many as come.
    pub async fn hear(&mut self, expected: usize) -> Vec<Arrival> {
        let mut heard = Vec::with_capacity(expected);
        while heard.len() < expected
            && let Ok(Some(arrival)) = timeout(SILENCE, self.arrivals.recv()).await
        {
            heard.push(arrival);
        }
        heard
    }
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

async fn socket(base: &Url, session: &str) -> Result<Socket> {
    let mut url = base.join(SOCKET_PATH)?;
    url.set_scheme("ws").map_err(|()| anyhow::anyhow!("no address for sockets"))?;
    let mut request = url.as_str().into_client_request()?;
    request.headers_mut().insert("Cookie", format!("{SESSION_COOKIE}={session}").parse()?);
    Ok(connect_async(request).await?.0)
}

/// Reads until the socket ends; pings are answered by the library.
async fn read(mut socket: Socket, told: mpsc::UnboundedSender<Arrival>) {
    while let Some(Ok(frame)) = socket.next().await {
        let at = Instant::now();
        if let Message::Text(text) = frame
            && let Some(number) = number(&text)
            && told.send(Arrival { number, at }).is_err()
        {
            return;
        }
    }
}

/// The number at the end of a notification's text.
fn number(text: &str) -> Option<usize> {
    match Frame::parse(text) {
        Frame::Push(push) => push.message.rsplit(' ').next()?.parse().ok(),
        _ => None,
    }
}
