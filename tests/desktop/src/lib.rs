//! The real programs in a real session: tray, toasts, keyring and window.
