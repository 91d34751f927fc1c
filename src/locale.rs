//! Words, numbers and dates of a language. All Finnish on a page comes from here, from the
//! content or from the theme; the code holds keys.

mod numbers;
mod typeset;

use std::collections::BTreeMap;

use crate::diagnostic::{FileId, Finding, Findings, Place};
use crate::yaml::{self, Node, Value};

/// The languages whose words are shipped, with their catalogues.
const SHIPPED: [(&str, &str); 2] = [
    ("fi", include_str!("locale/fi.yaml")),
    ("en", include_str!("locale/en.yaml")),
];

/// The words of one language.
#[derive(Debug, Clone)]
pub struct Locale {
    language: String,
    /// By path: `findings.unknown-key.message`.
    words: BTreeMap<String, String>,
}

impl Locale {
    /// The shipped words of a language: `fi`, `en`, or one with a region (`fi_FI.UTF-8`).
    pub fn shipped(language: &str) -> Option<Self> {
        let short = language.get(..2)?;
        let (name, text) = SHIPPED.iter().find(|(name, _)| *name == short)?;
        let mut findings = Findings::default();
        let node = yaml::tree(text, 0, FileId(0), &mut findings)?;
        let mut words = BTreeMap::new();
        flatten("", &node, &mut words);
        Some(Self {
            language: (*name).to_owned(),
            words,
        })
    }

    /// The languages one can ask for.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(name, _)| *name)
    }

    /// Finnish, the language of the project's users.
    pub fn finnish() -> Self {
        Self::shipped("fi").unwrap_or_else(|| Self {
            language: "fi".to_owned(),
            words: BTreeMap::new(),
        })
    }

    pub fn language(&self) -> &str {
        &self.language
    }

    /// The text of a key with `{name}` replaced; the key itself when nobody has written it, which
    /// a test makes sure never happens.
    pub fn text(&self, key: &str, values: &[(&str, &str)]) -> String {
        let Some(text) = self.words.get(key) else {
            return key.to_owned();
        };
        filled(text, values)
    }

    /// A word, when there is one.
    pub fn word(&self, key: &str) -> Option<&str> {
        self.words.get(key).map(String::as_str)
    }

    /// The text of a count: `<key>.one` for one, `<key>.other` for all else, with `{number}`.
    pub fn count(&self, key: &str, count: usize) -> String {
        let form = if count == 1 { "one" } else { "other" };
        let number = self.number(rust_decimal::Decimal::from(count));
        self.text(&format!("{key}.{form}"), &[("number", &number)])
    }

    /// All words below a key, with the rest of their paths.
    pub fn below<'a>(&'a self, key: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let start = format!("{key}.");
        self.words
            .range(start.clone()..)
            .take_while(move |(path, _)| path.starts_with(&start))
            .filter_map(|(path, word)| Some((path.get(key.len() + 1..)?, word.as_str())))
    }

    /// All keys, for tests that compare languages.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(String::as_str)
    }
}

/// A theme's or site's own flat words file; keys become `snake_case` for templates.
pub fn flat_words(text: &str, file: FileId, findings: &mut Findings) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    match yaml::tree(text, 0, file, findings) {
        Some(Node {
            value: Value::Map(entries),
            ..
        }) => {
            for entry in entries {
                match entry.node.value {
                    Value::Scalar(text, _) => {
                        words.insert(entry.key.replace('-', "_"), text);
                    }
                    _ => findings
                        .push(Finding::error("empty-value", entry.place).with("key", entry.key)),
                }
            }
        }
        Some(Node {
            value: Value::Empty,
            ..
        })
        | None => {}
        Some(_) => findings.push(Finding::error("key-not-text", Place::top(file))),
    }
    words
}

fn flatten(path: &str, node: &Node, words: &mut BTreeMap<String, String>) {
    match &node.value {
        Value::Map(entries) => {
            for entry in entries {
                let dot = if path.is_empty() { "" } else { "." };
                flatten(&format!("{path}{dot}{}", entry.key), &entry.node, words);
            }
        }
        Value::Scalar(text, _) => {
            words.insert(path.to_owned(), text.clone());
        }
        _ => {}
    }
}

/// `{name}` replaced once, so that a value may hold braces itself.
fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after.split_once('}').and_then(|(name, tail)| {
            let value = values.iter().find(|(known, _)| *known == name)?;
            Some((value.1, tail))
        });
        rest = match value {
            Some((value, tail)) => {
                filled.push_str(value);
                tail
            }
            None => {
                filled.push('{');
                after
            }
        };
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::{Locale, filled};

    #[test]
    fn every_language_has_the_same_keys() {
        let finnish = Locale::shipped("fi").expect("Finnish is shipped");
        let english = Locale::shipped("en_GB.UTF-8").expect("English is shipped");
        // What column heads are called is each language's own.
        let own = |key: &str| key.starts_with("column-abbreviation.");
        for (one, other) in [(&finnish, &english), (&english, &finnish)] {
            let missing = one
                .keys()
                .filter(|key| !own(key) && other.word(key).is_none());
            let none = Vec::<&str>::new();
            assert_eq!(
                missing.collect::<Vec<_>>(),
                none,
                "missing in {}",
                other.language()
            );
        }
    }

    #[test]
    fn a_value_is_not_filled_again() {
        assert_eq!(
            filled("{a} ja {b} {c", &[("a", "{b}"), ("b", "x")]),
            "{b} ja x {c"
        );
    }
}
