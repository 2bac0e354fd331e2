//! The TakeCare wire as plain values: what the server pushes, what it answers, what a client may say.
//!
//! Everything here follows `protocol.md`, which was measured on a real server; its sections are named beside the items.
//! What our hub does beyond it follows `docs/capabilities.md`.
//! There is no input or output in this crate, no clock and no async code. Whatever a server adds (fields, types,
//! frames) is survived; nothing here panics on foreign text.

mod capability;
mod changes;
mod command;
mod date;
mod frame;
mod kind;
mod login;
mod notification;
mod rest;
mod wire;

pub use capability::{Capability, Wants};
pub use changes::{Change, Changes, StatusChange};
pub use command::{Ack, Command, MOST_RECEIVED};
pub use frame::{Frame, Push, UnknownFrame};
pub use kind::Kind;
pub use login::{LoginForm, paths as login_paths};
pub use notification::{Notification, NotificationId, Related, Status};
pub use rest::{
    Detail, List, Outcome, Patch, Refusal, Row, SERVICE_PATH, SOCKET_PATH, ServerStatus, TestSend, TestSent,
    UnreadCount,
};
pub use wire::to_text;

/// The cookie that carries the session (section 1.1).
pub const SESSION_COOKIE: &str = "sessionid";
/// The cookie whose value must come back with every change (section 1.1).
pub const CSRF_COOKIE: &str = "csrftoken";
/// The header that proves the CSRF cookie on REST calls (section 5).
pub const CSRF_HEADER: &str = "X-CSRFToken";
/// The header that makes a change be done once, however often it is sent: a UUID ([`Capability::ActionIds`]).
pub const IDEMPOTENCY_KEY_HEADER: &str = "Idempotency-Key";
