use bridge::{Answer, Caller, Fault, FaultCode, Request};
use tokio::sync::watch;

/// The window's one connection: to the agent.
pub struct Link(watch::Sender<State>);

#[derive(Clone)]
enum State {
    /// The first attempt is not decided yet.
    Opening,
    Open(Caller),
    Absent(Fault),
}

impl Link {
    /// A link that nobody has opened yet.
    pub fn new() -> Self {
        Self(watch::Sender::new(State::Opening))
    }

    /// The agent is there.
    pub fn open(&self, caller: Caller) {
        self.0.send_replace(State::Open(caller));
    }

    /// The agent is not there, and this is why.
    pub fn lose(&self, why: Fault) {
        self.0.send_replace(State::Absent(why));
    }

    /// Asks the agent; waits while the first attempt to reach it is under way.
    ///
    /// # Errors
    /// What the agent says, or why it can't be asked.
    pub async fn ask(&self, request: Request) -> Result<Answer, Fault> {
        let mut states = self.0.subscribe();
        let decided = states.wait_for(|state| !matches!(state, State::Opening)).await.map(|state| state.clone());
        match decided {
            Ok(State::Open(caller)) => caller.ask(request).await,
            Ok(State::Absent(why)) => Err(why),
            Ok(State::Opening) | Err(_) => Err(Fault::new(FaultCode::Other, "The window is closing.")),
        }
    }
}
