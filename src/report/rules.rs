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
    pub level: Level,
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
        level: level(id),
        cause: word("cause"),
        cure: word("cure"),
        example: example(id, locale.language()),
        id: id.to_owned(),
    }
}

/// The level that the gallery tells the rule with; what is too large for the gallery is an error.
fn level(id: &str) -> Level {
    let example = example(id, "en").unwrap_or_default();
    let levels = [Level::Error, Level::Warning, Level::Note];
    let told = levels
        .into_iter()
        .find(|level| example.starts_with(level.key()));
    told.unwrap_or(Level::Error)
}

/// The first finding of the rule in the first of its cases.
fn example(id: &str, language: &str) -> Option<String> {
    let language = if language == "en" { "en" } else { "fi" };
    let mut names: Vec<_> = Gallery::iter()
        .filter(|path| path.ends_with(&format!("/expected.{language}.txt")))
        .filter(|path| path.split(['/', '.']).next() == Some(id))
        .collect();
    names.sort_unstable();
    let bytes = Gallery::get(names.first()?)?.data;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let mark = format!("[{id}]: ");
    let of_rule = |told: &&str| {
        told.lines()
            .next()
            .is_some_and(|title| title.contains(&mark))
    };
    let told = text.split("\n\n").find(of_rule)?;
    Some(told.to_owned())
}
