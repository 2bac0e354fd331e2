//! What is told, in the language of whoever reads it: of what comes out of here all sentences are words.

use language::{Language, Phrase};

use crate::{Answer, Event, Fault, Finding, Link, Message, Page, Refused, Row, Snapshot};

impl Message {
    /// In words of this language. Unless they were said before, sentences cross the socket in English.
    #[must_use]
    pub fn said_in(self, language: Language) -> Self {
        let fault = |fault: Fault| fault.said_in(language);
        match self {
            Self::Welcome(welcome) => Self::Welcome(welcome.map_err(fault)),
            Self::Reply { number, result } => {
                Self::Reply { number, result: result.map(|answer| answer.said_in(language)).map_err(fault) }
            }
            Self::Event(Event::Snapshot(state)) => Self::Event(Event::Snapshot(state.said_in(language))),
            other @ Self::Event(Event::Show(_) | Event::Quit) => other,
        }
    }
}

impl Answer {
    fn said_in(self, language: Language) -> Self {
        match self {
            Self::Snapshot(state) => Self::Snapshot(state.said_in(language)),
            Self::Page(page) => Self::Page(Page { rows: rows(page.rows, language), ..page }),
            Self::Row(row) => Self::Row(row.said_in(language)),
            Self::Findings(found) => {
                let finding = |one: Finding| Finding { says: words(&one.says, language), ..one };
                Self::Findings(found.into_iter().map(finding).collect())
            }
            // The access log is for the command line; settings have no sentences.
            other @ (Self::Done
            | Self::Back(_)
            | Self::Marked(_)
            | Self::Ids(_)
            | Self::Overview(_)
            | Self::AccessLog(_)
            | Self::Settings(_)) => other,
        }
    }
}

impl Snapshot {
    fn said_in(self, language: Language) -> Self {
        let why = |why: Fault| why.said_in(language);
        let link = match self.link {
            Link::SignedOut { why: ended } => Link::SignedOut { why: ended.map(why) },
            Link::Offline { since, why: broken } => Link::Offline { since, why: why(broken) },
            Link::Blocked { why: blocked } => Link::Blocked { why: why(blocked) },
            other @ (Link::Connecting | Link::Live { .. } | Link::Checking { .. }) => other,
        };
        Self { link, newest: rows(self.newest, language), ..self }
    }
}

impl Fault {
    fn said_in(self, language: Language) -> Self {
        Self { message: words(&self.message, language), ..self }
    }
}

impl Row {
    fn said_in(self, language: Language) -> Self {
        let refused = self.refused.map(|refused| Refused { why: words(&refused.why, language), ..refused });
        Self { refused, ..self }
    }
}

fn rows(rows: Vec<Row>, language: Language) -> Vec<Row> {
    rows.into_iter().map(|row| row.said_in(language)).collect()
}

fn words(phrase: &Phrase, language: Language) -> Phrase {
    Phrase::words(phrase.said_in(language))
}
