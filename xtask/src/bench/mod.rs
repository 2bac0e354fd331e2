mod beside;
mod desktop;
mod hub;
mod store;
mod sync;

pub use desktop::{Options as DesktopOptions, desktop};
pub use hub::hub;
pub use store::{Options as StoreOptions, SQLCIPHER, store};
pub use sync::sync;
