//! The real hub, engine and database together, without a screen.
