//! What the fuzz targets share: memory that is watched, a real store with something in it, and a thief at its file.

mod memory;
mod thief;
mod ward;

pub use memory::sparing;
pub use thief::{Tampering, Thief};
pub use ward::{Ward, account, note};
