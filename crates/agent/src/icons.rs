use std::io;
use std::path::{Path, PathBuf};

use crate::kind::DRAWINGS;

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
        for drawing in DRAWINGS {
            let path = icons.file(drawing.icon);
            if !std::fs::read(&path).is_ok_and(|there| there == drawing.png) {
                std::fs::write(path, drawing.png)?;
            }
        }
        Ok(icons)
    }

    /// The file with a type's icon.
    pub fn of(&self, kind: &str) -> PathBuf {
        self.file(&client::look(kind).icon)
    }

    fn file(&self, icon: &str) -> PathBuf {
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
        for drawing in DRAWINGS {
            assert_eq!(std::fs::read(icons.file(drawing.icon)).unwrap(), drawing.png);
        }
    }
}
