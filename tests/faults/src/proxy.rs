use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;
use tokio_util::task::AbortOnDropHandle;

use crate::sky::Sky;
use crate::tls::Tls;
use crate::{Road, Traffic, Weather, connection};

/// A way to a server, with weather. It ends, with all its connections, when it is dropped.
pub struct Proxy {
    address: SocketAddr,
    sky: watch::Sender<Sky>,
    line: Line,
    /// Bound, and never listening: keeps the port while nobody listens on it.
    _port: TcpSocket,
    _task: AbortOnDropHandle<()>,
}

/// What all connections through a proxy share.
#[derive(Clone)]
pub(crate) struct Line {
    pub server: SocketAddr,
    pub sky: watch::Receiver<Sky>,
    pub tls: Option<Arc<Tls>>,
    traffic: Arc<Mutex<Traffic>>,
    /// How many connections there were.
    count: Arc<AtomicU64>,
}

impl Proxy {
    /// Opens one in clear weather, on a free port.
    pub async fn to(server: SocketAddr) -> Self {
        Self::open(server, None)
    }

    /// Opens one that speaks https to clients, as a web server in front of the service does.
    pub async fn secure(server: SocketAddr) -> Self {
        Self::open(server, Some(Arc::new(Tls::make())))
    }

    fn open(server: SocketAddr, tls: Option<Arc<Tls>>) -> Self {
        let port = reserve("127.0.0.1:0".parse().unwrap());
        let address = port.local_addr().unwrap();
        let (sky, outlook) = watch::channel(Sky::CLEAR);
        let line = Line { server, sky: outlook, tls, traffic: Arc::default(), count: Arc::default() };
        let task = tokio::spawn(line.clone().listen(address, bind(address)));
        Self { address, sky, line, _port: port, _task: AbortOnDropHandle::new(task) }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The server's address, as a client is given it.
    pub fn server(&self) -> String {
        let scheme = if self.line.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// The certificate, as PEM, of the authority that a client must trust; `None` without https.
    pub fn authority(&self) -> Option<&str> {
        self.line.tls.as_ref().map(|tls| tls.authority.as_str())
    }

    /// Turns the weather everywhere.
    pub fn weather(&self, weather: Weather) {
        self.sky.send_modify(|sky| (sky.rest, sky.socket) = (weather, weather));
    }

    /// Turns the weather on one road.
    pub fn weather_on(&self, road: Road, weather: Weather) {
        self.sky.send_modify(|sky| match road {
            Road::Rest => sky.rest = weather,
            Road::Socket => sky.socket = weather,
        });
    }

    /// Resets the connections there are; new ones are not concerned.
    pub fn cut(&self) {
        self.sky.send_modify(|sky| sky.cut_before = self.line.count.load(Ordering::SeqCst));
    }

    /// Lets the connections there are carry nothing any more, while both ends take them for open; new ones are not
    /// concerned.
    pub fn strand(&self) {
        self.sky.send_modify(|sky| sky.stranded_before = self.line.count.load(Ordering::SeqCst));
    }

    /// The same with the sockets there are, and no others.
    pub fn strand_sockets(&self) {
        self.sky.send_modify(|sky| sky.sockets_stranded_before = self.line.count.load(Ordering::SeqCst));
    }

    /// What was asked so far.
    pub fn traffic(&self) -> Traffic {
        self.line.traffic.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Line {
    pub fn note(&self, what: impl FnOnce(&mut Traffic)) {
        what(&mut self.traffic.lock().unwrap_or_else(PoisonError::into_inner));
    }

    async fn listen(mut self, address: SocketAddr, mut listener: TcpListener) {
        loop {
            let mut sky = self.sky.clone();
            tokio::select! {
                () = self.accept(listener) => return,
                dark = sky.wait_for(Sky::is_dark) => if dark.is_err() { return },
            }
            if self.sky.wait_for(|sky| !sky.is_dark()).await.is_err() {
                return;
            }
            listener = bind(address);
        }
    }

    async fn accept(&self, listener: TcpListener) {
        while let Ok((client, _)) = listener.accept().await {
            let number = self.count.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(connection::carry(client, number, self.clone()));
        }
    }
}

fn bind(address: SocketAddr) -> TcpListener {
    reserve(address).listen(1024).unwrap()
}

fn reserve(address: SocketAddr) -> TcpSocket {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_reuseport(true).unwrap();
    socket.bind(address).unwrap();
    socket
}
