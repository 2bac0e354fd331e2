use std::io;
use std::sync::PoisonError;
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::time::sleep;

use crate::frames::{CRASH, Frames, Said};
use crate::proxy::Line;
use crate::requests::Requests;
use crate::sky::Outlook;
use crate::{Call, Road, Weather};

/// How a handshake begins.
const SOCKET: &[u8] = b"GET /ws/";
/// So much is read at once.
const PIECE: usize = 64 * 1024;
/// So much of an answer or a frame is missing when its end is.
const THE_END: usize = 3;

/// Carries one connection until either side or the weather ends it.
pub async fn carry(mut client: TcpStream, number: u64, line: Line) {
    let Ok(first) = beginning(&mut client).await else { return };
    let road = if first.starts_with(SOCKET) { Road::Socket } else { Road::Rest };
    let outlook = Outlook::new(line.sky.clone(), road, number);
    let broken = match TcpStream::connect(line.server).await {
        Ok(mut server) => {
            let ((from_client, to_client), (from_server, to_server)) = (client.split(), server.split());
            let up = go_up(from_client, Lane::new(to_server, outlook.clone()), first, &line, road);
            let down = go_down(from_server, Lane::new(to_client, outlook), road);
            let broken = tokio::try_join!(up, down).is_err();
            broken && server.set_zero_linger().is_ok()
        }
        Err(_) => true,
    };
    if broken {
        // Fails only on a connection that is over.
        let _ = client.set_zero_linger();
    }
}

/// What a client says first, enough to tell the road by.
async fn beginning(client: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut first = Vec::with_capacity(PIECE);
    while first.len() < SOCKET.len() {
        if client.read_buf(&mut first).await? == 0 {
            return Err(broken());
        }
    }
    Ok(first)
}

async fn go_up(
    mut from: ReadHalf<'_>,
    mut lane: Lane<'_>,
    mut said: Vec<u8>,
    line: &Line,
    road: Road,
) -> io::Result<()> {
    let mut requests = Requests::default();
    while !said.is_empty() {
        let found = requests.read(&said).into_iter().map(|line| Call { at: Instant::now(), road, line });
        line.traffic.lock().unwrap_or_else(PoisonError::into_inner).calls.extend(found);
        lane.pass(&said).await?;
        said = lane.hear(&mut from).await?;
    }
    lane.end().await
}

async fn go_down(mut from: ReadHalf<'_>, mut lane: Lane<'_>, road: Road) -> io::Result<()> {
    let mut frames = Frames::default();
    loop {
        let said = lane.hear(&mut from).await?;
        match road {
            _ if said.is_empty() => return lane.end().await,
            Road::Rest => lane.answer(&said).await?,
            Road::Socket => {
                for said in frames.read(&said) {
                    lane.say(said).await?;
                }
            }
        }
    }
}

/// One direction of a connection.
struct Lane<'a> {
    to: WriteHalf<'a>,
    outlook: Outlook,
    carried: usize,
    /// Whether a socket's handshake has passed, and how many texts came since.
    open: bool,
    texts: usize,
}

impl<'a> Lane<'a> {
    fn new(to: WriteHalf<'a>, outlook: Outlook) -> Self {
        Self { to, outlook, carried: 0, open: false, texts: 0 }
    }

    /// What is said next; nothing at the end.
    async fn hear(&mut self, from: &mut ReadHalf<'_>) -> io::Result<Vec<u8>> {
        let mut said = Vec::with_capacity(PIECE);
        loop {
            match self.outlook.weather() {
                Weather::Refused => return Err(broken()),
                Weather::Reset { after } if self.carried >= after => return Err(broken()),
                Weather::Crash if self.open => {
                    self.to.write_all(&CRASH).await?;
                    return Ok(Vec::new());
                }
                _ => {}
            }
            tokio::select! {
                heard = from.read_buf(&mut said) => return heard.map(|_| said),
                turned = self.outlook.turns() => if !turned { return Err(broken()) },
            }
        }
    }

    /// A piece of an answer to a request.
    async fn answer(&mut self, said: &[u8]) -> io::Result<()> {
        if self.outlook.weather() == Weather::Truncated {
            return self.truncate(said).await;
        }
        self.pass(said).await
    }

    /// The handshake's answer or a frame.
    async fn say(&mut self, said: Said) -> io::Result<()> {
        let frame = match said {
            Said::Handshake(head) => {
                self.pass(&head).await?;
                self.open = true;
                return Ok(());
            }
            Said::Frame(frame) => frame,
        };
        let is_text = frame[0] & 0x0f == 1;
        self.texts += usize::from(is_text);
        match self.outlook.weather() {
            Weather::Truncated => self.truncate(&frame).await,
            Weather::Lossy if is_text && self.texts.is_multiple_of(2) => Ok(()),
            _ => self.pass(&frame).await,
        }
    }

    async fn truncate(&mut self, said: &[u8]) -> io::Result<()> {
        self.to.write_all(&said[..said.len().saturating_sub(THE_END)]).await?;
        Err(broken())
    }

    /// Passes on as the weather allows, which may turn meanwhile.
    async fn pass(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let next = match self.outlook.weather() {
                Weather::Refused => return Err(broken()),
                Weather::Silence => {
                    self.outlast().await?;
                    continue;
                }
                Weather::Reset { after } if self.carried >= after => return Err(broken()),
                Weather::Reset { after } => after - self.carried,
                Weather::Slow { piece, least, most } => {
                    sleep(rand::random_range(least..=most)).await;
                    piece
                }
                _ => bytes.len(),
            };
            let (now, later) = bytes.split_at(next.min(bytes.len()));
            self.to.write_all(now).await?;
            self.carried += now.len();
            bytes = later;
        }
        Ok(())
    }

    /// Passes on that nothing more comes.
    async fn end(&mut self) -> io::Result<()> {
        while self.outlook.weather() == Weather::Silence {
            self.outlast().await?;
        }
        if let Weather::SlowClose(late) = self.outlook.weather() {
            sleep(late).await;
        }
        self.to.shutdown().await
    }

    async fn outlast(&mut self) -> io::Result<()> {
        if self.outlook.turns().await { Ok(()) } else { Err(broken()) }
    }
}

fn broken() -> io::Error {
    io::ErrorKind::ConnectionReset.into()
}
