use std::io;
use std::time::Instant;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, split};
use tokio::net::TcpStream;

use crate::frames::Frames;
use crate::lane::Lane;
use crate::proxy::Line;
use crate::requests::{Asked, Requests};
use crate::sky::Outlook;
use crate::{Call, Road, tls};

/// How a handshake begins.
const SOCKET: &[u8] = b"GET /ws/";
/// So much is read at once.
pub const PIECE: usize = 64 * 1024;

/// Carries one connection until either side or the weather ends it.
pub async fn carry(mut client: TcpStream, number: u64, line: Line) {
    let untrusted = line.sky.borrow().is_untrusted();
    match &line.tls {
        None => {
            if join(&mut client, number, &line).await.is_err() {
                reset(&client);
            }
        }
        Some(tls) => match tls.accept(client, untrusted).await {
            Ok(mut client) => {
                if join(&mut client, number, &line).await.is_err() {
                    reset(client.get_ref().0);
                }
            }
            Err(_) => line.note(|traffic| traffic.strikes += 1),
        },
    }
}

/// Ends as a broken network does; the client does not hear a farewell.
fn reset(client: &TcpStream) {
    // Fails only on a connection that is over.
    let _ = client.set_zero_linger();
}

async fn join(client: &mut (impl AsyncRead + AsyncWrite + Unpin), number: u64, line: &Line) -> io::Result<()> {
    let first = beginning(client).await?;
    let road = if first.starts_with(SOCKET) { Road::Socket } else { Road::Rest };
    let outlook = Outlook::new(line.sky.clone(), road, number);
    let mut server = TcpStream::connect(line.server).await?;
    let ((from_client, to_client), (from_server, to_server)) = (split(client), server.split());
    let up = go_up(from_client, Lane::new(to_server, outlook.clone(), line), first, road);
    let down = go_down(from_server, Lane::new(to_client, outlook, line), road);
    let ended = tokio::try_join!(up, down).map(|_| ());
    if ended.is_err() {
        reset(&server);
    }
    ended
}

/// What a client says first, enough to tell the road by.
async fn beginning(client: &mut (impl AsyncRead + Unpin)) -> io::Result<Vec<u8>> {
    let mut first = Vec::with_capacity(PIECE);
    while first.len() < SOCKET.len() {
        if client.read_buf(&mut first).await? == 0 {
            return Err(over());
        }
    }
    Ok(first)
}

async fn go_up(
    mut from: impl AsyncRead + Unpin,
    mut lane: Lane<'_, impl AsyncWrite + Unpin>,
    mut said: Vec<u8>,
    road: Road,
) -> io::Result<()> {
    let mut requests = Requests::default();
    while !said.is_empty() {
        for asked in requests.read(&said) {
            match asked {
                Asked::Head { line, bytes } => {
                    lane.line().note(|traffic| traffic.calls.push(Call { at: Instant::now(), road, line }));
                    lane.pass(&if lane.line().tls.is_some() { tls::forwarded(&bytes) } else { bytes }).await?;
                }
                Asked::Body(bytes) => lane.pass(&bytes).await?,
            }
        }
        said = lane.hear(&mut from).await?;
    }
    lane.end().await
}

async fn go_down(
    mut from: impl AsyncRead + Unpin,
    mut lane: Lane<'_, impl AsyncWrite + Unpin>,
    road: Road,
) -> io::Result<()> {
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

/// The error of a connection that the weather ended, or the end of the proxy.
pub fn over() -> io::Error {
    io::ErrorKind::ConnectionReset.into()
}
