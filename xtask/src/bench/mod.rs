mod desktop;
mod hub;
mod store;

pub use desktop::{Options as DesktopOptions, desktop};
pub use hub::hub;
pub use store::{Options as StoreOptions, SQLCIPHER, store};
