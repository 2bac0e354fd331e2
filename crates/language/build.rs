//! Makes a function of every message: what is not said anywhere, or filled in wrongly, does not compile.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use fluent_syntax::ast::{Entry, Message};
use fluent_syntax::parser::parse;

#[path = "build/variables.rs"]
mod variables;

fn main() -> Result<(), Box<dyn Error>> {
    let english = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("messages/en.ftl");
    println!("cargo::rerun-if-changed={}", english.display());
    println!("cargo::rerun-if-changed=build");
    let text = std::fs::read_to_string(english)?;
    let resource = parse(text.as_str()).map_err(|(_, errors)| format!("en.ftl: {errors:?}"))?;
    let mut functions = String::new();
    for entry in &resource.body {
        if let Entry::Message(message) = entry {
            function(&mut functions, message)?;
        }
    }
    std::fs::write(Path::new(&std::env::var("OUT_DIR")?).join("say.rs"), functions)?;
    Ok(())
}

fn function(functions: &mut String, message: &Message<&str>) -> std::fmt::Result {
    let (key, variables) = (message.id.name, variables::variables(message));
    let arguments: Vec<_> = variables.iter().map(|name| format!("{name}: impl Into<Value>")).collect();
    let values: Vec<_> = variables.iter().map(|name| format!("({name:?}, {name}.into())")).collect();
    writeln!(functions, "/// The message `{key}`.")?;
    writeln!(functions, "pub fn {}({}) -> Phrase {{", key.replace('-', "_"), arguments.join(", "))?;
    writeln!(functions, "    Phrase::message({key:?}, vec![{}])\n}}", values.join(", "))
}
