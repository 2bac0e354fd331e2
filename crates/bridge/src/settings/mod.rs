//! What can be set: one table of keys (`table.rs`), the values that hold ([`Settings`]), and how the user's wishes and the
//! administrator's become these ([`resolve`]). No file is read here.

mod hotkey;
mod language;
mod number;
mod privacy;
#[cfg(test)]
mod reference;
mod resolve;
mod shape;
mod table;
mod template;
mod tier;
mod value;

pub use hotkey::{Hotkey, NoHotkey, Pressed};
pub use number::Number;
pub use privacy::Privacy;
pub use resolve::{Complaint, Resolved, Wishes, resolve};
pub use shape::Shape;
pub use table::{Key, Settings, TABLE, Who, key};
pub use template::Template;
pub use tier::{Tier, Tiers};
pub use value::{Refusal, Value};

use serde::{Deserialize, Serialize};

/// One setting as a page of settings shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Setting {
    /// Its key in the files: a section and a name.
    pub key: String,
    /// What it is for.
    pub meaning: String,
    /// What it can be.
    pub shape: Shape,
    /// What holds.
    pub value: Value,
    /// What holds when nobody sets anything.
    pub usual: Value,
    /// The administrator has set it: nobody else can.
    pub managed: bool,
}
