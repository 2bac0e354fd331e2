use anyhow::Result;
use bridge::Request;
use rig::Session;
use tokio::time::sleep;

use crate::flood::LINGER;
use crate::patience::until;
use crate::process::{self, Process};
use crate::{Desk, bare};

/// As the kernel cuts it.
const WINDOW: &str = "takecare-window";

/// What the search box takes and gives back.
pub struct Search {
    /// The agent, before it is opened.
    pub before: Vec<Process>,
    /// While it is open.
    pub open: Vec<Process>,
    /// After it was closed.
    pub after: Vec<Process>,
}

/// What the window takes and gives back.
pub struct Window {
    /// The agent and the window.
    pub open: Vec<Process>,
    /// A WebKitGTK window with nothing in it.
    pub bare: Vec<Process>,
    /// The agent, after the window was closed.
    pub after: Vec<Process>,
}

/// Opens and closes the search box over everything that is stored.
///
/// # Errors
/// When the agent refuses.
pub async fn search(desk: &Desk) -> Result<Search> {
    let agent = desk.agent.id();
    let before = process::settled(agent).await?;
    desk.ask(Request::OpenSearch).await?;
    let open = process::settled(agent).await?;
    desk.ask(Request::CloseSearch).await?;
    sleep(LINGER).await;
    Ok(Search { before, open, after: process::settled(agent).await? })
}

/// Opens and closes the window, then a bare one in the same session.
///
/// # Errors
/// When either does not come up.
pub async fn window(desk: &Desk) -> Result<Window> {
    open(desk).await?;
    let open = process::settled(desk.agent.id()).await?;
    close(desk).await?;
    sleep(LINGER).await;
    let after = process::settled(desk.agent.id()).await?;
    Ok(Window { open, bare: bare(&desk.session).await?, after })
}

/// Opens the window, whose place nobody has any more from now on.
///
/// # Errors
/// When it does not come up.
pub async fn open(desk: &Desk) -> Result<()> {
    desk.leave_the_seat();
    let agent = desk.agent.id();
    until("the window's process", async || {
        // Until the agent has noticed that its seat is free, it takes the window for being there.
        desk.ask(Request::ShowWindow { view: bridge::View::Any }).await.ok()?;
        has(&process::tree(agent).ok()?, WINDOW).then_some(())
    })
    .await?;
    shown(&desk.session, "TakeCare", agent).await
}

/// Closes the window, and waits until its process has ended.
///
/// # Errors
/// When it stays.
pub async fn close(desk: &Desk) -> Result<()> {
    desk.session.close_window("TakeCare")?;
    let agent = desk.agent.id();
    until("the end of the window", async || (!has(&process::tree(agent).ok()?, WINDOW)).then_some(())).await
}

async fn bare(session: &Session) -> Result<Vec<Process>> {
    let mut program = bare::window(session, &session.folder().join("bare-painted"))?;
    shown(session, "Bare", program.id()).await?;
    let tree = process::settled(program.id()).await?;
    program.end().await?;
    Ok(tree)
}

/// Waits until a program's window and WebKit's process for the page are there.
async fn shown(session: &Session, title: &str, program: u32) -> Result<()> {
    let is_there = || Ok(has(&process::tree(program)?, "WebKitWeb") && session.shows(title)?);
    until(&format!("the window {title}"), async || anyhow::Result::<bool>::ok(is_there())?.then_some(())).await
}

fn has(tree: &[Process], name: &str) -> bool {
    tree.iter().any(|process| process.name.starts_with(name))
}
