//! A section of figures as its file gives it, and from there to whole tables.

use super::column::Columns;
use super::row::{Rows, spread, spread_bases};
use super::{Chart, Column, Expenses, Figures, Missing, Order, Row, Table};
use crate::diagnostic::{Finding, Place};
use crate::locale::Locale;
use crate::section::accepted::Accepted;
use crate::section::shared::{Id, Markdown, Note, Text};
use crate::section::{Body, Written};
use crate::yaml::{Bars, Decode, Node, Piece, Reader, Shape, Spanned, Value, record};
use rust_decimal::Decimal;

record! {
    /// A section of figures as a file gives it.
    pub struct FiguresFile {
        /// Always `figures`.
        kind: String,
        /// The heading.
        title: Text,
        /// Markdown between the heading and the tables.
        text: Option<Markdown>,
        /// Whether expenses are written with a minus.
        expenses: Option<Expenses>,
        /// The tables in order.
        tables: Vec<TableEntry>,
        /// Findings of this file that are known and stand.
        accepted: Vec<Accepted>,
    }
}

record! {
    /// A table as a file gives it.
    pub struct TableFile {
        /// Permanent id; needed when the section has several tables.
        id: Option<Spanned<Id>>,
        /// The caption; the section's heading when left out.
        title: Option<Text>,
        /// The unit of all cells: €.
        unit: Option<Text>,
        /// Whose figures they are: Konserni, Sivistyspalvelut.
        scope: Option<Text>,
        /// The unit they are printed in: 1 000 € or milj. €; downloads keep the exact figures.
        show_in: Option<Spanned<Text>>,
        /// Decimals of printed figures; as written when left out.
        decimals: Option<i16>,
        /// Whether expenses are written with a minus.
        expenses: Option<Expenses>,
        /// The heading of the rows' codes; each line then begins with its code.
        code: Option<Text>,
        /// The heading of the first column.
        head: Option<Text>,
        /// Column heads: TP 2023 | TA 2024 | TOT. 30.6.; a list with heads over columns.
        columns: Columns,
        /// The rows, each a line or a record.
        rows: Rows,
        /// The order of rows: code, name or a column's label, with descending after it.
        order: Option<Order>,
        /// Adds a computed sum of all rows under this name.
        total: Option<Spanned<Text>>,
        /// Draws the rows.
        chart: Option<Chart>,
        /// The decision behind the table: KV 12.12.2024 § 92.
        decision: Option<Text>,
        /// Notes under the table.
        notes: Vec<Note>,
        /// The row of another table that its rows add up to: section/table/row.
        breakdown_of: Option<Spanned<String>>,
        /// The table it shows again: section, section/table, or /page#section/table.
        same_as: Option<Spanned<String>>,
        /// The rows it takes of that table, divided by bars; all when left out.
        only: Option<Bars>,
        /// The columns it takes of that table, divided by bars; all when left out.
        only_columns: Option<Bars>,
    }
}

/// A table whose rows may begin with codes, which is known before they are read.
#[derive(Debug, Clone)]
pub struct TableEntry(pub TableFile);

impl Decode for TableEntry {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let coded = matches!(&node.value, Value::Map(entries) if entries.iter().any(|entry| entry.key == "code"));
        reader.coded_rows = coded;
        let table = TableFile::decode(node, reader);
        reader.coded_rows = false;
        table.map(TableEntry)
    }

    fn shape() -> Shape {
        TableFile::shape()
    }
}

pub fn written(node: &Node, reader: &mut Reader) -> Option<Written> {
    let file = FiguresFile::decode(node, reader)?;
    let several = file.tables.len() > 1;
    let expenses = file.expenses;
    let tables: Vec<_> = file
        .tables
        .into_iter()
        .map(|raw| table(raw.0, several, expenses, reader))
        .collect();
    let mut tables = tables.into_iter().collect::<Option<Vec<_>>>()?;
    tables.shrink_to_fit();
    Some(Written {
        title: file.title,
        text: file.text,
        body: Body::Figures(Figures { tables }),
        accepted: file.accepted,
    })
}

fn table(
    file: TableFile,
    several: bool,
    expenses: Option<Expenses>,
    reader: &mut Reader,
) -> Option<Table> {
    if several && file.id.is_none() {
        return reader.fail(Finding::error("missing-key", file.place).with("key", "id"));
    }
    if let Some(total) = file
        .total
        .as_ref()
        .filter(|total| total.value.contains('|'))
    {
        return reader.fail(Finding::error("total-with-cells", total.place));
    }
    if let (Some(same), false) = (&file.same_as, file.columns.0.is_empty()) {
        return reader.fail(Finding::error("columns-of-another", same.place));
    }
    if file.same_as.is_none() && file.columns.0.is_empty() {
        let finding = Finding::error("missing-key", file.place).with("key", "columns");
        return reader.fail(finding.helped_by("help-columns"));
    }
    let columns = file.columns.0;
    let computed: Vec<bool> = columns.iter().map(|column| column.computed).collect();
    let mut whole = true;
    let mut rows = Vec::with_capacity(file.rows.0.len());
    for row in file.rows.0 {
        match filled(row, &columns, &computed, reader) {
            Some(row) => rows.push(row),
            None => whole = false,
        }
    }
    for column in columns.iter().filter(|column| column.computed) {
        if !column.kind.is_derived() {
            whole = false;
            let finding = Finding::error("column-without-rule", column.place);
            reader
                .findings
                .push(finding.with("kind", column.kind.key()));
        }
    }
    let unit = file.unit.clone().unwrap_or_default();
    for row in &rows {
        let wrong = other_units(row, &columns, &unit, reader.locale);
        reader.findings.extend(wrong);
    }
    tell_apart(&mut rows);
    let only = file.only.map(|bars| bars.pieces).unwrap_or_default();
    let only_columns = file
        .only_columns
        .map(|bars| bars.pieces)
        .unwrap_or_default();
    whole.then(|| Table {
        id: file.id.map(|id| id.value.0).unwrap_or_default(),
        title: file.title,
        unit: file.unit.unwrap_or_default(),
        scope: file.scope,
        show_in: file.show_in,
        decimals: file.decimals.and_then(|count| count.try_into().ok()),
        positive_expenses: file.expenses.or(expenses) == Some(Expenses::Positive),
        code: file.code,
        head: file.head,
        columns,
        rows,
        order: file.order,
        total: file.total,
        chart: file.chart.map(Box::new),
        decision: file.decision,
        notes: file.notes,
        breakdown_of: file.breakdown_of.map(Box::new),
        same_as: file.same_as.map(Box::new),
        only: named(only),
        only_columns: named(only_columns),
        place: file.place,
    })
}

