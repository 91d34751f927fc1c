//! What an editor says of records, keys and values: in Finnish, and below it in English.

use std::sync::LazyLock;

use crate::locale::{self, Locale};
use crate::reference::{self, Record};
use crate::yaml::{Key, Shape};

/// The languages of all explanations.
const LANGUAGES: [&str; 2] = ["fi", "en"];

/// "Maksu / Fee".
pub fn title(record: &Record) -> String {
    LANGUAGES.map(|language| record.title(language)).join(" / ")
}

/// A word of the schemas themselves, below `schema.`.
pub fn own(key: &str) -> String {
    let text = |locale: &Locale| locale.text(&format!("schema.{key}"), &[]);
    each(text).join(" / ")
}

/// "maksuton / free of charge", of a word that a value may be.
pub fn word(word: &str) -> String {
    let told = LANGUAGES.map(|language| {
        let path = format!("{word}.{language}");
        locale::of_words().get(&path).map_or("", String::as_str)
    });
    told.join(" / ")
}

/// What a record is, Markdown.
pub fn about(record: &Record) -> String {
    in_both(|locale| record.about(locale.language()))
}

/// What a key means and how it is written, Markdown.
pub fn meaning(record: &Record, key: &Key) -> String {
    in_both(|locale| {
        let meaning = record.meaning(key, locale.language());
        format!("{meaning} {}", reference::written(key, locale, &code))
    })
}

/// What is said of a value that is not written in its shape.
pub fn expected(shape: &Shape) -> String {
    let told = each(|locale| {
        let shape = reference::form(shape, locale, &code);
        locale.text("schema.expected", &[("shape", &shape)])
    });
    plain(&told.join(" / "))
}

/// Markdown without the signs of code.
pub fn plain(markdown: &str) -> String {
    markdown.replace('`', "")
}

fn in_both(told: impl Fn(&Locale) -> String) -> String {
    each(told).join("\n\n")
}

fn each(told: impl Fn(&Locale) -> String) -> Vec<String> {
    // A catalogue is long, and a schema asks for it hundreds of times.
    static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(|| {
        let shipped = LANGUAGES.iter().filter_map(|name| Locale::shipped(name));
        shipped.collect()
    });
    LOCALES.iter().map(told).collect()
}

fn code(record: &'static Record) -> String {
    format!("`{}`", record.name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{LANGUAGES, word};
    use crate::locale;
    use crate::reference::Record;
    use crate::section;

    #[test]
    fn every_word_is_explained_in_both_languages() {
        let keys = Record::ALL.iter().flat_map(|record| record.keys);
        let words = keys
            .flat_map(|key| (key.shape)().words)
            .chain(section::kinds());
        let needed: BTreeSet<String> = words
            .flat_map(|word| LANGUAGES.map(|language| format!("{word}.{language}")))
            .collect();
        let written: BTreeSet<String> = locale::of_words().keys().cloned().collect();
        assert_eq!(written, needed);
        assert_eq!(word("free"), "maksuton / free of charge");
    }
}
