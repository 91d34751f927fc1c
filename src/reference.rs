//! The reference of the data format: every record that a person writes, made from the types that
//! read it. English comes from the types' own comments, Finnish from `locale/keys.fi.yaml`.

use crate::content::{
    Colour, FooterColumn, FooterLink, Logo, PageHead, Population, Settings, Source,
};
use crate::locale::{self, Locale};
use crate::section::accepted::Accepted;
use crate::section::accessibility::{Accessibility, Gap};
use crate::section::figures::{Chart, ColumnFile, FiguresFile, RowFile, TableFile, WordsFile};
use crate::section::generated::{self, GeneratedFile, Hint};
use crate::section::goals::{Action, Counts, GoalFile, GoalsFile, IndicatorFile, Rung};
use crate::section::keys::KeysFile;
use crate::section::narrative::NarrativeHead;
use crate::section::prices::{
    CategoryFile, FeeFile, Follows, GroupFile, LaterFile, OrderFee, PricesFile, Surcharge, VatUse,
};
use crate::section::shared::Note;
use crate::section::terms::{TermFile, TermsFile};
use crate::yaml::{self, Key, Shape};

/// A record (kenttäryhmä): the keys of a YAML mapping under a lasting name.
#[derive(Debug, Clone, Copy)]
pub struct Record {
    /// `order-fee`.
    pub name: &'static str,
    pub keys: &'static [Key],
    type_name: &'static str,
    doc: &'static str,
}

const fn record<T: yaml::Record>(name: &'static str) -> Record {
    Record {
        name,
        keys: T::KEYS,
        type_name: T::NAME,
        doc: T::DOC,
    }
}

impl Record {
    /// All records that people write, the outer ones first.
    pub const ALL: &'static [Record] = &[
        record::<Settings>("site"),
        record::<FooterColumn>("footer-column"),
        record::<FooterLink>("footer-link"),
        record::<Population>("population"),
        record::<Logo>("logo"),
        record::<Colour>("colour"),
        record::<PageHead>("page"),
        record::<Source>("source"),
        record::<NarrativeHead>("narrative"),
        record::<FiguresFile>("figures"),
        record::<TableFile>("table"),
        record::<ColumnFile>("column"),
        record::<RowFile>("row"),
        record::<WordsFile>("cell-words"),
        record::<Chart>("chart"),
        record::<Note>("note"),
        record::<Accepted>("accepted"),
        record::<GoalsFile>("goals"),
        record::<GoalFile>("goal"),
        record::<Action>("action"),
        record::<IndicatorFile>("indicator"),
        record::<Rung>("status"),
        record::<Counts>("counts"),
        record::<PricesFile>("prices"),
        record::<GroupFile>("group"),
        record::<FeeFile>("fee"),
        record::<CategoryFile>("category"),
        record::<Surcharge>("surcharge"),
        record::<OrderFee>("order-fee"),
        record::<Follows>("follows"),
        record::<VatUse>("vat-use"),
        record::<LaterFile>("later"),
        record::<TermsFile>("terms"),
        record::<TermFile>("term"),
        record::<Accessibility>("accessibility"),
        record::<Gap>("gap"),
        record::<GeneratedFile>("generated"),
        record::<Hint>("hint"),
        record::<KeysFile>("keys"),
    ];

    pub fn named(name: &str) -> Option<&'static Record> {
        Record::ALL.iter().find(|record| record.name == name)
    }

    /// The record that a shape names by its type.
    pub fn of_type(type_name: &str) -> Option<&'static Record> {
        let mut all = Record::ALL.iter();
        all.find(|record| record.type_name == type_name)
    }

    /// The language of the explanations on a page in this language.
    pub fn language(page: &str) -> &'static str {
        if page == "en" { "en" } else { "fi" }
    }

    /// A short name for headings.
    pub fn title(&self, language: &str) -> String {
        self.told("title", language, || {
            let name = self.name.replace('-', " ");
            let mut letters = name.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            first.into_iter().chain(letters).collect()
        })
    }

    /// What the record is, Markdown.
    pub fn about(&self, language: &str) -> String {
        self.told("about", language, || plain(self.doc))
    }

    /// What a key of the record means, Markdown.
    pub fn meaning(&self, key: &Key, language: &str) -> String {
        let path = format!("keys.{}", key.name());
        self.told(&path, language, || plain(key.doc))
    }

    /// The record of a kind of section.
    pub fn of_section(kind: &str) -> Option<&'static Record> {
        Record::named(kind).or_else(|| {
            generated::Kind::named(kind)?;
            Record::named("generated")
        })
    }

    fn told(&self, path: &str, language: &str, english: impl Fn() -> String) -> String {
        let finnish = locale::of_keys().get(&format!("{}.{path}", self.name));
        match finnish {
            Some(text) if language != "en" => text.clone(),
            _ => english(),
        }
    }
}

