use std::sync::LazyLock;

use fluent_bundle::bundle::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use intl_memoizer::concurrent::IntlLangMemoizer;
use unic_langid::LanguageIdentifier;

use crate::Language;

type Bundle = FluentBundle<FluentResource, IntlLangMemoizer>;

static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::English, include_str!("../messages/en.ftl")));
static POLISH: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::Polish, include_str!("../messages/pl.ftl")));

/// A message of a language with what fills it in. A file is read when its language is first spoken.
pub fn read(language: Language, key: &str, values: &FluentArgs<'_>) -> String {
    let book = match language {
        Language::English => &*ENGLISH,
        Language::Polish => &*POLISH,
    };
    // The tests see to it that there is every message, and that it gets all it wants.
    let Some(pattern) = book.get_message(key).and_then(|message| message.value()) else { return key.to_owned() };
    book.format_pattern(pattern, Some(values), &mut Vec::new()).into_owned()
}

fn bundle(language: Language, messages: &str) -> Bundle {
    let tag: Option<LanguageIdentifier> = language.tag().parse().ok();
    let mut bundle = Bundle::new_concurrent(tag.into_iter().collect());
    // What fills in is made harmless where it is shown; marks of direction would only be seen as spaces there.
    bundle.set_use_isolating(false);
    let messages = FluentResource::try_new(messages.to_owned()).unwrap_or_else(|(understood, _)| understood);
    bundle.add_resource_overriding(messages);
    bundle
}
