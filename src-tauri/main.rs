//! The window: a frame around `ui/` and a link to the agent. It decides nothing, stores nothing and holds no key.

#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod agent;
mod commands;
mod engine;
mod foresight;
mod link;
mod painted;
mod relay;
mod starts;

use std::sync::Arc;
use std::time::Duration;

use tauri::async_runtime::{block_on, spawn};
use tauri::{App, Listener, WebviewWindow, WebviewWindowBuilder, WindowEvent};
use tokio::sync::{Notify, oneshot};
use tokio::time::timeout;

/// How long the page may be held back for what is foreseen. An agent that runs has answered long before.
const FORESIGHT: Duration = Duration::from_millis(100);

fn main() -> tauri::Result<()> {
    let (answered, foreseen) = oneshot::channel();
    // Meanwhile the engine gets ready.
    let beginning = spawn(relay::begin(answered));
    tauri::Builder::default()
        .manage(link::Link::new())
        .invoke_handler(tauri::generate_handler![commands::ask])
        .setup(move |app| {
            let script = block_on(async { timeout(FORESIGHT, foreseen).await.ok()?.ok() });
            Ok(connect(app, &open(app, script)?, beginning)?)
        })
        .run(tauri::generate_context!())
}

/// Opens the window, which nobody sees yet. The script runs before the page's own code.
fn open(app: &App, script: Option<String>) -> tauri::Result<WebviewWindow> {
    let config = app.config().app.windows.first().ok_or(tauri::Error::WindowNotFound)?;
    let builder = WebviewWindowBuilder::from_config(app, config)?;
    let window = builder.initialization_script(script.unwrap_or_default()).build()?;
    engine::make_light(&window)?;
    Ok(window)
}

/// Begins the conversation between page and agent; the process ends with it.
fn connect(app: &App, window: &WebviewWindow, beginning: relay::Beginning) -> tauri::Result<()> {
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
    let (app, window) = (app.handle().clone(), window.clone());
    spawn(async move {
        // Whoever asks for a window from now on gets another one.
        let end = tokio::select! {
            end = relay::run(&app, &window, ready, beginning) => end,
            () = closing.notified() => Ok(()),
        };
        if let Err(error) = &end {
            eprintln!("TakeCare's window has to close: {error}");
        }
        app.exit(i32::from(end.is_err()));
    });
    Ok(())
}
