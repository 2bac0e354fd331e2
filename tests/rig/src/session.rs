use std::ffi::OsStr;
use std::fs::File;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use anyhow::{Context, Result, ensure};

use crate::{Keeper, bus, display, keyring, panel, toasts, webdriver};

/// What a session may have beside its X server and its bus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// gnome-keyring, unlocked.
    Keyring,
    /// openbox, a window manager.
    WindowManager,
    /// xfce4-panel, a real tray.
    Panel,
    /// dunst, real toasts.
    Toasts,
    /// `WebKitWebDriver`, to drive windows.
    WebDriver,
}

/// A private desktop. Everything that runs in it ends when it is dropped, or when its owner dies.
pub struct Session {
    children: Vec<Child>,
    variables: Vec<(&'static str, String)>,
    web_driver: Option<String>,
    keeper: Keeper,
}

impl Session {
    /// Opens a session with these parts; each is ready on return.
    ///
    /// # Errors
    /// When a program is missing or does not get ready.
    pub fn open(parts: &[Part]) -> Result<Self> {
        let keeper = Keeper::new()?;
        let mut session = Self { children: Vec::new(), variables: Vec::new(), web_driver: None, keeper };
        session.furnish()?;
        let display = display::start(&mut session)?;
        session.variables.push(("DISPLAY", display));
        let bus = bus::start(&mut session)?;
        // One bus is both: what the system would tell, a story tells.
        session.variables.push(("DBUS_SYSTEM_BUS_ADDRESS", bus.clone()));
        session.variables.push(("DBUS_SESSION_BUS_ADDRESS", bus));
        for part in parts {
            session.add(*part)?;
        }
        Ok(session)
    }

    /// Brings up one more part.
    ///
    /// # Errors
    /// When its program is missing or does not get ready.
    pub fn add(&mut self, part: Part) -> Result<()> {
        match part {
            Part::Keyring => keyring::start(self),
            Part::WindowManager => display::manage(self),
            Part::Panel => panel::start(self),
            Part::Toasts => toasts::start(self),
            Part::WebDriver => {
                self.web_driver = Some(webdriver::start(self)?);
                Ok(())
            }
        }
        .with_context(|| format!("{part:?} did not come up in the private session"))
    }

    fn furnish(&mut self) -> Result<()> {
        let places = [
            ("HOME", "home"),
            ("XDG_RUNTIME_DIR", "run"),
            ("XDG_CONFIG_HOME", "home/.config"),
            ("XDG_DATA_HOME", "home/.local/share"),
            ("XDG_STATE_HOME", "home/.local/state"),
            ("XDG_CACHE_HOME", "home/.cache"),
        ];
        for (variable, place) in places {
            let folder = self.folder().join(place);
            std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
            self.variables.push((variable, folder.display().to_string()));
        }
        std::fs::create_dir(self.folder().join("logs"))?;
        let fixed = [
            ("LC_ALL", "C.UTF-8"),
            ("TZ", "UTC"),
            ("XDG_CURRENT_DESKTOP", "XFCE"),
            ("XDG_SESSION_TYPE", "x11"),
            ("GDK_BACKEND", "x11"),
            ("NO_AT_BRIDGE", "1"),
        ];
        self.variables.extend(fixed.map(|(name, value)| (name, value.to_owned())));
        let path = std::env::var("PATH").context("PATH is not set")?;
        self.variables.push(("PATH", path));
        Ok(())
    }

    /// A command that runs in this session and knows nothing of the caller's.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = self.keeper.command(program);
        let mark = self.folder().as_os_str().to_owned();
        command.env_clear().env("RIG_SESSION", mark).envs(self.variables.iter().cloned());
        command
    }

    /// Starts a program that stays; what it says goes to `logs/NAME` in the session's folder.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn start(&mut self, name: &str, mut command: Command) -> Result<&mut Child> {
        let log = File::options().create(true).append(true).open(self.folder().join("logs").join(name))?;
        command.stderr(log.try_clone()?);
        let child = command.stdout(log).spawn().with_context(|| format!("can't start {name}: is it installed?"))?;
        self.children.push(child);
        self.children.last_mut().context("a child was just pushed")
    }

    /// Keeps a running child: it is reaped with the session.
    pub fn adopt(&mut self, child: Child) {
        self.children.push(child);
    }

    /// The session's own folder: `home`, `run`, `logs`; gone when it ends.
    pub fn folder(&self) -> &Path {
        self.keeper.folder()
    }

    /// `XDG_RUNTIME_DIR` of the session.
    pub fn runtime(&self) -> PathBuf {
        self.folder().join("run")
    }

    /// The address of its bus.
    pub fn bus(&self) -> String {
        bus::address(self.folder())
    }

    /// The name of its X server.
    pub fn display(&self) -> &str {
        let display = self.variables.iter().find(|(name, _)| *name == "DISPLAY");
        display.map_or("", |(_, name)| name)
    }

    /// The address of its `WebKitWebDriver`, if it has one.
    pub fn web_driver(&self) -> Option<&str> {
        self.web_driver.as_deref()
    }

    /// Takes a picture of the whole screen, as PNG.
    ///
    /// # Errors
    /// When `ImageMagick` can't.
    pub fn screenshot(&self, path: &Path) -> Result<()> {
        let status = self.command("import").args(["-window", "root"]).arg(path).status()?;
        ensure!(status.success(), "ImageMagick's import could not take a screenshot");
        Ok(())
    }

    /// Whether a window whose title contains this is on the screen.
    ///
    /// # Errors
    /// When the screen can't be asked.
    pub fn shows(&self, title: &str) -> Result<bool> {
        display::shows(self, title)
    }

    /// Closes a window; the session needs a window manager for that.
    ///
    /// # Errors
    /// When no window's title contains this.
    pub fn close_window(&self, title: &str) -> Result<()> {
        display::close(self, title)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.keeper.close();
        for child in &mut self.children {
            // It has ended already; this only forgets it.
            let _ = child.wait();
        }
    }
}
