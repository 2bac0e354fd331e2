//! `docs/settings.md`, generated from the table. `cargo xtask bindings` writes it; the test compares.

use std::fmt::Write;
use std::path::Path;

use super::{Key, Settings, TABLE, Value, Who};

const INTRODUCTION: &str = "\
# Settings

This page is made from the table in `crates/bridge/src/settings/table.rs`.

Everybody has a file of their own, `$XDG_CONFIG_HOME/takecare-desktop/settings.toml`; the window and `takecare set` write
it. An administrator has one for all users of a computer, `/etc/takecare-desktop/policy.toml`, read when TakeCare starts.
Both look alike:

```toml
[toasts]
privacy = \"hidden\"
tiers = { MESSAGE = \"quiet\", SYSTEM = \"off\" }

[lock]
after-minutes = 5
```

- What the administrator has set holds, and shows as *managed*; then what the user has set; then what is usual.
- A value that can't be followed is left out, and the log says what it should have been. Where it is the administrator's
  and would have protected something, the strictest value holds.
- A key that this version does not know changes nothing and stays in the user's file.
- An administrator's file that can't be read or understood, or anything below `[network]` that can't be followed, **stops**
  TakeCare: the tray says what is wrong, what is stored stays readable, everything is as strict as it can be, and no server
  is asked until the file is right and TakeCare was started again.
- A keyring is always required; there is no setting without one. TakeCare does not update itself; the system's packages do.
- Window, toasts and tray speak `desktop.language`; the command line and logs are in English.
- What waits for the server, is snoozed or is marked for follow-up is kept whatever the retention says.

On Windows the administrator's settings stand in the registry, under `HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\TakeCare`: a
value for each key, with the key's whole name (`lock.after-minutes`). A number is a `REG_DWORD`, yes and no are 1 and 0; a
text is a `REG_SZ`; several are a `REG_MULTI_SZ`; for each type there is a `REG_SZ` as it stands in a file
(`{ MESSAGE = \"quiet\" }`). A value of another type is as a file that can't be understood. On macOS the file is
`/Library/Application Support/takecare-desktop/policy.toml`; managed preferences are not built. Neither was ever run there.
";

fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    for (title, who) in [("For everybody", Who::User), ("For the administrator alone", Who::Administrator)] {
        write!(page, "\n## {title}\n\n| key | what it does | what it can be | usually |\n|---|---|---|---|\n").unwrap();
        TABLE.iter().filter(|key| key.who == who).for_each(|key| row(&mut page, key));
    }
    page
}

fn row(page: &mut String, key: &Key) {
    let usual = match Settings::default().get(key.name).unwrap() {
        Value::Text(text) if text.is_empty() => "not set".to_owned(),
        Value::Map(map) if map.is_empty() => "not set".to_owned(),
        usual => format!("`{}`", serde_json::to_string(&usual).unwrap()),
    };
    let meaning = key.meaning.concat();
    writeln!(page, "| `{}` | {} | {} | {usual} |", key.name, meaning.trim(), (key.shape)().phrase()).unwrap();
}

#[test]
fn generated_reference_of_settings() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/settings.md");
    if std::env::var_os("TAKECARE_WRITE_BINDINGS").is_some() {
        std::fs::write(&home, page()).unwrap();
    }
    assert!(
        std::fs::read_to_string(home).unwrap_or_default() == page(),
        "docs/settings.md is out of date: run `cargo xtask bindings`"
    );
}
