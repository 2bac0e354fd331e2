use std::sync::LazyLock;

use serde::Deserialize;

/// One row of the table of types (`icons/types.json`), which window, toasts and tray share.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Look {
    /// The type as the wire spells it.
    pub kind: String,
    /// Its name for people, for one.
    pub label: String,
    /// Its name for several.
    pub plural: String,
    /// The name of its drawing in `icons/types/`.
    pub icon: String,
}

static TABLE: LazyLock<Vec<Look>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../icons/types.json")).unwrap_or_default());

/// The whole table, in the order people see it.
pub fn looks() -> &'static [Look] {
    &TABLE
}

/// How a type looks. One that is not in the table looks like `SYSTEM` and keeps its own name.
pub fn look(kind: &str) -> Look {
    if let Some(known) = TABLE.iter().find(|look| look.kind == kind) {
        return known.clone();
    }
    let icon = TABLE.iter().find(|look| look.kind == "SYSTEM").map_or_else(String::new, |system| system.icon.clone());
    Look { kind: kind.to_owned(), label: kind.to_owned(), plural: kind.to_owned(), icon }
}

#[cfg(test)]
mod tests {
    use protocol::Kind;

    use super::*;

    #[test]
    fn the_table_is_the_wires_eight_types() {
        let kinds: Vec<_> = looks().iter().map(|look| look.kind.as_str()).collect();
        let wire: Vec<_> = Kind::ALL.iter().map(|kind| kind.as_str().to_owned()).collect();
        assert_eq!(kinds, wire);
    }

    #[test]
    fn an_unknown_type_keeps_its_name_and_looks_like_system() {
        let billing = look("BILLING");
        assert_eq!((billing.label.as_str(), billing.icon.as_str()), ("BILLING", "system"));
    }
}
