//! Words, numbers and dates of a language. All Finnish on a page comes from here, from the
//! content or from the theme; the code holds keys.

mod numbers;
mod scale;
mod typeset;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock, OnceLock};

use rust_decimal::Decimal;

use crate::diagnostic::{FileId, Finding, Findings, Place};
use crate::yaml::{self, Node, Value};

pub use numbers::exact;

/// The language that has every word; another may leave out what only staff read.
const COMPLETE: &str = "fi";

/// The languages whose words are shipped, with their catalogues; the complete one comes first.
const SHIPPED: [(&str, &str); 3] = [
    (COMPLETE, include_str!("locale/fi.yaml")),
    ("sv", include_str!("locale/sv.yaml")),
    ("en", include_str!("locale/en.yaml")),
];

/// The words of one language.
#[derive(Debug, Clone)]
pub struct Locale {
    language: String,
    words: Arc<Words>,
}

/// All words by path (`findings.unknown-key.message`), and those that every page asks for many
/// times where they are found without putting a path together.
#[derive(Debug, Default)]
struct Words {
    all: BTreeMap<String, String>,
    /// Those below `page`.
    page: HashMap<String, String>,
    /// How an amount is written, by the currency's sign.
    currencies: HashMap<String, String>,
    /// What the abbreviations of columns mean: "tilinpäätös" for TP.
    abbreviations: HashMap<String, String>,
    /// How many ones a unit is.
    scales: HashMap<String, Decimal>,
    /// What stands in numbers and around them.
    group: String,
    decimal: String,
    percent: String,
    amount: String,
}

impl Words {
    fn of(all: BTreeMap<String, String>) -> Self {
        let own = |key: &str| all.get(key).cloned().unwrap_or_else(|| key.to_owned());
        let meaning =
            |(short, kind): (&str, &str)| (short.to_owned(), own(&format!("page.column.{kind}")));
        let owned = |(key, word): (&str, &str)| (key.to_owned(), word.to_owned());
        let scale = |(unit, number): (&str, &str)| {
            Some((unit.to_owned(), Decimal::from_str_exact(number).ok()?))
        };
        Self {
            page: below(&all, "page").map(owned).collect(),
            currencies: below(&all, "currency").map(owned).collect(),
            abbreviations: below(&all, "column-abbreviation").map(meaning).collect(),
            scales: below(&all, "unit-scale").filter_map(scale).collect(),
            group: own("number.group"),
            decimal: own("number.decimal"),
            percent: own("number.percent"),
            amount: own("number.amount"),
            all,
        }
    }
}

impl Locale {
    /// The shipped words of a language: `fi`, `sv`, `en`, or one with a region (`fi_FI.UTF-8`).
    /// What the language has not said is said in Finnish.
    pub fn shipped(language: &str) -> Option<Self> {
        let short = language.get(..2)?;
        let name = Self::languages().find(|name| *name == short)?;
        Some(Self {
            language: name.to_owned(),
            words: read_once(name)?,
        })
    }

    /// The languages one can ask for.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(name, _)| *name)
    }

    /// Finnish, the language of the project's users.
    pub fn finnish() -> Self {
        Self::shipped(COMPLETE).unwrap_or_else(|| Self {
            language: COMPLETE.to_owned(),
            words: Arc::default(),
        })
    }

    pub fn language(&self) -> &str {
        &self.language
    }

    /// The text of a key with `{name}` replaced; the key itself when nobody has written it, which
    /// a test makes sure never happens.
    pub fn text(&self, key: &str, values: &[(&str, &str)]) -> String {
        let Some(text) = self.words.all.get(key) else {
            return key.to_owned();
        };
        filled(text, values)
    }

    /// The text of a key below `page`.
    pub fn on_page(&self, key: &str, values: &[(&str, &str)]) -> String {
        let Some(text) = self.words.page.get(key) else {
            return format!("page.{key}");
        };
        filled(text, values)
    }

    /// What an abbreviation of a column means, as the language's own documents use it.
    pub fn abbreviation(&self, short: &str) -> Option<&str> {
        self.words.abbreviations.get(short).map(String::as_str)
    }

    /// A word, when there is one.
    pub fn word(&self, key: &str) -> Option<&str> {
        self.words.all.get(key).map(String::as_str)
    }

    /// The text of a count: `<key>.one` for one, `<key>.other` for all else, with `{number}`.
    pub fn count(&self, key: &str, count: usize) -> String {
        let form = if count == 1 { "one" } else { "other" };
        let number = self.number(rust_decimal::Decimal::from(count));
        self.text(&format!("{key}.{form}"), &[("number", &number)])
    }

    /// All words below a key, with the rest of their paths.
    pub fn below<'a>(&'a self, key: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        below(&self.words.all, key)
    }
}

fn below<'a>(
    words: &'a BTreeMap<String, String>,
    key: &'a str,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    let start = format!("{key}.");
    words
        .range(start.clone()..)
        .take_while(move |(path, _)| path.starts_with(&start))
        .filter_map(|(path, word)| Some((path.get(key.len() + 1..)?, word.as_str())))
}

