use uuid::Uuid;

/// Something for the desktop to do; the client decides it, the agent's hands do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Show a toast, in place of an older one with the same [`ToastId`].
    Show(Toast),
    /// Take a toast away: it was read here or elsewhere.
    Withdraw(ToastId),
    /// Open this address in the system's browser. It is always on the configured server.
    Browse(url::Url),
}

/// The stable identity of a toast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ToastId {
    /// The toast of one notification.
    One(Uuid),
    /// The summary that counts a flood or what arrived while away: there is one at most.
    Summary,
    /// Something about the client itself, such as an ended session: there is one at most.
    State,
}

/// A toast, ready to be shown. Its words already follow the privacy level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// Its identity. *Mark read* and *Open* are offered on [`ToastId::One`] only.
    pub id: ToastId,
    /// The type as the wire spells it, for the icon; unknown ones and the client's own toasts look like `SYSTEM`.
    pub kind: String,
    /// The title line.
    pub title: String,
    /// The text below; plain, to be escaped for daemons that read markup.
    pub body: String,
}
