use std::env;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::net::UnixStream;
use tokio::sync::oneshot;
use tokio::time::sleep;
use x11rb::connection::Connection as _;
use x11rb::errors::ConnectError;
use x11rb::rust_connection::RustConnection;

/// Time for a compositor that crashed to be there again.
const COMEBACK: Duration = Duration::from_secs(1);

/// Waits until session bus or screen have gone. What was not there to begin with can't go.
pub async fn heard() {
    let gone = tokio::select! {
        () = after(bus()) => "session bus",
        () = after(screen()) => "screen",
    };
    tracing::info!("the {gone} is gone, so the session is over");
}

/// Returns once this has ended well; never, when there is nothing to wait for.
async fn after(end: impl Future<Output = Result<(), String>>) {
    if let Err(why) = end.await {
        tracing::debug!("nothing will tell of the session's end here: {why}");
        std::future::pending::<()>().await;
    }
}

async fn bus() -> Result<(), String> {
    let bus = zbus::Connection::session().await.map_err(|error| error.to_string())?;
    bus.closed().await;
    Ok(())
}

/// Wayland's before X's: that one's X server may come and go within a session.
async fn screen() -> Result<(), String> {
    let said = match env::var_os("WAYLAND_DISPLAY").filter(|name| !name.is_empty()) {
        Some(name) => wayland(&socket(name)).await,
        None => x11().await,
    };
    said.map_err(|error| error.to_string())
}

/// Where a compositor of this name listens (`wl_display_connect(3)`).
fn socket(name: OsString) -> PathBuf {
    let folder = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).unwrap_or_default();
    folder.join(name)
}

/// A session outlives the crash of a compositor that is started again, as KWin is.
async fn wayland(socket: &Path) -> io::Result<()> {
    let mut compositor = UnixStream::connect(socket).await?;
    loop {
        hung_up(&mut compositor).await;
        sleep(COMEBACK).await;
        match UnixStream::connect(socket).await {
            Ok(another) => compositor = another,
            Err(_) => return Ok(()),
        }
    }
}

/// A compositor says nothing to who asks for nothing, and hangs up when it ends; an error is a way of hanging up.
async fn hung_up(compositor: &mut UnixStream) {
    let mut nothing = [0; 64];
    while compositor.read(&mut nothing).await.is_ok_and(|count| count > 0) {}
}

/// A thread of its own waits, and ends with the program.
async fn x11() -> io::Result<()> {
    let (tell, gone) = oneshot::channel();
    thread::Builder::new().name("screen".to_owned()).spawn(move || tell.send(x_server().map_err(io::Error::other)))?;
    gone.await.map_err(io::Error::other)?
}

/// An X server drops those who do not introduce themselves, and has news for everybody now and then.
fn x_server() -> Result<(), ConnectError> {
    let (server, _) = RustConnection::connect(None)?;
    while server.wait_for_event().is_ok() {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncWriteExt;
    use tokio::net::UnixListener;

    #[tokio::test]
    async fn a_compositor_that_ends_is_heard_and_one_that_talks_or_comes_back_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wayland-0");
        let compositor = UnixListener::bind(&path).unwrap();
        let heard = tokio::spawn(async move { wayland(&path).await });
        let (mut session, _) = compositor.accept().await.unwrap();
        session.write_all(b"news").await.unwrap();
        drop(session);
        let (another, _) = compositor.accept().await.unwrap();
        assert!(!heard.is_finished());
        drop((compositor, another));
        heard.await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn where_no_compositor_is_there_is_nothing_to_wait_for() {
        assert!(wayland(Path::new("/no/such/folder/wayland-0")).await.is_err());
    }
}
