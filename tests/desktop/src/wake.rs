use rig::Session;

/// Tells a session what the system tells when the computer wakes.
pub async fn wake(session: &Session) {
    let bus = zbus::connection::Builder::address(session.bus().as_str()).build().await.unwrap();
    let (path, interface) = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager");
    bus.emit_signal(None::<&str>, path, interface, "PrepareForSleep", &false).await.unwrap();
}
