use std::time::Duration;

use bridge::{Answer, Caller, Event, Events, Fault, FaultCode, Request};
use tauri::async_runtime::JoinHandle;
use tauri::{AppHandle, Emitter, Manager, WebviewWindow};
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};

use crate::link::Link;
use crate::starts::Starts;
use crate::{agent, foresight};

/// How long the page may take to paint before the window shows anyway: a blank window can at least be closed.
const PAINT: Duration = Duration::from_secs(5);
/// How long to wait before a missing agent is looked for again.
const AGAIN: Duration = Duration::from_secs(2);

/// The first attempt to reach the agent, under way.
pub type Beginning = JoinHandle<(Starts, Reached)>;

type Reached = Result<(Caller, Events), Fault>;

/// Reaches the agent, and asks it what the page will ask: `foreseen` gets the script with the answers.
pub async fn begin(foreseen: oneshot::Sender<String>) -> (Starts, Reached) {
    let mut starts = Starts::default();
    let reached = agent::reach(&mut starts).await;
    if let Ok((caller, _)) = &reached {
        match foresight::script(caller).await {
            // The page may be there already, and asks by itself.
            Ok(script) => drop(foreseen.send(script)),
            Err(error) => eprintln!("The page has to ask by itself: {error}"),
        }
    }
    (starts, reached)
}

/// Shows the window once the page is `ready`, and keeps it connected until the agent or another window ends it.
///
/// The page hears `snapshot` and `show` as the agent says them, and `absent` with the reason while there is no agent.
///
/// # Errors
/// When the window can't be shown or told: then it is of no use.
pub async fn run(
    app: &AppHandle,
    window: &WebviewWindow,
    ready: oneshot::Receiver<()>,
    beginning: Beginning,
) -> tauri::Result<()> {
    let link = app.state::<Link>();
    let (mut starts, mut reached) = beginning.await?;
    // The page asks before there is anything to see.
    if let Ok((caller, _)) = &reached {
        link.open(caller.clone());
    }
    if !other_window(&reached) {
        // An error or a time-out means that the page is broken; the window shows that, too.
        let _ = timeout(PAINT, ready).await;
        window.show()?;
    }
    while !other_window(&reached) {
        let why = match reached {
            Err(why) => why,
            Ok((caller, events)) => {
                link.open(caller.clone());
                if tell(app, window, &caller, events).await? == Ended::ByAgent {
                    return Ok(());
                }
                Fault::new(FaultCode::Stopped, "The part of TakeCare that runs in the background has stopped.")
            }
        };
        link.lose(why.clone());
        app.emit("absent", why)?;
        sleep(AGAIN).await;
        reached = agent::reach(&mut starts).await;
    }
    Ok(())
}

/// The agent has raised another window in place of this one.
fn other_window(reached: &Reached) -> bool {
    reached.as_ref().is_err_and(|fault| fault.code == FaultCode::AlreadyOpen)
}

#[derive(PartialEq)]
enum Ended {
    ByAgent,
    Lost,
}

async fn tell(app: &AppHandle, window: &WebviewWindow, caller: &Caller, mut events: Events) -> tauri::Result<Ended> {
    // Whatever the page missed between two connections. A refusal shows up when the page itself asks.
    if let Ok(Answer::Snapshot(snapshot)) = caller.ask(Request::Snapshot).await {
        app.emit("snapshot", snapshot)?;
    }
    while let Some(event) = events.recv().await {
        match event {
            Event::Snapshot(snapshot) => app.emit("snapshot", snapshot)?,
            Event::Show(view) => {
                window.unminimize()?;
                window.show()?;
                window.set_focus()?;
                app.emit("show", view)?;
                // An agent that is gone by now has nobody to start.
                let _ = caller.ask(Request::Raised).await;
            }
            Event::Quit => return Ok(Ended::ByAgent),
        }
    }
    Ok(Ended::Lost)
}
