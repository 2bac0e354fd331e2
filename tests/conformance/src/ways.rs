use protocol::{Capability, ServerStatus};

/// Everything in which our hub may differ from the deployed server; the rest must be the same.
///
/// Which ways a server has is told by the capabilities in its `status/`: the deployed one names none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ways {
    /// What was not delivered comes on connect, oldest first, to the new socket alone. Deployed: section 3.4.
    pub replays: bool,
    /// Whether `changes/` tells what changed since a cursor (`docs/capabilities.md`, as the next three).
    pub tells_changes: bool,
    /// Whether a socket that asks for it is told of changes made elsewhere.
    pub tells_changes_live: bool,
    /// Whether a socket that asks for it may confirm what it received.
    pub takes_receipts: bool,
    /// Whether a change that is sent again with its key is done once.
    pub knows_keys: bool,
    /// The status of a handshake at a wrong path (section 2.2).
    pub wrong_socket_path: u16,
    /// The same where only the last slash is missing.
    pub socket_path_without_slash: u16,
    /// The status of a POST whose address lacks the last slash (section 5).
    pub post_without_slash: u16,
    /// The status of a test notification without a message, which the deployed server calls a fault (section 5.2).
    pub test_without_message: u16,
    /// The status of a PUT, which the deployed server takes when it is complete (section 5.2).
    pub put_without_receiver: u16,
    /// The status of a PATCH of a text, which is nobody's to change (section 5.2).
    pub patch_of_a_message: u16,
    /// Whether what staff create by REST is pushed (section 5.2).
    pub pushes_what_staff_create: bool,
    /// The status of a deactivated user's sign-in (section 1.2).
    pub deactivated_sign_in: u16,
    /// Whether a deactivated user who signed in opens a socket.
    pub deactivated_socket: bool,
    /// Whether a socket ends with its session (section 2.3).
    pub sockets_end_with_the_session: bool,
    /// Whether answers carry a `Date` (section 1.4).
    pub tells_the_date: bool,
}

impl Ways {
    const DEPLOYED: Self = Self {
        replays: false,
        tells_changes: false,
        tells_changes_live: false,
        takes_receipts: false,
        knows_keys: false,
        wrong_socket_path: 500,
        socket_path_without_slash: 500,
        post_without_slash: 500,
        test_without_message: 500,
        put_without_receiver: 400,
        patch_of_a_message: 200,
        pushes_what_staff_create: false,
        deactivated_sign_in: 302,
        deactivated_socket: true,
        sockets_end_with_the_session: false,
        tells_the_date: false,
    };

    const OURS: Self = Self {
        replays: true,
        tells_changes: true,
        tells_changes_live: true,
        takes_receipts: true,
        knows_keys: true,
        wrong_socket_path: 404,
        socket_path_without_slash: 404,
        post_without_slash: 404,
        test_without_message: 400,
        put_without_receiver: 405,
        patch_of_a_message: 400,
        pushes_what_staff_create: true,
        deactivated_sign_in: 200,
        deactivated_socket: false,
        sockets_end_with_the_session: true,
        tells_the_date: true,
    };

    /// Those of our hub beside Django, where people sign in, behind nginx, which adds a missing slash by itself.
    pub fn beside_django(self) -> Self {
        let deactivated_sign_in = Self::DEPLOYED.deactivated_sign_in;
        Self { deactivated_sign_in, socket_path_without_slash: 301, ..self }
    }

    /// The ways of a server with this status.
    pub fn of(status: &ServerStatus) -> Self {
        let names = |capability| status.capabilities.contains(&capability);
        Self {
            tells_changes: names(Capability::Changes),
            tells_changes_live: names(Capability::LiveChanges),
            takes_receipts: names(Capability::Receipts),
            knows_keys: names(Capability::ActionIds),
            ..if names(Capability::Replay) { Self::OURS } else { Self::DEPLOYED }
        }
    }
}
