use std::io;
use std::time::Instant;

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::net::tcp::ReadHalf;

use crate::frames::Frames;
use crate::lane::Lane;
use crate::proxy::Line;
use crate::requests::Requests;
use crate::sky::Outlook;
use crate::{Call, Road};

/// How a handshake begins.
const SOCKET: &[u8] = b"GET /ws/";
/// So much is read at once.
pub const PIECE: usize = 64 * 1024;

/// Carries one connection until either side or the weather ends it.
pub async fn carry(mut client: TcpStream, number: u64, line: Line) {
    let Ok(first) = beginning(&mut client).await else { return };
    let road = if first.starts_with(SOCKET) { Road::Socket } else { Road::Rest };
    let outlook = Outlook::new(line.sky.clone(), road, number);
    let broken = match TcpStream::connect(line.server).await {
        Ok(mut server) => {
            let ((from_client, to_client), (from_server, to_server)) = (client.split(), server.split());
            let up = go_up(from_client, Lane::new(to_server, outlook.clone(), &line), first, road);
            let down = go_down(from_server, Lane::new(to_client, outlook, &line), road);
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
            return Err(over());
        }
    }
    Ok(first)
}

async fn go_up(mut from: ReadHalf<'_>, mut lane: Lane<'_>, mut said: Vec<u8>, road: Road) -> io::Result<()> {
    let mut requests = Requests::default();
    while !said.is_empty() {
        let found = requests.read(&said).into_iter().map(|line| Call { at: Instant::now(), road, line });
        lane.line().note(|traffic| traffic.calls.extend(found));
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

/// The error of a connection that the weather ended, or the end of the proxy.
pub fn over() -> io::Error {
    io::ErrorKind::ConnectionReset.into()
}