/// What records and keys of the data are (avainten selitykset), in Finnish and by path:
/// `fee.about`, `fee.keys.price`. In English the types tell it themselves.
pub fn of_keys() -> &'static BTreeMap<String, String> {
    static WORDS: LazyLock<BTreeMap<String, String>> =
        LazyLock::new(|| catalogue(include_str!("locale/keys.fi.yaml")).unwrap_or_default());
    &WORDS
}

/// Why rules are there and what to do about them (sääntöjen selitykset), by path:
/// `sum-mismatch.cause`. In Finnish unless the language is English.
pub fn of_rules(language: &str) -> &'static BTreeMap<String, String> {
    static FINNISH: LazyLock<BTreeMap<String, String>> =
        LazyLock::new(|| catalogue(include_str!("locale/rules.fi.yaml")).unwrap_or_default());
    static ENGLISH: LazyLock<BTreeMap<String, String>> =
        LazyLock::new(|| catalogue(include_str!("locale/rules.en.yaml")).unwrap_or_default());
    match language {
        "en" => &ENGLISH,
        _ => &FINNISH,
    }
}

/// What the words that a value may be mean (valmiit sanat), by word and language: `net.fi`.
pub fn of_words() -> &'static BTreeMap<String, String> {
    static WORDS: LazyLock<BTreeMap<String, String>> =
        LazyLock::new(|| catalogue(include_str!("locale/words.yaml")).unwrap_or_default());
    &WORDS
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

/// The words of a shipped language over the complete one, read once in a run.
fn read_once(language: &str) -> Option<Arc<Words>> {
    static READ: [OnceLock<Option<Arc<Words>>>; SHIPPED.len()] =
        [const { OnceLock::new() }; SHIPPED.len()];
    let number = SHIPPED.iter().position(|(name, _)| *name == language)?;
    let (_, text) = SHIPPED.get(number)?;
    let read = || {
        let mut all = match language {
            COMPLETE => BTreeMap::new(),
            _ => read_once(COMPLETE)?.all.clone(),
        };
        all.extend(catalogue(text)?);
        Some(Arc::new(Words::of(all)))
    };
    READ.get(number)?.get_or_init(read).clone()
}

/// The words of one file, by path.
fn catalogue(text: &str) -> Option<BTreeMap<String, String>> {
    let node = yaml::tree(text, 0, FileId(0), &mut Findings::default())?;
    let mut words = BTreeMap::new();
    flatten("", &node, &mut words);
    Some(words)
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
    if values.is_empty() {
        return text.to_owned();
    }
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
    use std::collections::BTreeMap;

    use super::{Locale, SHIPPED, catalogue, filled};

    /// What a language's own file says, without the Finnish below it.
    fn written(language: &str) -> BTreeMap<String, String> {
        let own = SHIPPED.iter().find(|(name, _)| *name == language);
        let (_, text) = own.expect("the language is shipped");
        catalogue(text).expect("the words are readable")
    }

    #[test]
    fn every_language_has_the_same_keys() {
        let within = |key: &str, sections: &[&str]| sections.iter().any(|s| key.starts_with(s));
        // What column heads and keys are called is each language's own.
        let heads = ["column-abbreviation.", "unit-scale.", "key-words."];
        // Swedish is spoken on pages only, and knows more units, for data may be written in it.
        let pages = [
            "page.",
            "number.",
            "month.",
            "alphabet.",
            "calendar.",
            "unit-sentence.",
        ];
        let units = ["unit-sentence.", "page.fee.started-by."];
        let (finnish, swedish, english) = (written("fi"), written("sv"), written("en"));
        let missing = |from: &BTreeMap<String, String>, needed: &BTreeMap<String, String>| {
            let keys = needed.keys().filter(|key| !from.contains_key(*key));
            let keys = keys.filter(|key| !within(key, &heads));
            keys.cloned().collect::<Vec<_>>()
        };
        let none = Vec::<String>::new();
        assert_eq!(missing(&english, &finnish), none, "missing in English");
        assert_eq!(missing(&finnish, &english), none, "missing in Finnish");
        let mut unsaid = missing(&swedish, &finnish);
        unsaid.retain(|key| within(key, &pages));
        assert_eq!(unsaid, none, "missing in Swedish");
        let mut unknown = missing(&finnish, &swedish);
        unknown.retain(|key| !within(key, &units));
        assert_eq!(unknown, none, "only in Swedish");
    }

    #[test]
    fn what_a_language_leaves_out_is_said_in_finnish() {
        let (finnish, english) = (Locale::finnish(), Locale::shipped("en_GB.UTF-8"));
        let swedish = Locale::shipped("sv_FI.UTF-8").expect("Swedish is shipped");
        assert_eq!(swedish.language(), "sv");
        assert_eq!(swedish.text("page.price.free", &[]), "Avgiftsfritt");
        let message = "findings.unknown-key.message";
        assert_eq!(swedish.word(message), finnish.word(message));
        let english = english.expect("English is shipped");
        assert_ne!(english.word(message), finnish.word(message));
    }

    #[test]
    fn a_value_is_not_filled_again() {
        assert_eq!(
            filled("{a} ja {b} {c", &[("a", "{b}"), ("b", "x")]),
            "{b} ja x {c"
        );
    }
}
