use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, ensure};

use crate::{PATIENCE, Session};

/// Unlike the system's own configuration this one starts no services by itself, but those in the session's folder:
/// a keyring or a notification service is there when a story wants it, and only then.
const CONFIGURATION: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>ADDRESS</listen>
  <servicedir>SERVICES</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// Starts the bus and returns its address; it tells it when it is ready.
pub fn start(session: &mut Session) -> Result<String> {
    let services = session.folder().join("services");
    std::fs::create_dir(&services)?;
    let file = session.folder().join("bus.conf");
    let words = CONFIGURATION
        .replace("ADDRESS", &address(session.folder()))
        .replace("SERVICES", &services.display().to_string());
    std::fs::write(&file, words)?;
    let mut command = session.command("dbus-daemon");
    command.arg(format!("--config-file={}", file.display())).args(["--nofork", "--nopidfile", "--print-address"]);
    let mut daemon = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().context("can't start dbus-daemon")?;
    let told = daemon.stdout.take().context("dbus-daemon has no output")?;
    session.adopt(daemon);
    let mut line = String::new();
    BufReader::new(told).read_line(&mut line)?;
    ensure!(line.starts_with("unix:"), "dbus-daemon did not come up");
    Ok(address(session.folder()))
}

/// Where a session's bus listens.
pub fn address(folder: &Path) -> String {
    format!("unix:path={}", folder.join("run/bus").display())
}

/// Waits until somebody owns this name.
pub fn wait_for(session: &Session, name: &str) -> Result<()> {
    let mut command = session.command("gdbus");
    command.args(["wait", "--session", "--timeout", &PATIENCE.as_secs().to_string(), name]);
    ensure!(command.status().context("can't run gdbus")?.success(), "nobody came to own {name} on the bus");
    Ok(())
}

/// Tells the bus to look again which services it may start.
pub fn reload(session: &Session) -> Result<()> {
    let mut command = session.command("gdbus");
    command.args(["call", "--session", "-d", "org.freedesktop.DBus", "-o", "/org/freedesktop/DBus"]);
    command.args(["-m", "org.freedesktop.DBus.ReloadConfig"]).stdout(Stdio::null());
    ensure!(command.status()?.success(), "the bus did not read its configuration again");
    Ok(())
}