fn named(pieces: Vec<Piece>) -> Vec<Spanned<String>> {
    let spanned = pieces.into_iter().map(|piece| Spanned {
        value: piece.text,
        place: piece.place,
    });
    spanned.collect()
}

/// Rows of one name below different rows get ids of both: `sivistys-henkilostokulut`; those of one
/// name beside each other are numbered.
fn tell_apart(rows: &mut [Row]) {
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    for index in 0..rows.len() {
        let twice = ids.iter().filter(|id| **id == ids[index]).count() > 1;
        let parent = rows[index].parent.and_then(|parent| rows.get(parent));
        if let Some(parent) = parent.filter(|_| twice) {
            rows[index].id = format!("{}-{}", parent.id, ids[index]);
        }
    }
    // What still has one name is numbered in order.
    for index in 0..rows.len() {
        let id = rows[index].id.clone();
        let before = rows[..index].iter().filter(|row| row.id == id).count();
        if before > 0 && !id.is_empty() {
            rows[index].id = format!("{id}-{}", before + 1);
        }
    }
}

/// A row with a cell under every column.
fn filled(row: Row, columns: &[Column], computed: &[bool], reader: &mut Reader) -> Option<Row> {
    let expected = computed.iter().filter(|computed| !**computed).count();
    let mut whole = true;
    let heads = stretch(columns.iter().map(|column| column.place));
    let mut wrong = |found: usize, place: Option<Place>| {
        whole = false;
        let finding = Finding::error("wrong-cell-count", place.unwrap_or(row.place))
            .with("expected", expected.to_string())
            .with("found", found.to_string());
        reader.findings.push(match heads {
            Some(heads) => finding.and_at(heads, "label.columns"),
            None => finding,
        });
    };
    if let Some(values) = &row.values
        && values.len() != expected
    {
        wrong(
            values.len(),
            stretch(values.iter().map(|value| value.place)),
        );
    }
    if !row.base.is_empty() && row.base.len() != expected {
        wrong(row.base.len(), stretch(row.base.iter().map(|base| base.1)));
    }
    if row.is_heading()
        && let Some(cells) = undivided(&row.name.text, expected, reader)
    {
        whole = false;
        let finding = Finding::error("undivided-cells", row.place);
        reader.findings.push(finding.with("proper", cells));
    }
    let place = row.place;
    whole.then(|| Row {
        values: row.values.map(|values| spread(values, computed, place)),
        base: spread_bases(row.base, computed, place),
        ..row
    })
}

/// Cells with the sign of another unit than they are read in: `12 €` in a table of thousands of
/// euros, `25 %` in one of euros.
fn other_units(row: &Row, columns: &[Column], table: &Text, locale: &Locale) -> Vec<Finding> {
    let values = row.values.iter().flatten().zip(columns);
    let wrong = values.filter_map(|(value, column)| {
        let sign = value.sign?;
        let unit = column.unit.as_ref().or(row.unit.as_ref()).unwrap_or(table);
        let percent = column.kind.is_percent() || row.change_of.is_some() || row.ratio.is_some();
        let size = locale.scale(unit)?;
        let own = match sign {
            '%' => percent,
            _ => size == Decimal::ONE,
        };
        (!own).then(|| {
            Finding::error("sign-of-another-unit", value.place)
                .with("sign", sign.to_string())
                .with("unit", unit.as_str())
        })
    });
    wrong.collect()
}

/// From the first of some places to the last.
fn stretch(mut places: impl Iterator<Item = Place>) -> Option<Place> {
    let first = places.next()?;
    let end = places.map(|place| place.end).max();
    Some(Place {
        end: end.unwrap_or(first.end).max(first.end),
        ..first
    })
}

/// `Tulot;1;2` and `Tulot   1   2`: a row whose cells are not divided by bars reads as a heading.
/// The cells as they should be written.
fn undivided(name: &str, expected: usize, reader: &Reader) -> Option<String> {
    let written = |text: &str| Missing::of(text).is_some() || reader.number(text).is_ok();
    [";", "  "].into_iter().find_map(|divider| {
        let cells = name.split(divider).map(str::trim);
        let cells: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
        let figures = cells.get(1..).filter(|cells| cells.len() == expected)?;
        let all = expected > 0 && figures.iter().all(|cell| written(cell));
        all.then(|| cells.join(" | "))
    })
}
