mod memory;
mod process;
mod sync;

pub use memory::memory;
pub use sync::sync;
