//! The rows of a table: a line, a line with rows below it, or a record.

use super::cell::{Cell, Value, Values, values};
use super::{Column, Direction, Role, Sum, Term};
use crate::diagnostic::{Finding, Place};
use crate::section::shared::{Id, Marked, Text, is_line, slug};
use crate::yaml::{
    Bars, Decode, Entry, Nested, Node, Piece, Reader, Record, Shape, Spanned, Value as Yaml, record,
};
use rust_decimal::Decimal;

/// A base column by its label, `None` where the document does not tell it.
pub type Base = (Option<String>, Place);

/// A row (rivi) of published values, of computed ones, or of both.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: String,
    /// As printed in the document: `8 01 50`, `§ 192`.
    pub code: Option<String>,
    pub name: Marked,
    /// How deep it stands: 0 for the rows of the table itself.
    pub level: usize,
    /// The row it is a part of.
    pub parent: Option<usize>,
    pub role: Option<Role>,
    /// Which way is better, where the role does not tell.
    pub better: Option<Direction>,
    /// Overrides the table's unit.
    pub unit: Option<Text>,
    /// Decimals of the row's computed figures.
    pub decimals: Option<u32>,
    /// As published; `None` for a row that is only computed, or a heading.
    pub values: Option<Vec<Value>>,
    /// What it sums.
    pub sum: Option<Sum>,
    /// Its parts are some of it only (siitä, josta).
    pub of_which: bool,
    /// The row it must be equal to: assets and liabilities.
    pub equals: Option<Box<Spanned<String>>>,
    /// One row in percent of another, or divided by it.
    pub ratio: Option<Box<[Spanned<String>; 2]>>,
    /// Change in percent of this row, each from the column of `base`.
    pub change_of: Option<Box<Spanned<String>>>,
    /// Base columns by label; `None` where the base is not in the document.
    pub base: Vec<Base>,
    /// Euros per resident of this row: `row`, or `section/table/row`.
    pub per_resident_of: Option<Box<Spanned<String>>>,
    /// Binding on the council's behalf (sitova).
    pub binding: bool,
    /// The decision behind the row.
    pub decision: Option<Text>,
    /// Some rows of another table: shown as they are, and not computed without the others.
    pub shown_again: bool,
    pub place: Place,
}

impl Row {
    /// The published value of a column.
    pub fn value(&self, column: usize) -> Option<&Value> {
        self.values.as_ref()?.get(column)
    }

    /// The published number of a column.
    pub fn number(&self, column: usize) -> Option<Decimal> {
        self.value(column).and_then(|value| value.cell.number())
    }

    /// What people call the figure of a column: `Toimintakate, TA 2024`; a change is named after
    /// what changes.
    pub fn figure_name(&self, column: &Column) -> String {
        let of = self.change_of.iter().map(|of| of.value.as_str());
        let names = of.chain([self.name.text.as_str()]);
        let path = column.path();
        names.chain([path.as_str()]).collect::<Vec<_>>().join(", ")
    }

    /// Nothing but a name: it stands over the rows below it.
    pub fn is_heading(&self) -> bool {
        self.values.is_none() && !self.has_rule()
    }

    /// A sum of rows beside it.
    pub fn is_running(&self) -> bool {
        matches!(self.sum, Some(Sum::Above | Sum::Running | Sum::Of(_)))
    }

    /// Whether some rule makes its figures.
    pub fn has_rule(&self) -> bool {
        self.sum.is_some()
            || self.role == Some(Role::Margin)
            || self.ratio.is_some()
            || self.change_of.is_some()
            || self.per_resident_of.is_some()
    }
}

record! {
    /// A row as a record.
    pub struct RowFile {
        /// The row's name as published.
        name: Spanned<Text>,
        /// Permanent id; from the name when left out.
        id: Option<Id>,
        /// A code as printed: 8 01 50.
        code: Option<String>,
        /// What the row is in the accounts.
        role: Option<Role>,
        /// Which way is better where the role does not tell.
        better: Option<Direction>,
        /// The unit of this row.
        unit: Option<Text>,
        /// Decimals of the row's computed figures.
        decimals: Option<i16>,
        /// A note mark.
        note: Option<Spanned<String>>,
        /// The values, divided by bars.
        values: Option<Values>,
        /// The rows it consists of.
        rows: Option<Rows>,
        /// What it sums: parts (the rows below it), above (the rows since the last sum) or running (all rows above).
        sum: Option<Sum>,
        /// The rows it sums by name, divided by bars; a minus before a name subtracts.
        sum_of: Option<Bars>,
        /// The rows below it are only some of it.
        of_which: bool,
        /// The row it must be equal to; one of another table of the page is section/table/row.
        equals: Option<Spanned<String>>,
        /// Two rows divided by a bar: the first in percent of the second.
        ratio: Option<Bars>,
        /// The row whose change this is.
        change_of: Option<Spanned<String>>,
        /// The column each change is counted from.
        base: Option<Bars>,
        /// The row that is divided by the number of residents.
        per_resident_of: Option<Spanned<String>>,
        /// Binding: the council has decided on this figure.
        binding: bool,
        /// The decision behind it: KV 12.12.2024 § 92.
        decision: Option<Text>,
    }
}

