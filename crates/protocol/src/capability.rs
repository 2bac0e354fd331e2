use serde::{Deserialize, Serialize};

use crate::SOCKET_PATH;

/// Something a server may do beyond `protocol.md`, advertised in `status/`; `docs/capabilities.md` is the contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Capability {
    /// The replay on connect works: all that was not delivered, oldest first, once.
    Replay,
    /// `GET changes/` tells what changed since a cursor: [`crate::Changes`].
    Changes,
    /// A socket that wants changes is told of those made elsewhere: [`crate::StatusChange`].
    LiveChanges,
    /// On a socket that wants receipts, delivered is what the client confirmed: [`crate::Command::Received`].
    Receipts,
    /// A change with an [`crate::IDEMPOTENCY_KEY_HEADER`] is done once, however often it is sent.
    ActionIds,
    /// One this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// What a socket asks for beyond the deployed wire, by `?want=changes,receipts`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wants {
    /// To be told of changes made elsewhere.
    pub changes: bool,
    /// To confirm what it received.
    pub receipts: bool,
}

impl Wants {
    /// All that a server with these capabilities has for a socket.
    pub fn all_of(capabilities: &[Capability]) -> Self {
        Self {
            changes: capabilities.contains(&Capability::LiveChanges),
            receipts: capabilities.contains(&Capability::Receipts),
        }
    }

    /// Reads the value of `want`. Words that are not known are passed over.
    pub fn parse(list: &str) -> Self {
        let names = |wanted: &str| list.split(',').any(|word| word.trim() == wanted);
        Self { changes: names("changes"), receipts: names("receipts") }
    }

    /// Where such a socket is opened. One that wants nothing goes without the query.
    pub fn socket_path(self) -> String {
        let words: Vec<_> = [("changes", self.changes), ("receipts", self.receipts)]
            .into_iter()
            .filter_map(|(word, wanted)| wanted.then_some(word))
            .collect();
        if words.is_empty() { SOCKET_PATH.to_owned() } else { format!("{SOCKET_PATH}?want={}", words.join(",")) }
    }
}

#[cfg(test)]
mod tests {
    use super::Wants;

    #[test]
    fn what_is_wanted_stands_in_the_query_and_is_read_from_it() {
        for (wants, query) in [
            (Wants { changes: true, receipts: true }, "?want=changes,receipts"),
            (Wants { changes: true, receipts: false }, "?want=changes"),
            (Wants { changes: false, receipts: true }, "?want=receipts"),
            (Wants::default(), ""),
        ] {
            assert_eq!(wants.socket_path(), format!("/ws/notifications/{query}"));
            assert_eq!(Wants::parse(query.trim_start_matches("?want=")), wants);
        }
        assert_eq!(Wants::parse("time-travel, receipts,"), Wants { changes: false, receipts: true });
    }
}
