use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};

use anyhow::Result;

use crate::Session;
use crate::patience::until;

/// Starts `WebKitWebDriver` on a free port, and returns its address once it answers there.
pub fn start(session: &mut Session) -> Result<String> {
    let port = free_port()?;
    let mut command = session.command("WebKitWebDriver");
    // The programs it starts inherit this: it makes a Tauri window obey the driver.
    command.env("TAURI_WEBVIEW_AUTOMATION", "true");
    command.arg(format!("--port={port}"));
    session.start("webdriver", command)?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    until("WebKitWebDriver", || Ok(TcpStream::connect(address).ok()))?;
    Ok(format!("http://{address}"))
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
