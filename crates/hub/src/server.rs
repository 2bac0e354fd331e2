use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::serve::Listener;
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::time::timeout;
use tokio_util::task::TaskTracker;
use tower::Layer;

use crate::app::App;
use crate::outside::Visit;
use crate::routes;

/// How long an ending server waits for requests that are under way, and then for sockets.
const FAREWELL: Duration = Duration::from_secs(5);

/// Answers all connections until the hub ends. One that does not say in time what it wants is closed.
pub async fn serve<L: Listener<Addr = SocketAddr>>(mut listener: L, is_https: bool, app: App) {
    let (router, connections) = (routes::routes(app.clone()), TaskTracker::new());
    while let Some((stream, peer)) = app.stopping.run_until_cancelled(listener.accept()).await {
        let visit = Visit { address: peer.ip(), is_https };
        connections.spawn(attend::<L>(stream, visit, router.clone(), app.clone()));
    }
    drop(listener);
    for (tasks, what) in [(&connections, "requests"), (&app.sockets, "sockets")] {
        tasks.close();
        // A client that does not finish its request is left behind.
        if timeout(FAREWELL, tasks.wait()).await.is_err() {
            tracing::warn!("some {what} did not end in time");
        }
    }
}

/// Answers one connection. When the hub ends it answers the request that is under way, and no other.
async fn attend<L: Listener>(stream: L::Io, visit: Visit, router: Router, app: App) {
    let service = TowerToHyperService::new(Extension(ConnectInfo(visit)).layer(router));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(app.pace.request);
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service).with_upgrades());
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = app.stopping.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!("a connection ended: {error}");
    }
}
