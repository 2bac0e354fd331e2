use std::fs::{File, rename};
use std::io::{ErrorKind, Result as IoResult, Write};
use std::path::{Path, PathBuf};

use bridge::settings::{Value, Wishes};
use language::{Phrase, say};
use toml::Table;

use super::wishes::{self, Malformed};

/// The layout of the file. A later one would name another number.
const VERSION: u32 = 1;

/// The user's own file of settings. What stands in it that this version does not know stays.
pub struct Own {
    path: PathBuf,
    /// What stands there; or why it can't be understood, and then it is not written either.
    table: Result<Table, Unusable>,
}

/// A wish that stands on the disk beside the file, in whose place it can be put without any more room.
pub struct Draft {
    table: Table,
    path: PathBuf,
}

/// Why the user's file is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.phrase())]
pub enum Unusable {
    /// It is no TOML.
    Malformed(#[from] Malformed),
    /// It is there and can't be read.
    Unreadable(String),
    /// A later version of TakeCare wrote it in another way.
    Newer,
}

/// Why a wish was not kept.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.phrase())]
pub enum NotKept {
    /// What is in the file would be lost.
    Unusable {
        /// The file.
        path: PathBuf,
        /// Why.
        why: Unusable,
    },
    /// The disk refused.
    Disk {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl Unusable {
    fn phrase(&self) -> Phrase {
        match self {
            Self::Malformed(malformed) => malformed.phrase(),
            Self::Unreadable(why) => say::file_unreadable(why.as_str()),
            Self::Newer => say::file_newer(),
        }
    }
}

impl NotKept {
    /// What to tell people.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Unusable { path, why } => say::file_not_used(path.display().to_string(), why.phrase()),
            Self::Disk { path, source } => say::file_not_written(path.display().to_string(), source.to_string()),
        }
    }
}

impl Own {
    /// Reads the file; without one nothing is wished.
    pub fn read(path: PathBuf) -> Self {
        let table = match std::fs::read_to_string(&path) {
            Ok(text) => understood(&text),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Table::new()),
            Err(error) => Err(Unusable::Unreadable(error.to_string())),
        };
        Self { path, table }
    }

    /// What the user wishes; nothing while the file can't be used.
    pub fn wishes(&self) -> Wishes {
        self.table.as_ref().map(wishes::wishes).unwrap_or_default()
    }

    /// Why the file is not used.
    pub fn trouble(&self) -> Option<String> {
        self.table.as_ref().err().map(|why| format!("{} is not used: {why}", self.path.display()))
    }

    /// Writes down that a wish is kept, or forgotten when there is none. It is neither before [`Self::keep`].
    pub fn draft(&self, key: &str, wish: Option<&Value>) -> Result<Draft, NotKept> {
        let mut table = self.table.clone().map_err(|why| NotKept::Unusable { path: self.path.clone(), why })?;
        let (section, name) = key.split_once('.').unwrap_or(("", key));
        table.insert("version".to_owned(), VERSION.into());
        let inside = table.entry(section).or_insert_with(|| Table::new().into());
        if !inside.is_table() {
            *inside = Table::new().into();
        }
        if let Some(inside) = inside.as_table_mut() {
            inside.remove(name);
            inside.extend(wish.map(|wish| (name.to_owned(), written(wish))));
        }
        let path = self.path.with_extension("toml.new");
        write(&path, &table.to_string()).map_err(|source| self.not_kept(source))?;
        Ok(Draft { table, path })
    }

    /// From now on the file says what was drafted; whole or not at all, whatever happens in between.
    pub fn keep(&mut self, draft: Draft) -> Result<(), NotKept> {
        rename(draft.path, &self.path).map_err(|source| self.not_kept(source))?;
        self.table = Ok(draft.table);
        Ok(())
    }

    fn not_kept(&self, source: std::io::Error) -> NotKept {
        NotKept::Disk { path: self.path.clone(), source }
    }
}

fn understood(text: &str) -> Result<Table, Unusable> {
    let table = wishes::parse(text)?;
    match table.get("version").and_then(toml::Value::as_integer) {
        Some(version) if version > VERSION.into() => Err(Unusable::Newer),
        _ => Ok(table),
    }
}

fn written(wish: &Value) -> toml::Value {
    match wish {
        Value::Flag(flag) => (*flag).into(),
        Value::Number(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Texts(texts) => texts.clone().into(),
        Value::Map(words) => {
            words.iter().map(|(kind, word)| (kind.clone(), word.as_str().into())).collect::<Table>().into()
        }
    }
}

fn write(path: &Path, text: &str) -> IoResult<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config/settings.toml");
        (folder, path)
    }

    fn put(own: &mut Own, key: &str, wish: Option<&Value>) -> Result<(), NotKept> {
        let draft = own.draft(key, wish)?;
        own.keep(draft)
    }

    #[test]
    fn a_wish_is_kept_beside_what_another_version_wrote_and_can_be_forgotten() {
        let (_folder, path) = folder();
        let mut own = Own::read(path.clone());
        put(&mut own, "toasts.sound", Some(&Value::Flag(true))).unwrap();
        let text = std::fs::read_to_string(&path).unwrap() + "[window]\nstars = 5\n";
        std::fs::write(&path, text).unwrap();
        let mut own = Own::read(path.clone());
        put(&mut own, "toasts.privacy", Some(&Value::Text("full".to_owned()))).unwrap();
        put(&mut own, "toasts.sound", None).unwrap();
        let kept = Own::read(path).wishes();
        let keys: Vec<_> = kept.keys().map(String::as_str).collect();
        assert_eq!(keys, ["toasts.privacy", "version", "window.stars"]);
    }

    #[test]
    fn a_file_that_can_not_be_used_wishes_nothing_and_is_left_alone() {
        for (text, why) in [("[lock\n", "line 1"), ("version = 2\n", "newer TakeCare"), ("\u{0}", "line 1")] {
            let (_folder, path) = folder();
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, text).unwrap();
            let mut own = Own::read(path.clone());
            assert!(own.wishes().is_empty() && own.trouble().unwrap().contains(why));
            let refused = put(&mut own, "toasts.sound", Some(&Value::Flag(true))).unwrap_err();
            assert!(refused.to_string().contains(why), "{refused}");
            assert_eq!(std::fs::read_to_string(path).unwrap(), text);
        }
    }

    #[test]
    fn what_is_drafted_does_not_hold() {
        let (_folder, path) = folder();
        let own = Own::read(path.clone());
        own.draft("toasts.sound", Some(&Value::Flag(true))).unwrap();
        assert!(own.wishes().is_empty() && Own::read(path).wishes().is_empty());
    }

    #[test]
    fn a_disk_that_refuses_leaves_the_old_file() {
        let (_folder, path) = folder();
        let mut own = Own::read(path.clone());
        put(&mut own, "toasts.sound", Some(&Value::Flag(true))).unwrap();
        // Nothing can be written where a folder is.
        std::fs::create_dir(path.with_extension("toml.new")).unwrap();
        assert!(matches!(put(&mut own, "toasts.sound", None), Err(NotKept::Disk { .. })));
        assert_eq!(own.wishes(), Own::read(path).wishes());
    }
}
