use std::os::unix::fs::symlink;

use anyhow::Result;

use crate::{Session, bus};

/// One bar at the bottom with a tray and a clock.
const CONFIGURATION: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=8;x=800;y=884"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
        <value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-2" type="string" value="systray"/>
    <property name="plugin-3" type="string" value="clock"/>
  </property>
</channel>
"#;

/// Xfce's settings service, the one service the bus may start by itself.
const SETTINGS_SERVICE: &str = "org.xfce.Xfconf.service";

/// Starts xfce4-panel, and waits until its tray takes items.
pub fn start(session: &mut Session) -> Result<()> {
    let channels = session.folder().join("home/.config/xfce4/xfconf/xfce-perchannel-xml");
    std::fs::create_dir_all(&channels)?;
    std::fs::write(channels.join("xfce4-panel.xml"), CONFIGURATION)?;
    let services = session.folder().join("services");
    symlink(format!("/usr/share/dbus-1/services/{SETTINGS_SERVICE}"), services.join(SETTINGS_SERVICE))?;
    bus::reload(session)?;
    let mut command = session.command("xfce4-panel");
    command.args(["--disable-wm-check", "--sm-client-disable"]);
    session.start("panel", command)?;
    bus::wait_for(session, "org.kde.StatusNotifierWatcher")
}
