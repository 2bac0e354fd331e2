use std::collections::BTreeSet;
use std::io::{Error, ErrorKind, Result};

use bridge::settings::{TABLE, Value, Wishes};
use windows_registry::{LOCAL_MACHINE, Type};

use crate::registry::if_there;
use crate::settings::wishes::{numbered, typed};

/// Where group policies put what they set for all users of a computer. Only administrators can write there.
pub const PATH: &str = r"SOFTWARE\Policies\TakeCare";

/// What stands there. Each key of the table is asked for by name: a list that breaks off would hide what protects. The list
/// adds what the table does not know, to be complained about. Names are told apart by their letters alone, not by their case.
pub fn read() -> Result<Wishes> {
    let Some(policies) = if_there(LOCAL_MACHINE.open(PATH))? else { return Ok(Wishes::new()) };
    let listed = policies.values()?.map(|(name, _)| name.to_ascii_lowercase());
    let names: BTreeSet<_> = TABLE.iter().map(|key| key.name.to_owned()).chain(listed).collect();
    let mut wishes = Wishes::new();
    for name in names {
        if let Some(value) = if_there(policies.get_value(&name))? {
            let wish = wish(&name, value)?;
            wishes.insert(name, wish);
        }
    }
    Ok(wishes)
}

/// A text is read as it is typed at a terminal. What is neither text nor number is as a file that is no TOML.
fn wish(name: &str, value: windows_registry::Value) -> Result<Value> {
    match value.ty() {
        Type::U32 | Type::U64 => Ok(numbered(name, value.try_into()?)),
        Type::String | Type::ExpandString => Ok(typed(&String::try_from(value)?)),
        Type::MultiString => {
            let texts = Vec::<String>::try_from(value)?;
            Ok(Value::Texts(texts.into_iter().filter(|text| !text.is_empty()).collect()))
        }
        Type::Bytes | Type::Other(_) => {
            Err(Error::new(ErrorKind::InvalidData, format!("`{name}` is neither a text nor a number")))
        }
    }
}
