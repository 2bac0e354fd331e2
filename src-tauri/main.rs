//! The window: a frame around `ui/` and a link to the agent. It decides nothing, stores nothing and holds no key.

#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod agent;
mod commands;
mod engine;
mod link;
mod relay;
mod starts;

use tauri::{App, Listener, Manager};
use tokio::sync::oneshot;

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .manage(link::Link::new())
        .invoke_handler(tauri::generate_handler![commands::ask])
        .setup(|app| Ok(connect(app)?))
        .run(tauri::generate_context!())
}

/// Begins the conversation with the agent; the process ends with it.
fn connect(app: &App) -> tauri::Result<()> {
    let window = app.get_webview_window("main").ok_or(tauri::Error::WindowNotFound)?;
    engine::make_light(&window)?;
    let (painted, ready) = oneshot::channel();
    app.once("ready", move |_| {
        // Nobody waits any more when the window has shown without it.
        let _ = painted.send(());
    });
    let app = app.handle().clone();
    tauri::async_runtime::spawn(async move {
        let end = relay::run(&app, &window, ready).await;
        if let Err(error) = &end {
            eprintln!("TakeCare's window has to close: {error}");
        }
        app.exit(i32::from(end.is_err()));
    });
    Ok(())
}
