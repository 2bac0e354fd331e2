use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::sleep;

use crate::Weather;
use crate::connection::{PIECE, over};
use crate::frames::{Said, close};
use crate::proxy::Line;
use crate::sky::Outlook;

/// So much of an answer or a frame is missing when its end is.
const THE_END: usize = 3;

/// One direction of a connection.
pub struct Lane<'a, W> {
    to: W,
    outlook: Outlook,
    line: &'a Line,
    carried: usize,
    /// Whether a socket's handshake has passed, and how many texts came since.
    open: bool,
    texts: usize,
}

impl<'a, W: AsyncWrite + Unpin> Lane<'a, W> {
    pub fn new(to: W, outlook: Outlook, line: &'a Line) -> Self {
        Self { to, outlook, line, carried: 0, open: false, texts: 0 }
    }

    pub fn line(&self) -> &'a Line {
        self.line
    }

    /// Notes that the weather did harm.
    fn strike(&self) {
        self.line.note(|traffic| traffic.strikes += 1);
    }

    fn broken(&self) -> io::Error {
        self.strike();
        over()
    }

    /// What is said next; nothing at the end.
    pub async fn hear(&mut self, from: &mut (impl AsyncRead + Unpin)) -> io::Result<Vec<u8>> {
        let mut said = Vec::with_capacity(PIECE);
        loop {
            match self.outlook.weather() {
                Weather::Refused => return Err(self.broken()),
                Weather::Reset { after } if self.carried >= after => return Err(self.broken()),
                Weather::Closing { code, late } if self.open => {
                    self.strike();
                    self.write(&close(code)).await?;
                    sleep(late).await;
                    return Ok(Vec::new());
                }
                _ => {}
            }
            tokio::select! {
                heard = from.read_buf(&mut said) => return heard.map(|_| said),
                turned = self.outlook.turns() => if !turned { return Err(over()) },
            }
        }
    }

    /// A piece of an answer to a request.
    pub async fn answer(&mut self, said: &[u8]) -> io::Result<()> {
        if self.outlook.weather() == Weather::Truncated {
            return self.truncate(said).await;
        }
        self.pass(said).await
    }

    /// The handshake's answer or a frame.
    pub async fn say(&mut self, said: Said) -> io::Result<()> {
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
            Weather::Lossy if is_text && self.texts.is_multiple_of(2) => {
                self.strike();
                Ok(())
            }
            _ => self.pass(&frame).await,
        }
    }

    async fn truncate(&mut self, said: &[u8]) -> io::Result<()> {
        self.write(&said[..said.len().saturating_sub(THE_END)]).await?;
        Err(self.broken())
    }

    /// Passes on as the weather allows, which may turn meanwhile.
    pub async fn pass(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let next = match self.outlook.weather() {
                Weather::Refused => return Err(self.broken()),
                Weather::Silence => {
                    self.outlast().await?;
                    continue;
                }
                Weather::Reset { after } if self.carried >= after => return Err(self.broken()),
                Weather::Reset { after } => after - self.carried,
                Weather::Slow { piece, least, most } => {
                    self.strike();
                    sleep(rand::random_range(least..=most)).await;
                    piece
                }
                _ => bytes.len(),
            };
            let (now, later) = bytes.split_at(next.min(bytes.len()));
            self.write(now).await?;
            self.carried += now.len();
            bytes = later;
        }
        Ok(())
    }

    async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.to.write_all(bytes).await?;
        self.to.flush().await
    }

    /// Passes on that nothing more comes.
    pub async fn end(&mut self) -> io::Result<()> {
        while self.outlook.weather() == Weather::Silence {
            self.outlast().await?;
        }
        self.to.shutdown().await
    }

    async fn outlast(&mut self) -> io::Result<()> {
        self.strike();
        if self.outlook.turns().await { Ok(()) } else { Err(over()) }
    }
}
