//! A private desktop session: X server, bus, keyring, panel; its own home, gone when dropped.
