use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use bridge::Profile;
use etcetera::BaseStrategy;

use super::AutostartError;
use super::entry::{self, Entry};

/// Starts this program with every login session from now on, or no longer. An entry that starts it already stays as it
/// is, whatever else the user has written there.
///
/// # Errors
/// When the user has switched the entry off by the desktop's own settings, or files can't be used.
pub fn set(profile: &Profile, wanted: bool) -> Result<(), AutostartError> {
    Autostart { file: file(profile)?, program: program()?, profile }.set(wanted)
}

/// Where this program is. After an update that is where the new one is: the kernel says of the old one that it was
/// deleted, behind its path (proc_pid_exe(5)).
fn program() -> Result<PathBuf, AutostartError> {
    let program = std::env::current_exe().map_err(AutostartError::Program)?;
    let updated = program.to_str().and_then(|path| path.strip_suffix(" (deleted)")).map(PathBuf::from);
    Ok(updated.unwrap_or(program))
}

/// Where desktops look (freedesktop.org, Desktop Application Autostart Specification).
fn file(profile: &Profile) -> Result<PathBuf, AutostartError> {
    let folder = etcetera::choose_base_strategy()?.config_dir().join("autostart");
    Ok(folder.join(format!("{}.desktop", profile.qualified())))
}

/// A profile's entry.
struct Autostart<'a> {
    file: PathBuf,
    program: PathBuf,
    profile: &'a Profile,
}

impl Autostart<'_> {
    fn set(&self, wanted: bool) -> Result<(), AutostartError> {
        let text = read(&self.file)?;
        let there = text.as_deref().map(Entry::read);
        if !wanted {
            // What the user has switched off stays off, in their own words.
            return if there.is_some_and(|entry| !entry.off) { self.remove() } else { Ok(()) };
        }
        let exec = self.exec()?;
        match there {
            Some(Entry { off: true, .. }) => Err(AutostartError::TurnedOff(self.file.clone())),
            Some(Entry { exec: Some(same), .. }) if same == exec => Ok(()),
            _ => write(&self.file, &self.text(&exec)).map_err(|source| self.failed(source)),
        }
    }

    fn exec(&self) -> Result<String, AutostartError> {
        let program = self.program.to_str().filter(|path| entry::can_name(path));
        let program = program.ok_or_else(|| AutostartError::Unnameable(self.program.clone()))?;
        let variable = self.name().map(|name| format!("{}={name}", Profile::VARIABLE));
        let begin = variable.iter().flat_map(|variable| ["env", variable]);
        Ok(entry::exec(&begin.chain([program, "agent"]).collect::<Vec<_>>()))
    }

    /// The profile's own name, if it has one.
    fn name(&self) -> Option<String> {
        let name = self.profile.qualified();
        name.strip_prefix(&Profile::default().qualified())?.strip_prefix('-').map(str::to_owned)
    }

    /// With `TryExec`, a program that was removed is passed over in silence.
    fn text(&self, exec: &str) -> String {
        let program = entry::string(&self.program.to_string_lossy());
        format!(
            "[Desktop Entry]\nType=Application\nName=TakeCare\nComment=Tells you what TakeCare has for you\n\
             Exec={exec}\nTryExec={program}\nIcon=takecare-desktop\nTerminal=false\nStartupNotify=false\n"
        )
    }

    fn remove(&self) -> Result<(), AutostartError> {
        fs::remove_file(&self.file).map_err(|source| self.failed(source))
    }

    fn failed(&self, source: io::Error) -> AutostartError {
        AutostartError::File { path: self.file.clone(), source }
    }
}

/// What stands there; `None` when nothing does. Other bytes than text are no entry, and are said as such.
fn read(file: &Path) -> Result<Option<String>, AutostartError> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(AutostartError::File { path: file.to_owned(), source }),
    }
}

/// All of it or nothing, a power cut included. Desktops pass over a file without their ending.
fn write(file: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let new = file.with_extension("new");
    let mut begun = File::create(&new)?;
    begun.write_all(text.as_bytes())?;
    begun.sync_all()?;
    fs::rename(new, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ada's entry, in a folder that is not there yet.
    fn autostart<'a>(home: &tempfile::TempDir, profile: &'a Profile) -> Autostart<'a> {
        let file = home.path().join("autostart").join("takecare-desktop.desktop");
        Autostart { file, program: "/opt/take care/takecare".into(), profile }
    }

    #[test]
    fn it_is_switched_on_and_off_and_twice_is_once() {
        let (home, profile) = (tempfile::tempdir().unwrap(), Profile::default());
        let entry = autostart(&home, &profile);
        for wanted in [false, true, true, false, false] {
            entry.set(wanted).unwrap();
            assert_eq!(entry.file.exists(), wanted);
        }
        entry.set(true).unwrap();
        let text = fs::read_to_string(&entry.file).unwrap();
        assert!(text.contains("\nExec=\"/opt/take care/takecare\" agent\n"), "{text}");
        assert_eq!(fs::read_dir(home.path().join("autostart")).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn what_the_user_switched_off_is_neither_overwritten_nor_removed() {
        let (home, profile) = (tempfile::tempdir().unwrap(), Profile::default());
        let entry = autostart(&home, &profile);
        entry.set(true).unwrap();
        let switched_off = fs::read_to_string(&entry.file).unwrap() + "Hidden=true\n";
        fs::write(&entry.file, &switched_off).unwrap();
        assert!(matches!(entry.set(true), Err(AutostartError::TurnedOff(_))));
        entry.set(false).unwrap();
        assert_eq!(fs::read_to_string(&entry.file).unwrap(), switched_off);
    }

    #[test]
    fn what_the_user_added_stays_until_the_program_moves() {
        let (home, profile) = (tempfile::tempdir().unwrap(), Profile::default());
        let mut entry = autostart(&home, &profile);
        entry.set(true).unwrap();
        let with_delay = fs::read_to_string(&entry.file).unwrap() + "X-GNOME-Autostart-Delay=5\n";
        fs::write(&entry.file, &with_delay).unwrap();
        entry.set(true).unwrap();
        assert_eq!(fs::read_to_string(&entry.file).unwrap(), with_delay);
        entry.program = "/usr/bin/takecare".into();
        entry.set(true).unwrap();
        assert!(fs::read_to_string(&entry.file).unwrap().contains("\nExec=/usr/bin/takecare agent\n"));
    }

    #[test]
    fn a_profile_starts_under_its_own_name() {
        let (home, profile) = (tempfile::tempdir().unwrap(), "demo".parse().unwrap());
        let exec = autostart(&home, &profile).exec().unwrap();
        assert_eq!(exec, "env TAKECARE_PROFILE=demo \"/opt/take care/takecare\" agent");
    }

    #[test]
    fn a_path_that_no_entry_can_name_is_refused() {
        let (home, profile) = (tempfile::tempdir().unwrap(), Profile::default());
        for path in ["/opt/a=b/takecare", "/opt/100%/takecare", "/opt/a\nb/takecare"] {
            let entry = Autostart { program: path.into(), ..autostart(&home, &profile) };
            assert!(matches!(entry.set(true), Err(AutostartError::Unnameable(_))));
            assert!(!entry.file.exists());
        }
    }
}
