//! The tree to typed values. A value that fails becomes a finding, never a default.

use super::{Entry, Node, Shape, Value};
use crate::diagnostic::{self, FileId, Finding, Findings, Place, nearest};
use crate::finance::number::{self, Mark};
use crate::locale::Locale;
use rust_decimal::Decimal;

/// A value that can be read from YAML.
pub trait Decode: Sized {
    /// The value, or `None` with a finding.
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self>;

    /// What an absent key stands for; `None` where the key is required.
    fn absent() -> Option<Self> {
        None
    }

    /// How the value is written.
    fn shape() -> Shape;
}

/// A type that declares its keys.
pub trait Record {
    /// The type's name.
    const NAME: &'static str;
    /// What it is.
    const DOC: &'static str;
    const KEYS: &'static [Key];
}

/// A key of a record as declared: the field's name, what it means and how its value is written.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    pub field: &'static str,
    pub doc: &'static str,
    /// Nothing stands for it when it is absent.
    pub required: fn() -> bool,
    pub shape: fn() -> Shape,
}

impl Key {
    /// The key as it is written in YAML.
    pub fn name(&self) -> String {
        written(self.field)
    }
}

/// A field's name as a key: `vat_basis` is `vat-basis`, and a word of the language is itself.
fn written(field: &str) -> String {
    field.trim_start_matches("r#").replace('_', "-")
}

/// Whether a key is a field's name as it is written.
fn is_written(field: &str, key: &str) -> bool {
    let field = field.strip_prefix("r#").unwrap_or(field);
    let same = |(field, key): (u8, u8)| field == key || (field == b'_' && key == b'-');
    field.len() == key.len() && field.bytes().zip(key.bytes()).all(same)
}

/// Reads one file: the language of its words, and what is wrong so far.
pub struct Reader<'a> {
    pub file: FileId,
    pub locale: &'a Locale,
    /// What stands before decimals in its numbers.
    mark: Mark,
    /// The site's languages in order; one where texts are not translated.
    pub languages: Vec<String>,
    /// How many texts lack each language but the first, and the first of them.
    pub untranslated: Vec<(usize, Option<Place>)>,
    /// The lines of the table that is being read begin with a code.
    pub coded_rows: bool,
    pub findings: Findings,
}

/// The first of several words on a line where a list should be: `nginx` of `nginx, apache`.
fn first_item(node: &Node) -> Option<&str> {
    let Value::Scalar(text, _) = &node.value else {
        return None;
    };
    let item = text.split(", ").next().unwrap_or_default().trim();
    let is_word = item.starts_with(char::is_alphanumeric);
    (is_word && item.len() <= 60 && !item.contains('\n')).then_some(item)
}

impl<'a> Reader<'a> {
    pub fn new(file: FileId, locale: &'a Locale) -> Self {
        Self {
            file,
            locale,
            mark: locale.mark(),
            languages: Vec::new(),
            untranslated: Vec::new(),
            coded_rows: false,
            findings: Findings::default(),
        }
    }

    /// Reads texts in these languages.
    pub fn in_languages(mut self, languages: &[String]) -> Self {
        self.languages = languages.to_vec();
        self.untranslated = vec![(0, None); languages.len()];
        self
    }

    /// Counts the languages, by number, that a text at a place lacks.
    pub fn count_missing(&mut self, languages: &[usize], place: Place) {
        for language in languages {
            if let Some((count, first)) = self.untranslated.get_mut(*language) {
                *count += 1;
                first.get_or_insert(place);
            }
        }
    }

    /// What was found: mistakes, and for each language how many texts lack it.
    pub fn finish(self) -> Findings {
        let mut findings = self.findings;
        let lacking = self.untranslated.iter().zip(&self.languages);
        for ((count, first), language) in lacking.filter(|((count, _), _)| *count > 0) {
            let finding = Finding::warning("missing-translation", *first);
            findings.push(
                finding
                    .with("count", count.to_string())
                    .with("language", language),
            );
        }
        findings
    }

    /// A number as the file's language writes it.
    pub fn number(&self, text: &str) -> Result<Decimal, number::Fault> {
        number::parse(text, self.mark)
    }

    /// Notes a finding; `None`, so that it ends a decoding function.
    pub fn fail<T>(&mut self, finding: Finding) -> Option<T> {
        self.findings.push(finding);
        None
    }

    /// Says that another shape of value was expected. `expected` is a key below `shape.`.
    pub fn wrong_type<T>(&mut self, node: &Node, expected: &str) -> Option<T> {
        self.fail(self.mistyped(node, expected))
    }

    fn mistyped(&self, node: &Node, expected: &str) -> Finding {
        // A head between two lines of --- begins later than at a byte order mark.
        let whole_file = expected == "record" && node.place.end <= BYTE_ORDER_MARK;
        if whole_file && matches!(node.value, Value::Empty) {
            return Finding::error("empty-file", node.place);
        }
        let found = match &node.value {
            Value::Empty => "empty",
            Value::Scalar(..) => "text",
            Value::List(_) => "list",
            Value::Map(_) => "record",
        };
        let is_list = expected == "list";
        // Words of the reader's language, put in when the finding is told.
        let place = first_line(node);
        let finding = Finding::error("wrong-type", place)
            .with("expected", format!("{}shape.{expected}", diagnostic::WORD))
            .with("found", format!("{}shape.{found}", diagnostic::WORD));
        match first_item(node).filter(|_| is_list) {
            Some(item) => finding.with("text", item).helped_by("help-list-of"),
            None if is_list => finding.helped_by("help-list"),
            None => finding,
        }
    }

