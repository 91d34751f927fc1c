//! The columns of a table of figures: what each holds, from which year, up to which day.

use jiff::civil::Date;

use crate::diagnostic::Place;
use crate::section::shared::{Marked, Text, is_line};
use crate::yaml::{Bars, Decode, Node, Piece, Reader, Spanned, Value as Yaml, parse_day, record};

/// The heads of a table's columns.
#[derive(Debug, Clone)]
pub struct Columns(pub Vec<Column>);

/// A column (sarake): what its figures are and from when.
#[derive(Debug, Clone)]
pub struct Column {
    /// As published, without its note mark: "TP 2022".
    pub label: Marked,
    pub kind: ColumnKind,
    /// The financial year; the page's when `None`.
    pub year: Option<i16>,
    /// The last day covered, where it is not the year's last: month and day.
    pub until: Option<(i8, i8)>,
    pub place: Place,
}

impl Column {
    /// Covers only a part of the year.
    pub fn is_partial(&self) -> bool {
        self.until.is_some_and(|until| until != (12, 31))
    }

    /// The last day of the column, when its year is known.
    pub fn last_day(&self, page_year: Option<i16>) -> Option<Date> {
        let (month, day) = self.until.unwrap_or((12, 31));
        Date::new(self.year.or(page_year)?, month, day).ok()
    }

    /// Whether both columns hold the same kind of figure of the same time.
    pub fn same_time(&self, other: &Column) -> bool {
        self.kind == other.kind
            && self.year == other.year
            && self.until == other.until
            && (self.kind != ColumnKind::Other || self.label.text == other.label.text)
    }
}

/// What the figures of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Financial statement (tilinpäätös, TP).
    FinancialStatement,
    /// Budget (talousarvio, TA).
    Budget,
    /// Financial plan (taloussuunnitelma, TS).
    Plan,
    /// Actuals (toteuma, TOT).
    Actuals,
    /// Anything else, named by its label alone.
    Other,
}

impl ColumnKind {
    const ALL: [ColumnKind; 5] = [
        ColumnKind::FinancialStatement,
        ColumnKind::Budget,
        ColumnKind::Plan,
        ColumnKind::Actuals,
        ColumnKind::Other,
    ];

    /// The word in YAML; also the key of its words on a page.
    pub fn key(self) -> &'static str {
        match self {
            ColumnKind::FinancialStatement => "financial-statement",
            ColumnKind::Budget => "budget",
            ColumnKind::Plan => "plan",
            ColumnKind::Actuals => "actuals",
            ColumnKind::Other => "other",
        }
    }

    /// What has not happened yet.
    pub fn is_planned(self) -> bool {
        matches!(self, ColumnKind::Budget | ColumnKind::Plan)
    }
}

impl Decode for ColumnKind {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        reader.one_of(node, &ColumnKind::ALL.map(|kind| (kind.key(), kind)))
    }
}

record! {
    /// A column as a record.
    pub struct ColumnFile {
        /// The head as published.
        label: Spanned<Text>,
        /// financial-statement, budget, plan, actuals or other.
        kind: ColumnKind,
        /// The financial year.
        year: Option<i16>,
        /// The last day of a part-year column.
        until: Option<Date>,
        /// A note mark.
        note: Option<Spanned<String>>,
    }
}

impl Decode for Columns {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        if let Yaml::List(items) = &node.value {
            let columns: Vec<_> = items.iter().map(|item| column(item, reader)).collect();
            return columns.into_iter().collect::<Option<Vec<_>>>().map(Columns);
        }
        let bars = Bars::decode(node, reader)?;
        Some(Columns(
            bars.pieces
                .iter()
                .map(|piece| typed_column(piece, reader))
                .collect::<Option<Vec<_>>>()?,
        ))
    }
}

fn column(node: &Node, reader: &mut Reader) -> Option<Column> {
    if is_line(node) {
        let piece = Piece {
            text: String::decode(node, reader)?,
            place: node.place,
        };
        return typed_column(&piece, reader);
    }
    let file = ColumnFile::decode(node, reader)?;
    let mut label = Marked::new(&file.label.value, file.label.place);
    label.mark = file.note.or(label.mark);
    let until = file.until.map(|day| (day.month(), day.day()));
    let year = file.year.or(file.until.map(|day| day.year()));
    Some(Column {
        label,
        kind: file.kind,
        year,
        until,
        place: file.place,
    })
}

/// The kind, year and day that a head like `TOT. 30.6.2024` tells by itself.
fn typed_column(piece: &Piece, reader: &mut Reader) -> Option<Column> {
    let label = Marked::of(piece, reader)?;
    let mut words = label.text.split_whitespace();
    let first = words.next().unwrap_or_default().trim_end_matches('.');
    let kind = reader.locale.word(&format!("column-abbreviation.{first}"));
    let kind = kind.and_then(|word| ColumnKind::ALL.into_iter().find(|kind| kind.key() == word));
    let mut column = Column {
        kind: kind.unwrap_or(ColumnKind::Other),
        year: None,
        until: None,
        place: piece.place,
        label: label.clone(),
    };
    for word in words {
        if let Some(day) = parse_day(word) {
            (column.year, column.until) = (Some(day.year()), Some((day.month(), day.day())));
        } else if let Some(day) = day_of_year(word) {
            column.until = Some(day);
        } else if word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()) {
            column.year = word.parse().ok();
        }
    }
    Some(column)
}

/// `30.6.` as month and day.
fn day_of_year(word: &str) -> Option<(i8, i8)> {
    // A leap year, so that 29.2. is a day.
    let day = parse_day(&format!("{word}2024")).filter(|_| word.ends_with('.'))?;
    Some((day.month(), day.day()))
}
