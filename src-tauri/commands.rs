use bridge::{Answer, Fault, Request};
use tauri::State;

use crate::link::Link;

/// Everything the page can do: ask the agent.
#[tauri::command]
pub async fn ask(link: State<'_, Link>, request: Request) -> Result<Answer, Fault> {
    link.ask(request).await
}
