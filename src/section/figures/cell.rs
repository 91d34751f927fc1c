//! What stands in a cell: a number, one of the signs for a number that is not there, or words.

use rust_decimal::Decimal;

use crate::diagnostic::Place;
use crate::finance::number::Fault;
use crate::section::shared::{Markdown, Text, unmarked};
use crate::yaml::{
    Bars, Decode, Nested, Node, Piece, Reader, Shape, Spanned, Value as Yaml, record,
};

/// A value as published, with its place and note mark.
#[derive(Debug, Clone)]
pub struct Value {
    pub cell: Cell,
    /// Of a cell that holds words.
    pub words: Option<Box<Markdown>>,
    pub mark: Option<Box<Spanned<String>>>,
    /// The sign of a unit written after the number: `€` or `%`.
    pub sign: Option<char>,
    pub place: Place,
}

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// A number with the decimals that were published.
    Number(Decimal),
    /// No number, and why.
    Missing(Missing),
    /// Words where a number cannot say it.
    Words,
    /// In a column that is computed only, where nothing is written.
    Unwritten,
}

impl Cell {
    pub fn number(self) -> Option<Decimal> {
        match self {
            Cell::Number(number) => Some(number),
            _ => None,
        }
    }
}

/// Why there is no number (puuttuva tieto), by the signs of Finnish official statistics (SFS 4175,
/// Tilastokeskus) and of financial tables. In order of sorting, after all numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// `–`: there is none, or none was published.
    Nil,
    /// `x`: not comparable.
    NotComparable,
    /// `..`: not available.
    NotAvailable,
    /// `.`: not applicable, the figure cannot exist.
    NotApplicable,
    /// `n/a`: not applicable, in British tables.
    NotApplicableWord,
    /// `...`: kept secret, for it would tell of a person or a company.
    Withheld,
    /// Nothing: left empty on purpose.
    Empty,
}

/// The signs as they are written.
const SIGNS: [(&str, Missing); 13] = [
    ("", Missing::Empty),
    ("-", Missing::Nil),
    ("–", Missing::Nil),
    // What a word processor or a spreadsheet makes of a dash.
    ("\u{2014}", Missing::Nil),
    ("\u{2212}", Missing::Nil),
    ("x", Missing::NotComparable),
    ("X", Missing::NotComparable),
    ("..", Missing::NotAvailable),
    (".", Missing::NotApplicable),
    ("n/a", Missing::NotApplicableWord),
    ("N/A", Missing::NotApplicableWord),
    ("...", Missing::Withheld),
    ("…", Missing::Withheld),
];

impl Missing {
    /// What a written cell says, when it is one of the signs.
    pub fn of(text: &str) -> Option<Self> {
        // No sign is longer.
        if text.len() > 3 {
            return None;
        }
        let found = SIGNS.iter().find(|(sign, _)| *sign == text);
        found.map(|(_, missing)| *missing)
    }

    /// The sign as it is printed.
    pub fn sign(self) -> &'static str {
        match self {
            Missing::Nil => "–",
            Missing::NotComparable => "x",
            Missing::NotAvailable => "..",
            Missing::NotApplicable => ".",
            Missing::NotApplicableWord => "n/a",
            Missing::Withheld => "...",
            Missing::Empty => "",
        }
    }

    /// The key of what a screen reader says, and the word in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Missing::Nil => "nil",
            Missing::NotComparable => "not-comparable",
            Missing::NotAvailable => "not-available",
            Missing::NotApplicable | Missing::NotApplicableWord => "not-applicable",
            Missing::Withheld => "withheld",
            Missing::Empty => "empty",
        }
    }

    /// Adds nothing to a published sum: nothing is there, and nothing is hidden.
    pub fn is_nothing(self) -> bool {
        matches!(
            self,
            Missing::Nil | Missing::Empty | Missing::NotApplicable | Missing::NotApplicableWord
        )
    }
}

record! {
    /// A cell of words.
    pub struct WordsFile {
        /// Markdown on one line.
        text: Markdown,
    }
}

/// Values on one line divided by bars, or one in each item of a list.
#[derive(Debug, Clone)]
pub struct Values(pub Vec<Value>);

impl Decode for Values {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Yaml::List(items) = &node.value else {
            return values(&Bars::decode(node, reader)?.pieces, reader).map(Values);
        };
        let read: Vec<_> = items.iter().map(|item| listed(item, reader)).collect();
        read.into_iter().collect::<Option<Vec<_>>>().map(Values)
    }

    fn shape() -> Shape {
        Shape::record_or::<WordsFile>("line-or-list").or_nested(Nested::Cells)
    }
}

fn listed(node: &Node, reader: &mut Reader) -> Option<Value> {
    match &node.value {
        Yaml::Map(_) => {
            let file = WordsFile::decode(node, reader)?;
            Some(words(file.text, node.place))
        }
        Yaml::Empty => value(
            &Piece {
                text: String::new(),
                place: node.place,
            },
            reader,
        ),
        _ => value(
            &Piece {
                text: String::decode(node, reader)?,
                place: node.place,
            },
            reader,
        ),
    }
}

fn words(text: Markdown, place: Place) -> Value {
    Value {
        cell: Cell::Words,
        words: Some(Box::new(text)),
        mark: None,
        sign: None,
        place,
    }
}

/// All cells of a line; every mistake is told.
pub fn values(pieces: &[Piece], reader: &mut Reader) -> Option<Vec<Value>> {
    let read: Vec<_> = pieces.iter().map(|piece| value(piece, reader)).collect();
    read.into_iter().collect()
}

fn value(piece: &Piece, reader: &mut Reader) -> Option<Value> {
    if let Some(quoted) = quoted(&piece.text) {
        let piece = Piece {
            text: quoted.to_owned(),
            place: piece.place,
        };
        let text = Text::of(&piece, reader)?;
        let place = piece.place;
        return Some(words(Markdown { text, place }, place));
    }
    let (text, mark) = unmarked(&piece.text, piece.place);
    let cell = match Missing::of(text) {
        Some(missing) => Cell::Missing(missing),
        None => match reader.number(text) {
            Ok(number) => Cell::Number(number),
            Err(fault) => {
                let finding = fault.finding(text, piece.place);
                return reader.fail(match fault {
                    Fault::NotANumber => finding.helped_by("help-words"),
                    _ => finding,
                });
            }
        },
    };
    Some(Value {
        cell,
        words: None,
        mark: mark.map(Box::new),
        sign: text
            .chars()
            .last()
            .filter(|sign| SIGNS_OF_UNITS.contains(sign)),
        place: piece.place,
    })
}

/// Signs that say the unit of a number in its own cell.
const SIGNS_OF_UNITS: [char; 4] = ['€', '£', '$', '%'];

/// What stands between double quotes: words, not a number.
pub fn quoted(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    Some(inner.trim()).filter(|inner| !inner.is_empty())
}
