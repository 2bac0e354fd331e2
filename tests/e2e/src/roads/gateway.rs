use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::task::AbortOnDropHandle;

/// A clinic's proxy. Whatever name it is asked for, it knows one server.
pub struct Gateway {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    _task: AbortOnDropHandle<()>,
}

/// How a proxy treats who comes.
#[derive(Debug, Clone, Copy)]
pub enum Manner {
    /// Lets everybody through.
    Open,
    /// Lets through who brings this `Proxy-Authorization`; else 407.
    Members(&'static str),
    /// Answers 502.
    Broken,
    /// Speaks SOCKS 5 instead of HTTP.
    Socks,
}

impl Gateway {
    /// A proxy on the way to `server`.
    pub async fn to(server: SocketAddr, manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let heard = Arc::clone(&asked);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let heard = Arc::clone(&heard);
                // Either side may hang up whenever it likes.
                tokio::spawn(async move {
                    match manner {
                        Manner::Socks => socks(stream, server, &heard).await,
                        _ => http(stream, server, manner, &heard).await,
                    }
                });
            }
        });
        Self { address, asked, _task: AbortOnDropHandle::new(task) }
    }

    /// Its port on this computer.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// What it was asked for, one after the other: `CONNECT clinic.example:443`.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

async fn http(
    mut stream: TcpStream,
    server: SocketAddr,
    manner: Manner,
    asked: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if stream.read_buf(&mut head).await? == 0 {
            return Ok(());
        }
    }
    let text = String::from_utf8_lossy(&head).into_owned();
    let (line, _) = text.split_once(" HTTP/1.1\r\n").unwrap();
    asked.lock().unwrap().push(line.to_owned());
    let member =
        |key: &str| text.to_ascii_lowercase().contains(&format!("proxy-authorization: {key}").to_ascii_lowercase());
    match manner {
        Manner::Members(key) if !member(key) => {
            let refusal =
                "HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n";
            return stream.write_all(refusal.as_bytes()).await;
        }
        Manner::Broken => {
            return stream.write_all(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n").await;
        }
        _ => {}
    }
    let mut on = TcpStream::connect(server).await?;
    if line.starts_with("CONNECT ") {
        stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
    } else {
        // A server takes the absolute form as it is.
        on.write_all(&head).await?;
    }
    tokio::io::copy_bidirectional(&mut stream, &mut on).await.map(|_| ())
}

/// RFC 1928, as far as a client of ours goes: no sign-in, connect to a name.
async fn socks(mut stream: TcpStream, server: SocketAddr, asked: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut methods = vec![
        0;
        usize::from({
            assert_eq!(stream.read_u8().await?, 5);
            stream.read_u8().await?
        })
    ];
    stream.read_exact(&mut methods).await?;
    stream.write_all(&[5, 0]).await?;
    let mut connect_to_name = [0; 4];
    stream.read_exact(&mut connect_to_name).await?;
    assert_eq!(connect_to_name, [5, 1, 0, 3]);
    let mut name = vec![0; usize::from(stream.read_u8().await?)];
    stream.read_exact(&mut name).await?;
    let port = stream.read_u16().await?;
    asked.lock().unwrap().push(format!("SOCKS {}:{port}", String::from_utf8_lossy(&name)));
    let mut on = TcpStream::connect(server).await?;
    stream.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 0]).await?;
    tokio::io::copy_bidirectional(&mut stream, &mut on).await.map(|_| ())
}
