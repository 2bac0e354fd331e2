use std::time::Duration;

use bridge::{Answer, Fault, Finding, Request, Topic, Verdict};
use client::Client;
use language::say;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::surroundings;

/// Time for the notification service to take a toast once its notification is here.
const PATIENCE: Duration = Duration::from_secs(5);

/// The client's findings and the desktop's.
pub async fn self_check(client: &Client) -> Result<Answer, Fault> {
    let (answer, desktop) = tokio::join!(client.ask(Request::SelfCheck), surroundings::findings());
    match answer? {
        Answer::Findings(found) => Ok(Answer::Findings(found.into_iter().chain(desktop).collect())),
        other => Ok(other),
    }
}

/// A test notification, followed from the server to its toast. `taken` counts what the notification service has taken.
pub async fn send_test(client: &Client, mut taken: watch::Receiver<u32>) -> Result<Answer, Fault> {
    taken.mark_unchanged();
    let Answer::Findings(mut found) = client.ask(Request::SendTest).await? else { return Ok(Answer::Done) };
    if found.iter().all(|finding| finding.verdict == Verdict::Good) {
        found.push(match timeout(PATIENCE, taken.changed()).await {
            Ok(Ok(())) => Finding::good(Topic::Toasts, say::check_test_shown()),
            _ => Finding::note(Topic::Toasts, say::check_test_not_shown()),
        });
    }
    Ok(Answer::Findings(found))
}