    /// The meaning of a word that must be one of these.
    pub fn one_of<T: Clone>(&mut self, node: &Node, words: &[(&str, T)]) -> Option<T> {
        let text = String::decode(node, self)?;
        if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == text) {
            return Some(meaning.clone());
        }
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let finding = Finding::error("unknown-word", node.place)
            .with("text", &text)
            .with("known", known.join(", "));
        match nearest(&text, known.into_iter()) {
            Some(similar) => self.fail(finding.with("similar", similar).helped_by("help-similar")),
            None => self.fail(finding),
        }
    }

    /// The fields of a record whose keys are all known.
    pub fn fields<'n>(&mut self, node: &'n Node, keys: &[Key]) -> Option<Fields<'n>> {
        let names = || keys.iter().map(Key::name).collect::<Vec<_>>();
        let Value::Map(entries) = &node.value else {
            let keys = names().join(", ");
            return self.fail(
                self.mistyped(node, "record")
                    .with("known", keys)
                    .helped_by("help-record"),
            );
        };
        let mut misspelt = Vec::new();
        let known = |entry: &&Entry| keys.iter().any(|key| is_written(key.field, &entry.key));
        for entry in entries.iter().filter(|entry| !known(entry)) {
            let names = names();
            let meant = self.meant(&entry.key, &names);
            self.findings.push(unknown(entry, &names, meant));
            misspelt.extend(meant.map(str::to_owned));
            // A row that was read as a record lacks no keys.
            if is_row(entry, meant) {
                misspelt.extend(names.iter().cloned());
            }
        }
        Some(Fields {
            place: first_line(node),
            entries,
            misspelt,
        })
    }

    /// A key that was meant to be this one.
    pub fn misspelt<'n>(&self, entries: &'n [Entry], key: &str) -> Option<&'n Entry> {
        let names = [key.to_owned()];
        entries
            .iter()
            .find(|entry| self.meant(&entry.key, &names).is_some())
    }

    /// The key that a person most likely meant: in other letters, in the language of the file, or
    /// with a slip.
    fn meant<'k>(&self, key: &str, names: &'k [String]) -> Option<&'k str> {
        let plain = key.trim().to_lowercase().replace(['_', ' '], "-");
        let translated = self.locale.word(&format!("key-words.{plain}"));
        let named = |wanted: &str| {
            names
                .iter()
                .map(String::as_str)
                .find(|name| *name == wanted)
        };
        let same = named(&plain).or_else(|| named(translated?));
        same.or_else(|| nearest(key, names.iter().map(String::as_str)))
    }
}

/// Bytes of the mark that some editors put before a text.
const BYTE_ORDER_MARK: u32 = 3;

fn unknown(entry: &Entry, names: &[String], meant: Option<&str>) -> Finding {
    let finding = Finding::error("unknown-key", entry.place).with("key", &entry.key);
    if is_row(entry, meant) {
        return finding.helped_by("help-row");
    }
    match meant {
        Some(name) => finding.with("similar", name).helped_by("help-similar"),
        None => finding.with("known", names.join(", ")),
    }
}

/// "Aikuiset: arkisin | 7,00" was meant as a row.
fn is_row(entry: &Entry, meant: Option<&str>) -> bool {
    let cells = matches!(&entry.node.value, Value::Scalar(text, _) if text.contains(" | "));
    cells && meant.is_none() && entry.key.contains(|c: char| c.is_uppercase() || c == ' ')
}

/// A record's place for messages: its beginning, for a long record would underline pages.
fn first_line(node: &Node) -> Place {
    match &node.value {
        Value::Map(entries) => entries.first().map_or(node.place, |entry| entry.place),
        Value::List(items) => items.first().map_or(node.place, first_line),
        _ => node.place,
    }
}

/// The entries of a record that is being read.
pub struct Fields<'n> {
    pub place: Place,
    entries: &'n [Entry],
    /// Keys that were written in another way, which is told already.
    misspelt: Vec<String>,
}

impl Fields<'_> {
    /// The value of a key, what its absence stands for, or `None` with a finding.
    pub fn read<T: Decode>(&self, field: &str, reader: &mut Reader) -> Option<T> {
        let entry = self
            .entries
            .iter()
            .find(|entry| is_written(field, &entry.key));
        match entry {
            Some(entry) if matches!(entry.node.value, Value::Empty) => {
                let finding =
                    Finding::error("empty-value", entry.place).with("key", written(field));
                reader.fail(match T::absent() {
                    Some(_) => finding,
                    None => finding.helped_by("help-required"),
                })
            }
            Some(entry) => T::decode(&entry.node, reader),
            None if self.misspelt.iter().any(|name| is_written(field, name)) => None,
            None => T::absent().or_else(|| {
                reader.fail(Finding::error("missing-key", self.place).with("key", written(field)))
            }),
        }
    }
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Spanned<T> {
    pub value: T,
    pub place: Place,
}

impl<T: Decode> Decode for Spanned<T> {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let value = T::decode(node, reader)?;
        Some(Self {
            value,
            place: node.place,
        })
    }

    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        T::decode(node, reader).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Value::List(items) = &node.value else {
            return reader.wrong_type(node, "list");
        };
        // Every item is read, so that every mistake is told.
        let read: Vec<Option<T>> = items.iter().map(|item| T::decode(item, reader)).collect();
        read.into_iter().collect()
    }

    fn absent() -> Option<Self> {
        Some(Vec::new())
    }

    fn shape() -> Shape {
        T::shape().listed()
    }
}
