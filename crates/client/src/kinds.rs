use std::sync::LazyLock;

use language::{Names, Phrase};
use serde::Deserialize;

/// One row of the table of types (`icons/types.json`), which window, toasts and tray share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The type as the wire spells it.
    pub kind: String,
    /// Its name for people, for one.
    pub label: Phrase,
    /// The name of its drawing in `icons/types/`.
    pub icon: String,
}

/// As the file has it: English names in the row, those of another language within.
#[derive(Deserialize)]
struct Row {
    kind: String,
    label: String,
    pl: Named,
    icon: String,
}

#[derive(Deserialize)]
struct Named {
    label: String,
}

impl From<Row> for Look {
    fn from(Row { kind, label, pl, icon }: Row) -> Self {
        Self { kind, label: Phrase::name(Names { en: label, pl: pl.label }), icon }
    }
}

static TABLE: LazyLock<Vec<Look>> = LazyLock::new(|| {
    let rows: Vec<Row> = serde_json::from_str(include_str!("../../../icons/types.json")).unwrap_or_default();
    rows.into_iter().map(Look::from).collect()
});

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
    Look { kind: kind.to_owned(), label: Phrase::words(kind), icon }
}

#[cfg(test)]
mod tests {
    use language::{Language, say};
    use protocol::Kind;

    use super::*;

    #[test]
    fn the_table_is_the_wires_eight_types() {
        let kinds: Vec<_> = looks().iter().map(|look| look.kind.as_str()).collect();
        let wire: Vec<_> = Kind::ALL.iter().map(|kind| kind.as_str().to_owned()).collect();
        assert_eq!(kinds, wire);
    }

    #[test]
    fn every_type_is_counted_by_a_name_of_its_own_in_every_language() {
        for look in looks() {
            for language in Language::ALL {
                let counted = say::kind_count(5u32, look.kind.as_str()).said_in(language);
                assert_ne!(counted, format!("5 {}", look.kind), "{language:?}");
            }
        }
        assert_eq!(say::kind_count(5u32, "BILLING").said_in(Language::Polish), "5 BILLING");
    }

    #[test]
    fn an_unknown_type_keeps_its_name_and_looks_like_system() {
        let billing = look("BILLING");
        assert_eq!((billing.label, billing.icon.as_str()), (Phrase::words("BILLING"), "system"));
    }
}