/// How a record is called within a sentence.
pub type Named<'a> = &'a dyn Fn(&'static Record) -> String;

/// How a key is written: "Pakollinen: jokin sanoista `net`, `gross`, `both`."
pub fn written(key: &Key, locale: &Locale, named: Named) -> String {
    let need = if (key.required)() {
        "required"
    } else {
        "optional"
    };
    let shape = form(&(key.shape)(), locale, named);
    locale.text(&format!("page.keys.{need}"), &[("shape", &shape)])
}

/// How a value is written: "luettelo, jossa jokainen kohta on luku".
pub fn form(shape: &Shape, locale: &Locale, named: Named) -> String {
    let one = one(shape, locale, named);
    match shape.is_list {
        true => locale.text("page.keys.list", &[("shape", &one)]),
        false => one,
    }
}

fn one(shape: &Shape, locale: &Locale, named: Named) -> String {
    let words: Vec<String> = shape.words.iter().map(|word| format!("`{word}`")).collect();
    let words = words.join(", ");
    let record = shape.record.and_then(Record::of_type).map(named);
    let values = [
        ("words", words.as_str()),
        ("record", record.as_deref().unwrap_or_default()),
    ];
    let text = locale.text(&format!("page.keys.shape.{}", shape.form), &values);
    if shape.words.is_empty() || shape.form == "word" {
        return text;
    }
    let values = [("shape", text.as_str()), ("words", &words)];
    locale.text("page.keys.or-words", &values)
}

/// The lines of a comment as one.
fn plain(doc: &str) -> String {
    let lines: Vec<&str> = doc.lines().map(str::trim).collect();
    lines.join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use walkdir::WalkDir;

    use super::Record;
    use crate::locale::{Locale, of_keys};

    #[test]
    fn every_record_and_key_is_explained_in_finnish() {
        let mut needed = BTreeSet::new();
        for record in Record::ALL {
            needed.insert(format!("{}.title", record.name));
            needed.insert(format!("{}.about", record.name));
            let keys = record.keys.iter().map(|key| key.name());
            needed.extend(keys.map(|key| format!("{}.keys.{key}", record.name)));
        }
        let written: BTreeSet<String> = of_keys().keys().cloned().collect();
        let missing: Vec<_> = needed.difference(&written).collect();
        let unknown: Vec<_> = written.difference(&needed).collect();
        assert!(missing.is_empty(), "not in keys.fi.yaml: {missing:#?}");
        assert!(unknown.is_empty(), "only in keys.fi.yaml: {unknown:#?}");
    }

    #[test]
    fn explanations_are_short_and_whole() {
        for (path, text) in of_keys()
            .iter()
            .filter(|(path, _)| !path.ends_with(".title"))
        {
            let length = text.chars().count();
            assert!(length < 200, "{path} has {length} letters");
            assert!(text.ends_with(['.', '`']), "{path} ends in the middle");
        }
        for record in Record::ALL {
            assert!(!record.about("en").is_empty(), "{}", record.name);
            for key in record.keys {
                let meaning = record.meaning(key, "en");
                assert!(!meaning.is_empty(), "{} {}", record.name, key.name());
            }
        }
    }

    #[test]
    fn every_shape_has_words_and_every_record_a_name() {
        for language in Locale::languages() {
            let locale = Locale::shipped(language).expect("a shipped language");
            for record in Record::ALL {
                for key in record.keys {
                    let shape = (key.shape)();
                    let path = format!("page.keys.shape.{}", shape.form);
                    let at = format!("{language}: {} {}", record.name, key.name());
                    assert!(locale.word(&path).is_some(), "{at}: {path}");
                    let named = shape
                        .record
                        .is_none_or(|name| Record::of_type(name).is_some());
                    assert!(named, "{at}: {:?}", shape.record);
                }
            }
        }
    }

    #[test]
    fn required_keys_are_known_by_their_types() {
        let required = |name: &str| {
            let record = Record::named(name).expect("a record");
            let keys = record.keys.iter().filter(|key| (key.required)());
            keys.map(|key| key.name()).collect::<Vec<_>>()
        };
        assert_eq!(required("fee"), ["name"]);
        assert_eq!(required("follows"), ["decision", "year"]);
        assert_eq!(required("page"), ["title"]);
    }

    #[test]
    fn no_record_is_left_out() {
        // Rates are written by those who work on the program.
        let internal = ["Rate", "Rates"];
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut declared = BTreeSet::new();
        for entry in WalkDir::new(source) {
            let entry = entry.expect("an entry");
            if entry.path().extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(entry.path()).expect("a source file");
                let records = text.split("\nrecord! {").skip(1);
                declared.extend(records.filter_map(|rest| {
                    let name = rest.split_once("pub struct ")?.1.split_once(' ')?.0;
                    Some(name.to_owned())
                }));
            }
        }
        declared.retain(|name| !internal.contains(&name.as_str()));
        let known: BTreeSet<String> = Record::ALL
            .iter()
            .map(|record| record.type_name.to_owned())
            .collect();
        assert_eq!(known.len(), Record::ALL.len(), "types have different names");
        assert_eq!(declared, known);
    }
}
