//! What people read, in their language.
//!
//! `messages/` has a file for each language, by Project Fluent. Who has something to say makes a [`Phrase`] of a message
//! with a function of [`say`], and knows no language; where somebody reads it, [`Phrase::said_in`] says it. Logs and the
//! command line are in English, which is what a phrase's `Display` and its serialised form are.

mod book;
mod phrase;
mod tongue;

pub use phrase::{Names, Phrase, Value};
pub use tongue::Language;

/// Every message as a function, made from `messages/en.ftl`.
pub mod say {
    use crate::{Phrase, Value};

    include!(concat!(env!("OUT_DIR"), "/say.rs"));
}
