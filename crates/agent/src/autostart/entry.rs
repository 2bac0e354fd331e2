//! As much of the language of desktop entries (freedesktop.org, Desktop Entry Specification 1.5) as an entry for one
//! command needs.

/// What an entry says that matters here.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Its command, as it is written there.
    pub exec: Option<&'a str>,
    /// Whether the user has switched it off: Xfce and KDE write `Hidden`, GNOME its own key.
    pub off: bool,
}

impl<'a> Entry<'a> {
    /// Reads an entry.
    pub fn read(text: &'a str) -> Self {
        let value = |key| value(text, key);
        let off = value("Hidden") == Some("true") || value("X-GNOME-Autostart-enabled") == Some("false");
        Self { exec: value("Exec"), off }
    }
}

/// A value of the entry's own group: further groups are of no concern here.
fn value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let group = text.lines().map(str::trim).skip_while(|line| *line != "[Desktop Entry]").skip(1);
    let mut pairs = group.take_while(|line| !line.starts_with('[')).filter_map(|line| line.split_once('='));
    pairs.find(|(name, _)| name.trim_end() == key).map(|(_, value)| value.trim_start())
}

/// A command line as `Exec` has it.
pub fn exec(words: &[&str]) -> String {
    let line: Vec<_> = words.iter().map(|word| quoted(word)).collect();
    string(&line.join(" "))
}

/// A value of type string.
pub fn string(text: &str) -> String {
    text.replace('\\', r"\\")
}

/// Whether an entry can name a program at this path: not with `=`, by the specification, and not with the `%` that begins
/// a field code, since GLib looks for the program before it reads those.
pub fn can_name(path: &str) -> bool {
    !path.contains(|letter: char| letter == '=' || letter == '%' || letter.is_control())
}

/// One argument. Quotes are needed around reserved characters only.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "/._-+=,:@".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    let mut quoted = String::from('"');
    for letter in word.chars() {
        if "\"`$\\".contains(letter) {
            quoted.push('\\');
        }
        quoted.push(letter);
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_written_as_the_specification_wants_it() {
        for (program, written) in [
            ("/usr/bin/takecare", "/usr/bin/takecare agent"),
            ("/opt/my programs/takecare", r#""/opt/my programs/takecare" agent"#),
            ("/opt/$HOME/takecare", r#""/opt/\\$HOME/takecare" agent"#),
            (r"/opt/a\b/takecare", r#""/opt/a\\\\b/takecare" agent"#),
            ("/opt/`id`;\"x\"/takecare", r#""/opt/\\`id\\`;\\"x\\"/takecare" agent"#),
            ("/opt/Łucja/takecare", "/opt/Łucja/takecare agent"),
        ] {
            assert_eq!(exec(&[program, "agent"]), written);
        }
    }

    #[test]
    fn an_entry_says_its_command_and_whether_the_user_switched_it_off() {
        let on = |exec| Entry { exec: Some(exec), off: false };
        let off = |exec| Entry { exec: Some(exec), off: true };
        for (text, says) in [
            ("[Desktop Entry]\nExec=takecare agent\n", on("takecare agent")),
            ("# mine\n[Desktop Entry]\n Exec = a=b\nHidden=false\n", on("a=b")),
            ("[Desktop Entry]\nHidden=true\nExec=a\n", off("a")),
            ("[Desktop Entry]\nExec=a\nX-GNOME-Autostart-enabled=false\n", off("a")),
            ("[Desktop Entry]\nExec=a\n[Desktop Action x]\nHidden=true\n", on("a")),
            ("[Other]\nExec=a\nHidden=true\n", Entry { exec: None, off: false }),
            ("", Entry { exec: None, off: false }),
        ] {
            assert_eq!(Entry::read(text), says, "{text}");
        }
    }
}
