/// What a Debian package is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To compile and link.
    Build,
    /// To bring up a desktop of our own, with a tray, toasts and a keyring.
    Desktop,
    /// To drive the window, the tray and the pages in tests.
    Test,
    /// To run the programs that benchmarks are measured by.
    Bench,
    /// To build SQLCipher, which the store is measured by.
    Sqlcipher,
    /// To look for what may not be committed.
    Check,
    /// To compile C for Windows.
    Windows,
    /// To check Rust for Windows, where the usual compiler can't.
    WindowsRust,
}

/// A Debian package, and why it is needed.
#[derive(Debug, PartialEq, Eq)]
pub struct Package {
    /// As apt knows it.
    pub name: &'static str,
    /// Completes "it is …".
    pub why: &'static str,
    /// When it is needed.
    pub purpose: Purpose,
}

const fn package(purpose: Purpose, name: &'static str, why: &'static str) -> Package {
    Package { name, why, purpose }
}

/// Every package of Debian and Ubuntu that is needed for anything here.
pub const ALL: &[Package] = &[
    package(Purpose::Build, "build-essential", "the C compiler and linker"),
    package(Purpose::Build, "pkg-config", "how build scripts find libraries"),
    package(Purpose::Build, "libwebkit2gtk-4.1-dev", "the web view of the window"),
    package(Purpose::Build, "libgtk-3-dev", "the frame of the window"),
    package(Purpose::Build, "libdbus-1-dev", "how the window talks to the desktop"),
    package(Purpose::Desktop, "xvfb", "the X server of a private session"),
    package(Purpose::Desktop, "dbus", "its message bus"),
    package(Purpose::Desktop, "libglib2.0-bin", "gdbus, to see when a service is ready"),
    package(Purpose::Desktop, "gnome-keyring", "its keyring"),
    package(Purpose::Desktop, "openbox", "its window manager"),
    package(Purpose::Desktop, "xfce4-panel", "its tray"),
    package(Purpose::Desktop, "xfconf", "the settings of that tray"),
    package(Purpose::Desktop, "dunst", "its toasts"),
    package(Purpose::Desktop, "adwaita-icon-theme", "icons for all of them"),
    package(Purpose::Desktop, "fonts-dejavu-core", "letters on the screen"),
    package(Purpose::Desktop, "fonts-noto-core", "letters of other scripts"),
    package(Purpose::Desktop, "imagemagick", "screenshots"),
    package(Purpose::Desktop, "x11-utils", "xprop, to see the window manager"),
    package(Purpose::Desktop, "xdotool", "to see and press what is on the screen"),
    package(Purpose::Test, "webkit2gtk-driver", "the driver of the real window"),
    package(Purpose::Test, "chromium", "the browser for the pages' own tests"),
    package(Purpose::Test, "curl", "what the hub's guide shows its REST service with"),
    package(Purpose::Test, "libsecret-tools", "secret-tool, to look into the keyring"),
    package(Purpose::Test, "systemd", "systemd-analyze, to check the agent's unit"),
    package(Purpose::Test, "redis-server", "what sockets are told through: the peer's, and those of several hubs"),
    package(Purpose::Test, "postgresql", "the database that several hubs share"),
    package(Purpose::Test, "nginx", "the reverse proxy before a hub and TakeCare's web site"),
    package(Purpose::Bench, "gir1.2-webkit2-4.1", "the bare window"),
    package(Purpose::Bench, "python3-gi", "how Python opens it"),
    package(Purpose::Bench, "libegl1", "what Qt draws with"),
    package(Purpose::Bench, "libgl1", "what Qt draws with"),
    package(Purpose::Bench, "libxcb-cursor0", "what Qt needs of X"),
    package(Purpose::Bench, "libxcb-icccm4", "what Qt needs of X"),
    package(Purpose::Bench, "libxcb-image0", "what Qt needs of X"),
    package(Purpose::Bench, "libxcb-keysyms1", "what Qt needs of X"),
    package(Purpose::Bench, "libxcb-render-util0", "what Qt needs of X"),
    package(Purpose::Bench, "libxkbcommon-x11-0", "what Qt needs of X"),
    package(Purpose::Sqlcipher, "libssl-dev", "the cipher of SQLCipher"),
    package(Purpose::Check, "git", "the list of files that belong to the project"),
    package(Purpose::Check, "python3-venv", "where the spelling checker and the peer are installed"),
    package(Purpose::Windows, "gcc-mingw-w64-x86-64-posix", "the C compiler for Windows"),
    package(Purpose::WindowsRust, "rustc-web", "Debian's Rust compiler"),
    package(Purpose::WindowsRust, "cargo-web", "its Cargo"),
    package(Purpose::WindowsRust, "rust-web-src", "its standard library, in source"),
];

/// The names of the packages that these purposes need.
pub fn wanted(purposes: &[Purpose]) -> Vec<&'static str> {
    ALL.iter().filter(|package| purposes.contains(&package.purpose)).map(|package| package.name).collect()
}

/// Those that are needed and not among the installed.
///
/// `installed` is what `dpkg-query --show --showformat='${Package} ${Status}\n'` prints: a package that was removed
/// is still listed there, with another status.
pub fn missing(purposes: &[Purpose], installed: &str) -> Vec<&'static Package> {
    let is_installed = |name: &str| installed.lines().any(|line| line == format!("{name} install ok installed"));
    ALL.iter().filter(|package| purposes.contains(&package.purpose) && !is_installed(package.name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(packages: &[&Package]) -> Vec<&'static str> {
        packages.iter().map(|package| package.name).collect()
    }

    #[test]
    fn on_an_empty_machine_everything_of_the_purpose_is_missing() {
        assert_eq!(names(&missing(&[Purpose::Build], "")), wanted(&[Purpose::Build]));
    }

    #[test]
    fn what_is_installed_is_not_missing_and_what_was_removed_is() {
        let installed = "git install ok installed\npython3-venv deinstall ok config-files\n";
        assert_eq!(names(&missing(&[Purpose::Check], installed)), ["python3-venv"]);
    }

    #[test]
    fn a_package_with_a_similar_name_does_not_count() {
        let installed = "git-doc install ok installed\npython3-venv install ok installed\n";
        assert_eq!(names(&missing(&[Purpose::Check], installed)), ["git"]);
    }

    #[test]
    fn other_purposes_are_left_alone() {
        assert!(missing(&[], "").is_empty());
        assert!(!names(&missing(&[Purpose::Build], "")).contains(&"xvfb"));
    }
}