/// Rows in order, each followed by the rows below it.
#[derive(Debug, Clone, Default)]
pub struct Rows(pub Vec<Row>);

impl Decode for Rows {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Yaml::List(items) = &node.value else {
            return reader.wrong_type(node, "list");
        };
        let mut rows = Vec::new();
        let mut whole = true;
        for item in items {
            match group(item, reader) {
                Some(group) => append(&mut rows, group),
                None => whole = false,
            }
        }
        whole.then_some(Rows(rows))
    }

    fn absent() -> Option<Self> {
        Some(Rows::default())
    }

    fn shape() -> Shape {
        let row = Shape::record_or::<RowFile>("line-or-record");
        row.or_nested(Nested::Rows).listed()
    }
}

/// Puts a row and the rows below it at the end.
fn append(rows: &mut Vec<Row>, group: Vec<Row>) {
    let start = rows.len();
    rows.extend(group.into_iter().map(|row| Row {
        parent: row.parent.map(|parent| parent + start),
        ..row
    }));
}

/// A row with those below it.
fn headed(row: Row, below: Vec<Row>) -> Vec<Row> {
    let mut group = vec![row];
    group.extend(below.into_iter().map(|row| Row {
        level: row.level + 1,
        parent: Some(row.parent.map_or(0, |parent| parent + 1)),
        ..row
    }));
    group
}

fn group(node: &Node, reader: &mut Reader) -> Option<Vec<Row>> {
    if is_line(node) {
        let bars = Bars::decode(node, reader)?;
        return line(&bars, reader).map(|row| vec![row]);
    }
    if let Some(entry) = line_over_rows(node) {
        let bars = Bars {
            pieces: pieces(entry, reader)?,
            place: entry.place,
        };
        let row = line(&bars, reader);
        let below = Rows::decode(&entry.node, reader)?;
        return Some(headed(row?, below.0));
    }
    let file = RowFile::decode(node, reader)?;
    let below = file.rows.clone().unwrap_or_default();
    Some(headed(full(file, reader)?, below.0))
}

/// `Toimintatuotot | 100 | 110:` with a list below it.
fn line_over_rows(node: &Node) -> Option<&Entry> {
    let Yaml::Map(entries) = &node.value else {
        return None;
    };
    let [entry] = entries.as_slice() else {
        return None;
    };
    let key = RowFile::KEYS.iter().any(|key| key.name() == entry.key);
    let rows = matches!(entry.node.value, Yaml::List(_));
    (rows && !key).then_some(entry)
}

fn pieces(entry: &Entry, reader: &mut Reader) -> Option<Vec<Piece>> {
    let node = Node {
        place: entry.place,
        value: Yaml::Scalar(entry.key.clone(), crate::yaml::Style::Plain),
    };
    Bars::decode(&node, reader).map(|bars| bars.pieces)
}

/// A row on one line. `=` before the name makes it the sum of the rows since the last sum, `==` of
/// all rows above it.
fn line(bars: &Bars, reader: &mut Reader) -> Option<Row> {
    let (first, rest) = bars.pieces.split_first()?;
    let (sum, text) = match (first.text.strip_prefix("=="), first.text.strip_prefix('=')) {
        (Some(text), _) => (Some(Sum::Running), text.trim()),
        (None, Some(text)) => (Some(Sum::Above), text.trim()),
        (None, None) => (None, first.text.as_str()),
    };
    let mut name = Piece {
        text: text.to_owned(),
        place: first.place,
    };
    let (mut code, mut rest) = (None, rest);
    if reader.coded_rows {
        let Some((second, others)) = rest.split_first() else {
            let finding = Finding::error("missing-key", first.place).with("key", "code");
            return reader.fail(finding.helped_by("help-code"));
        };
        code = Some(name.text).filter(|code| !matches!(code.as_str(), "" | "-" | "–"));
        (name, rest) = (second.clone(), others);
    }
    let piece = name.clone();
    let marked = Marked::of(&piece, reader)?;
    let values = match rest {
        [] => None,
        _ => Some(values(rest, reader)?),
    };
    // A sum without a name is known by its place.
    let id = match slug(&marked.text) {
        empty if empty.is_empty() && sum.is_some() => {
            code.as_deref().map_or_else(|| "sum".to_owned(), slug)
        }
        id => id,
    };
    Some(Row {
        id,
        code,
        sum,
        values,
        ..Row::named(marked, name.place)
    })
}

