use rig::Session;

/// Tells a session what logind tells when the computer wakes; nobody else would be believed.
pub async fn wake(session: &Session) {
    let builder = zbus::connection::Builder::address(session.bus().as_str()).name("org.freedesktop.login1");
    let bus = builder.build().await.unwrap();
    let (path, interface) = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager");
    bus.emit_signal(None::<&str>, path, interface, "PrepareForSleep", &false).await.unwrap();
}
