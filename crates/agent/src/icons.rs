use std::io;
use std::path::{Path, PathBuf};

use crate::kind::{self, KINDS};

/// The icons of toasts, as files: a toast service reads them by path.
#[derive(Debug, Clone)]
pub struct Icons(PathBuf);

impl Icons {
    /// Puts the icons of every type into `icons/` of the data folder, where they differ from what is there.
    ///
    /// # Errors
    /// When they can't be written.
    pub fn place(data: &Path) -> io::Result<Self> {
        let icons = Self(data.join("icons"));
        crate::paths::make_private(&icons.0)?;
        for kind in KINDS {
            let path = icons.of(kind.kind);
            if !std::fs::read(&path).is_ok_and(|there| there == kind.png) {
                std::fs::write(path, kind.png)?;
            }
        }
        Ok(icons)
    }

    /// The file with a type's icon.
    pub fn of(&self, kind: &str) -> PathBuf {
        let icon = kind::look(kind).map_or("system", |kind| kind.icon);
        self.0.join(icon).with_extension("png")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn icons_are_placed_and_a_damaged_one_is_mended() {
        let data = tempfile::tempdir().unwrap();
        let icons = Icons::place(data.path()).unwrap();
        std::fs::write(icons.of("MEDICAL"), "torn").unwrap();
        Icons::place(data.path()).unwrap();
        for kind in KINDS {
            assert_eq!(std::fs::read(icons.of(kind.kind)).unwrap(), kind.png);
        }
    }
}