impl Row {
    /// A row of which nothing but the name is known.
    pub fn named(name: Marked, place: Place) -> Self {
        Self {
            id: String::new(),
            code: None,
            name,
            level: 0,
            parent: None,
            role: None,
            better: None,
            unit: None,
            decimals: None,
            values: None,
            sum: None,
            of_which: false,
            equals: None,
            ratio: None,
            change_of: None,
            base: Vec::new(),
            per_resident_of: None,
            binding: false,
            decision: None,
            shown_again: false,
            place,
        }
    }
}

fn full(file: RowFile, reader: &mut Reader) -> Option<Row> {
    let mut name = Marked::new(&file.name.value, file.name.place);
    name.mark = file.note.map(Box::new).or(name.mark);
    let base = file.base.map(|bars| bars.pieces).unwrap_or_default();
    let named = |piece: Piece| {
        let named = !matches!(piece.text.as_str(), "" | "-" | "–" | "x");
        (named.then_some(piece.text), piece.place)
    };
    let sum = match file.sum_of {
        Some(bars) => Some(Sum::Of(bars.pieces.into_iter().map(term).collect())),
        None => file.sum,
    };
    let ratio = match file.ratio {
        Some(bars) => Some(Box::new(two(bars, reader)?)),
        None => None,
    };
    Some(Row {
        id: file.id.map_or_else(|| slug(&name.text), |id| id.0),
        code: file.code,
        role: file.role,
        better: file.better,
        unit: file.unit,
        decimals: file.decimals.and_then(|count| count.try_into().ok()),
        values: file.values.map(|values| values.0),
        sum,
        of_which: file.of_which,
        equals: file.equals.map(Box::new),
        ratio,
        change_of: file.change_of.map(Box::new),
        base: base.into_iter().map(named).collect(),
        per_resident_of: file.per_resident_of.map(Box::new),
        binding: file.binding,
        decision: file.decision,
        ..Row::named(name, file.name.place)
    })
}

/// `- Poistot` subtracts the row.
fn term(piece: Piece) -> Term {
    let bare = piece.text.strip_prefix(['-', '−', '–']).map(str::trim);
    Term {
        minus: bare.is_some(),
        row: Spanned {
            value: bare.unwrap_or(&piece.text).to_owned(),
            place: piece.place,
        },
    }
}

fn two(bars: Bars, reader: &mut Reader) -> Option<[Spanned<String>; 2]> {
    let named = bars.pieces.into_iter().map(|piece| Spanned {
        value: piece.text,
        place: piece.place,
    });
    let named: Vec<_> = named.collect();
    let found = named.len();
    match named.try_into() {
        Ok(two) => Some(two),
        Err(_) => {
            let finding = Finding::error("wrong-cell-count", bars.place).with("expected", "2");
            reader.fail(finding.with("found", found.to_string()))
        }
    }
}

/// An empty cell for each column that rows have no cell for, so that cells stand under their
/// columns.
pub fn spread(values: Vec<Value>, computed: &[bool], place: Place) -> Vec<Value> {
    let mut written = values.into_iter();
    let unwritten = || Value {
        cell: Cell::Unwritten,
        words: None,
        mark: None,
        sign: None,
        place,
    };
    let cells = computed
        .iter()
        .map(|computed| if *computed { None } else { written.next() });
    cells.map(|cell| cell.unwrap_or_else(unwritten)).collect()
}

/// The same for the bases of changes.
pub fn spread_bases(bases: Vec<Base>, computed: &[bool], place: Place) -> Vec<Base> {
    if bases.is_empty() {
        return bases;
    }
    let mut written = bases.into_iter();
    let cells = computed
        .iter()
        .map(|computed| if *computed { None } else { written.next() });
    cells.map(|base| base.unwrap_or((None, place))).collect()
}
