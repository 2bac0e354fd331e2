//! TakeCare's notification server, speaking the wire of the deployed one.
