//! The window: a frame around `ui/` and a link to the agent. It decides nothing, stores nothing and holds no key.

#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod agent;
mod commands;
mod engine;
mod link;
mod painted;
mod relay;
mod starts;

use std::sync::Arc;

use tauri::{App, Listener, Manager, WindowEvent};
use tokio::sync::{Notify, oneshot};

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
    let (begun, ready) = oneshot::channel();
    app.once("ready", move |_| {
        // Nobody waits any more when the window has shown without it.
        let _ = begun.send(());
    });
    let closing = Arc::new(Notify::new());
    window.on_window_event({
        let closing = Arc::clone(&closing);
        move |event| {
            if let WindowEvent::CloseRequested { .. } = event {
                closing.notify_one();
            }
        }
    });
    painted::tell(app);
    let app = app.handle().clone();
    tauri::async_runtime::spawn(async move {
        // Whoever asks for a window from now on gets another one.
        let end = tokio::select! {
            end = relay::run(&app, &window, ready) => end,
            () = closing.notified() => Ok(()),
        };
        if let Err(error) = &end {
            eprintln!("TakeCare's window has to close: {error}");
        }
        app.exit(i32::from(end.is_err()));
    });
    Ok(())
}
