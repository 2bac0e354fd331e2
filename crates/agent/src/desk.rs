use bridge::{Answer, Fault, FaultCode, Filter, Page, Request, Status};
use client::{By, Toast, about_itself};
use language::say;
use tokio::sync::{mpsc, oneshot};

/// Where everything that people ask for arrives, whichever way it came: socket, tray or toast.
#[derive(Clone)]
pub struct Desk {
    asks: mpsc::Sender<Ask>,
    words: mpsc::Sender<Toast>,
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
    /// What TakeCare has to say about itself to somebody who can only be told by a toast.
    pub words: mpsc::Receiver<Toast>,
}

impl Desk {
    /// A desk and what is put on it.
    pub fn new() -> (Self, Trays) {
        let (ask, asks) = mpsc::channel(64);
        let (tell, words) = mpsc::channel(8);
        (Self { asks: ask, words: tell, by: None }, Trays { asks, words })
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
        let ending = || Fault::new(FaultCode::Other, say::ending());
        let (reply, answer) = oneshot::channel();
        self.asks.send(Ask { request, by: self.by, reply }).await.map_err(|_| ending())?;
        answer.await.unwrap_or_else(|_| Err(ending()))
    }

    /// Tells somebody who clicked and went on, by a toast, that it came to nothing.
    pub async fn attended(&self, deed: Result<(), Fault>) {
        if let Err(fault) = deed {
            tracing::warn!("a click came to nothing: {fault}");
            self.tell(about_itself(say::toast_failed(), fault.message)).await;
        }
    }

    /// Says something by a toast.
    pub async fn tell(&self, toast: Toast) {
        if self.words.send(toast).await.is_err() {
            tracing::debug!("nobody shows toasts any more");
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
    let filter = Filter { status: Some(Status::Unread), snoozed: Some(false), ..Filter::default() };
    let unread = ask(Request::List { filter: filter.clone(), through: None, skip: 0, limit: 1 }).await?;
    if let Answer::Page(Page { last, .. }) = unread {
        ask(Request::MarkShown { filter, last }).await?;
    }
    Ok(())
}
