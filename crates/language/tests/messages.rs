//! Every language says all that there is to say, and counts as it should; and all of it is used.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on should fail")]

use std::collections::BTreeSet;
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Message, Pattern, PatternElement, VariantKey};
use fluent_syntax::parser::parse;
use intl_pluralrules::{PluralRuleType, PluralRules};
use language::Language;
use unic_langid::LanguageIdentifier;

#[path = "../build/variables.rs"]
mod variables;

const HOME: &str = env!("CARGO_MANIFEST_DIR");
/// The forms that a language may have of what is counted.
const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

fn text(language: Language) -> String {
    std::fs::read_to_string(format!("{HOME}/messages/{}.ftl", language.tag())).unwrap()
}

fn messages(text: &str) -> Vec<Message<&str>> {
    let messages = parse(text).unwrap().body.into_iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message),
        Entry::Term(term) => panic!("{} is no message", term.id.name),
        _ => None,
    });
    messages.collect()
}

/// Each message's key, with what fills it in.
fn wants(text: &str) -> BTreeSet<String> {
    let messages = messages(text);
    let wants = messages.iter().map(|message| format!("{} {:?}", message.id.name, variables::variables(message)));
    let wants: BTreeSet<_> = wants.collect();
    assert_eq!(wants.len(), messages.len(), "a message is there twice");
    assert!(messages.iter().all(|message| message.value.is_some() && message.attributes.is_empty()));
    wants
}

#[test]
fn every_language_has_the_same_messages_with_the_same_arguments() {
    let english = wants(&text(Language::English));
    for language in Language::ALL {
        let here = wants(&text(language));
        let differ = english.symmetric_difference(&here);
        assert_eq!(differ.collect::<Vec<_>>(), [""; 0], "{language:?} differs");
    }
}

/// Names and forms of all choices in a pattern.
fn choices<'m>(pattern: &Pattern<&'m str>, found: &mut Vec<(&'m str, BTreeSet<&'m str>)>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression: Expression::Select { selector, variants } } = element else {
            continue;
        };
        let InlineExpression::VariableReference { id } = selector else { panic!("a choice by no variable") };
        let forms = variants.iter().map(|variant| match variant.key {
            VariantKey::Identifier { name } => name,
            VariantKey::NumberLiteral { value } => panic!("{} is chosen by the number {value}", id.name),
        });
        found.push((id.name, forms.collect()));
        variants.iter().for_each(|variant| choices(&variant.value, found));
    }
}

#[test]
fn whatever_is_counted_has_the_forms_that_the_language_needs_and_no_others() {
    for language in Language::ALL {
        let tag: LanguageIdentifier = language.tag().parse().unwrap();
        let rules = PluralRules::create(tag, PluralRuleType::CARDINAL).unwrap();
        let needed = (0..1000).map(|n: u32| format!("{:?}", rules.select(n).unwrap()).to_lowercase());
        let needed: BTreeSet<String> = needed.collect();
        for message in messages(&text(language)) {
            let mut found = Vec::new();
            choices(message.value.as_ref().unwrap(), &mut found);
            for (variable, forms) in found {
                // A choice by words, such as the days of a week, has other words than these.
                if forms.iter().all(|form| FORMS.contains(form)) {
                    let needed: BTreeSet<&str> = needed.iter().map(String::as_str).collect();
                    assert_eq!(forms, needed, "{} of {language:?} counts {variable}", message.id.name);
                }
            }
        }
    }
}

#[test]
fn every_message_is_said_somewhere() {
    let mut code = String::new();
    for package in ["agent", "bridge", "client"] {
        read(&Path::new(HOME).join("..").join(package).join("src"), &mut code);
    }
    let words: BTreeSet<&str> =
        code.split(|letter: char| !letter.is_alphanumeric() && !"_:".contains(letter)).collect();
    let english = text(Language::English);
    let keys = messages(&english).into_iter().map(|message| message.id.name);
    let unsaid: Vec<_> =
        keys.filter(|key| !words.contains(format!("say::{}", key.replace('-', "_")).as_str())).collect();
    assert_eq!(unsaid, [""; 0]);
}

fn read(folder: &Path, code: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, code);
        } else {
            *code += &std::fs::read_to_string(path).unwrap();
        }
    }
}
