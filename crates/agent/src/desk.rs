use bridge::{Answer, Fault, FaultCode, Filter, Page, Request, Status};
use client::By;
use tokio::sync::{mpsc, oneshot};

/// Where everything that people ask for arrives, whichever way it came: socket, tray or toast.
#[derive(Clone)]
pub struct Desk {
    asks: mpsc::Sender<Ask>,
    complaints: mpsc::Sender<Fault>,
    by: Option<By>,
}

/// One request, and the way back to whoever waits for the answer.
pub struct Ask {
    /// What is asked.
    pub request: Request,
    /// Who asks, if that is worth a word in the access log.
    pub by: Option<By>,
    /// Where the answer goes.
    pub reply: oneshot::Sender<Result<Answer, Fault>>,
}

/// The other side of a [`Desk`].
pub struct Trays {
    /// Requests to be answered.
    pub asks: mpsc::Receiver<Ask>,
    /// What could not be done for somebody who can only be told by a toast.
    pub complaints: mpsc::Receiver<Fault>,
}

impl Desk {
    /// A desk and what is put on it.
    pub fn new() -> (Self, Trays) {
        let (ask, asks) = mpsc::channel(64);
        let (complain, complaints) = mpsc::channel(8);
        (Self { asks: ask, complaints: complain, by: None }, Trays { asks, complaints })
    }

    /// The same desk, for this one.
    #[must_use]
    pub fn by(self, by: By) -> Self {
        Self { by: Some(by), ..self }
    }

    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// A sentence for the user.
    pub async fn ask(&self, request: Request) -> Result<Answer, Fault> {
        let ending = || Fault::new(FaultCode::Other, "TakeCare is ending. Start it again.");
        let (reply, answer) = oneshot::channel();
        self.asks.send(Ask { request, by: self.by, reply }).await.map_err(|_| ending())?;
        answer.await.unwrap_or_else(|_| Err(ending()))
    }

    /// Tells somebody who clicked and went on, by a toast, that it came to nothing.
    pub async fn attended(&self, deed: Result<(), Fault>) {
        if let Err(fault) = deed {
            tracing::warn!("a click came to nothing: {fault}");
            if self.complaints.send(fault).await.is_err() {
                tracing::debug!("nobody shows toasts any more");
            }
        }
    }
}

/// Marks what is unread at this moment as read; what arrives meanwhile stays unread.
///
/// # Errors
/// What the one who is asked says.
pub async fn mark_all_read<F>(ask: impl Fn(Request) -> F) -> Result<(), Fault>
where
    F: Future<Output = Result<Answer, Fault>>,
{
    let filter = Filter { status: Some(Status::Unread), ..Filter::default() };
    let unread = ask(Request::List { filter: filter.clone(), after: None, limit: 1 }).await?;
    if let Answer::Page(Page { last, .. }) = unread {
        ask(Request::MarkShown { filter, last }).await?;
    }
    Ok(())
}
