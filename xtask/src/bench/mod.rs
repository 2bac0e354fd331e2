mod memory;
mod process;
mod store;
mod sync;

pub use memory::memory;
pub use store::{Options as StoreOptions, SQLCIPHER, store};
pub use sync::sync;
