//! What every server of the wire must do: one suite, run against the peer and our hub.
