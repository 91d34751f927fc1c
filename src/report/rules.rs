//! What is known of a rule besides its messages: why it is there, an example and the cure.
//! The words are in `locale/rules.*.yaml`; the examples are the cases of `tests/findings`, so that
//! they show what is really told.

use rust_embed::RustEmbed;

use crate::diagnostic::Level;
use crate::locale::{Locale, of_rules};

/// The messages of the gallery, embedded.
#[derive(RustEmbed)]
#[folder = "tests/findings"]
#[include = "*/expected.*.txt"]
struct Gallery;

#[derive(Debug)]
pub struct Rule {
    pub id: String,
    /// Most serious first; some rules tell of slips and of what could be better.
    pub levels: Vec<Level>,
    /// Why it matters and how it comes about; the first sentence tells the rule in short.
    pub cause: &'static str,
    /// What to do.
    pub cure: &'static str,
    /// A finding as it is told.
    pub example: Option<String>,
}

impl Rule {
    /// The rule in one sentence.
    pub fn in_short(&self) -> &'static str {
        let end = self.cause.find(". ").map(|end| end + 1);
        end.and_then(|end| self.cause.get(..end))
            .unwrap_or(self.cause)
    }
}

/// The names of all rules, in order.
pub fn ids(locale: &Locale) -> Vec<&str> {
    let keys = locale.below("findings");
    let mut ids: Vec<&str> = keys.filter_map(|(key, _)| key.split('.').next()).collect();
    ids.dedup();
    ids
}

/// A rule by its name, in the language of the locale.
pub fn rule(id: &str, locale: &Locale) -> Rule {
    let words = of_rules(locale.language());
    let word = |key: &str| words.get(&format!("{id}.{key}")).map_or("", String::as_str);
    Rule {
        levels: levels(id),
        cause: word("cause"),
        cure: word("cure"),
        example: example(id, locale.language()),
        id: id.to_owned(),
    }
}

/// The levels that the gallery tells the rule with; what is too large for the gallery is an error.
fn levels(id: &str) -> Vec<Level> {
    let mark = format!("[{id}]: ");
    let texts: Vec<String> = cases(id, "en").collect();
    let titles = || texts.iter().flat_map(|text| text.lines());
    let told =
        |level: &Level| titles().any(|title| title.starts_with(&format!("{}{mark}", level.key())));
    let levels = [Level::Error, Level::Warning, Level::Note];
    let told: Vec<Level> = levels.into_iter().filter(told).collect();
    if told.is_empty() {
        vec![Level::Error]
    } else {
        told
    }
}

/// What the cases of a rule are told, in order of their names.
fn cases(id: &str, language: &str) -> impl Iterator<Item = String> {
    let mut names: Vec<_> = Gallery::iter()
        .filter(|path| path.ends_with(&format!("/expected.{language}.txt")))
        .filter(|path| path.split(['/', '.']).next() == Some(id))
        .collect();
    names.sort_unstable();
    let read = |name: std::borrow::Cow<'static, str>| Gallery::get(&name);
    let found = names.into_iter().filter_map(read);
    found.map(|file| String::from_utf8_lossy(&file.data).into_owned())
}

/// The first finding of the rule in the first of its cases.
fn example(id: &str, language: &str) -> Option<String> {
    let language = if language == "en" { "en" } else { "fi" };
    let text = cases(id, language).next()?;
    let mark = format!("[{id}]: ");
    let of_rule = |told: &&str| {
        told.lines()
            .next()
            .is_some_and(|title| title.contains(&mark))
    };
    let told = text.split("\n\n").find(of_rule)?;
    Some(told.to_owned())
}
