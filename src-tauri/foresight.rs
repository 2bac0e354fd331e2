//! What the page will ask first, asked while its process is still to be started.

use bridge::{Answer, Caller, Request};

/// The same file says to the page what it need not ask.
const QUESTIONS: &str = include_str!("../ui/src/platform/foreseen.json");

/// The script that hands the answers to the page before any of its own code runs. What can't be answered yet is `null`: the
/// page asks then.
///
/// # Errors
/// When questions or answers can't be put into words.
pub async fn script(caller: &Caller) -> serde_json::Result<String> {
    let questions: Vec<Request> = serde_json::from_str(QUESTIONS)?;
    let mut answers: Vec<Option<Answer>> = Vec::new();
    for question in questions {
        answers.push(caller.ask(question).await.ok());
    }
    Ok(format!("globalThis.answers = {};", serde_json::to_string(&answers)?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that can't go on should fail")]
mod tests {
    use super::*;

    #[test]
    fn the_agent_understands_what_is_asked() {
        let questions: Vec<Request> = serde_json::from_str(QUESTIONS).unwrap();
        assert!(matches!(questions[..], [Request::Settings, Request::Snapshot, Request::List { .. }]), "{questions:?}");
    }
}
