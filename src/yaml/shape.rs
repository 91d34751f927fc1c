//! What a value looks like in a file: the types say it, the reference of keys prints it, and the
//! schemas of editors check it.

use super::{Decode, Node, Reader, Record};

/// The shape of a value (arvon muoto).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Its word is in the locale files: `number`, `day`, `line-or-record`.
    pub form: &'static str,
    /// What it must be where `form` is `word`; otherwise what it may be besides.
    pub words: Vec<&'static str>,
    /// The type of the record it is written as, where it is one.
    pub record: Option<&'static str>,
    /// A list of such values.
    pub is_list: bool,
    /// What its text looks like, as a regular expression, as far as one can tell it.
    pub pattern: Option<&'static str>,
    /// Which bare numbers it may be.
    pub numbers: Numbers,
    /// What may stand where its text does.
    pub nested: Nested,
}

/// Bare numbers among values: to YAML `7` and `7.00` are numbers, `7,00` and `7 000` are text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    Any,
    /// Whole ones that are not negative.
    Whole,
    /// Nothing but zero: every other one needs its unit.
    Zero,
    None,
}

/// What may stand in the place of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nested {
    Nothing,
    /// The text in each language: `{fi: …, sv: …}`.
    Languages,
    /// A list of cells, empty ones too.
    Cells,
    /// Heads over lines, and lists of both: `Kaupunki: TP 2023 | TP 2024`.
    Heads,
    /// A line over a list of the same: `Toimintatuotot | 100:`.
    Rows,
}

/// A text with a number in it and no letters but a currency's code.
pub const NUMBER: &str = r"^\P{L}*([A-Za-z]{3})?\P{L}*[0-9]\P{L}*([A-Za-z]{3})?\P{L}*$";
/// A line of two cells or more.
pub const CELLS: &str = r"[|\t]";

impl Shape {
    pub fn of(form: &'static str) -> Self {
        Self {
            form,
            words: Vec::new(),
            record: None,
            is_list: false,
            pattern: None,
            numbers: Numbers::Any,
            nested: Nested::Nothing,
        }
    }

    /// A record with keys of its own.
    pub fn record<T: Record>() -> Self {
        Self::record_or::<T>("record")
    }

    /// A record, or a shorter form of the same.
    pub fn record_or<T: Record>(form: &'static str) -> Self {
        Self {
            record: Some(T::NAME),
            ..Self::of(form)
        }
    }

    pub fn with_words(self, words: impl IntoIterator<Item = &'static str>) -> Self {
        Self {
            words: words.into_iter().collect(),
            ..self
        }
    }

    /// Its text matches the pattern, and bare numbers are these.
    pub fn matching(self, pattern: &'static str, numbers: Numbers) -> Self {
        Self {
            pattern: Some(pattern),
            numbers,
            ..self
        }
    }

    pub fn or_nested(self, nested: Nested) -> Self {
        Self { nested, ..self }
    }

    pub fn listed(self) -> Self {
        Self {
            is_list: true,
            ..self
        }
    }
}

/// A type whose values are written as one word out of a few.
pub trait Word: Clone {
    /// The words as they are written, with their meanings.
    fn words() -> Vec<(&'static str, Self)>;
}

impl<T: Word> Decode for T {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        reader.one_of(node, &T::words())
    }

    fn shape() -> Shape {
        Shape::of("word").with_words(T::words().into_iter().map(|(word, _)| word))
    }
}
