//! A section of figures as its file gives it, and from there to whole tables.

use super::column::Columns;
use super::{Cell, Chart, Figures, Role, Row, Table, Value};
use crate::diagnostic::Finding;
use crate::finance::number;
use crate::section::shared::{Id, Markdown, Marked, Note, Text, is_line, slug, unmarked};
use crate::section::{Body, Written};
use crate::yaml::{Bars, Decode, Node, Piece, Reader, Spanned, Value as Yaml, record};

record! {
    /// A section of figures as a file gives it.
    pub struct FiguresFile {
        /// `figures`.
        kind: String,
        /// The heading.
        title: Text,
        /// Markdown between the heading and the tables.
        text: Option<Markdown>,
        /// The tables in order.
        tables: Vec<TableFile>,
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
        /// The heading of the first column.
        head: Option<Text>,
        /// Column heads: TP 2023 | TA 2024 | TOT. 30.6.
        columns: Columns,
        /// The rows, each a line or a record.
        rows: Vec<Row>,
        /// Adds a computed sum of all rows under this name.
        total: Option<Spanned<Text>>,
        /// Draws the rows.
        chart: Option<Chart>,
        /// Notes under the table.
        notes: Vec<Note>,
    }
}

record! {
    /// A row as a record.
    pub struct RowFile {
        /// The row's name as published.
        name: Spanned<Text>,
        /// Permanent id; from the name when left out.
        id: Option<Id>,
        /// expenses, income or margin.
        role: Option<Role>,
        /// The unit of this row.
        unit: Option<Text>,
        /// A note mark.
        note: Option<Spanned<String>>,
        /// The values, divided by bars.
        values: Option<Values>,
        /// The row whose change this is.
        change_of: Option<Spanned<String>>,
        /// The column each change is counted from.
        base: Option<Bars>,
        /// The row that is divided by the number of residents.
        per_resident_of: Option<Spanned<String>>,
    }
}

/// Values on one line divided by bars, or one in each item of a list.
#[derive(Debug, Clone)]
pub struct Values(pub Vec<Value>);

impl Decode for Values {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let pieces = match &node.value {
            Yaml::List(items) => {
                let read: Vec<_> = items.iter().map(|item| piece(item, reader)).collect();
                read.into_iter().collect::<Option<Vec<_>>>()?
            }
            _ => Bars::decode(node, reader)?.pieces,
        };
        values(&pieces, reader).map(Values)
    }
}

fn piece(node: &Node, reader: &mut Reader) -> Option<Piece> {
    Some(Piece {
        text: String::decode(node, reader)?,
        place: node.place,
    })
}

fn values(pieces: &[Piece], reader: &mut Reader) -> Option<Vec<Value>> {
    let read: Vec<_> = pieces.iter().map(|piece| value(piece, reader)).collect();
    read.into_iter().collect()
}

fn value(piece: &Piece, reader: &mut Reader) -> Option<Value> {
    let (text, mark) = unmarked(&piece.text, piece.place);
    let cell = match text {
        "" | "-" | "–" => Cell::Missing,
        "x" | "X" => Cell::NotComparable,
        text => match number::parse(text) {
            Ok(number) => Cell::Number(number),
            Err(fault) => return reader.fail(fault.finding(text, piece.place)),
        },
    };
    Some(Value {
        cell,
        mark,
        place: piece.place,
    })
}

impl Decode for Row {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        if is_line(node) {
            line(node, reader)
        } else {
            RowFile::decode(node, reader).map(full)
        }
    }
}

fn line(node: &Node, reader: &mut Reader) -> Option<Row> {
    let bars = Bars::decode(node, reader)?;
    let (name, rest) = bars.pieces.split_first()?;
    let marked = Marked::of(name, reader)?;
    let values = values(rest, reader)?;
    Some(Row {
        id: slug(&marked.text),
        name: marked,
        role: None,
        unit: None,
        values: Some(values),
        change_of: None,
        base: Vec::new(),
        per_resident_of: None,
        place: name.place,
    })
}

fn full(file: RowFile) -> Row {
    let mut name = Marked::new(&file.name.value, file.name.place);
    name.mark = file.note.or(name.mark);
    let base = file.base.map(|bars| bars.pieces).unwrap_or_default();
    let named = |piece: Piece| {
        let named = !matches!(piece.text.as_str(), "" | "-" | "–" | "x");
        (named.then_some(piece.text), piece.place)
    };
    Row {
        id: file.id.map_or_else(|| slug(&name.text), |id| id.0),
        name,
        role: file.role,
        unit: file.unit,
        values: file.values.map(|values| values.0),
        change_of: file.change_of,
        base: base.into_iter().map(named).collect(),
        per_resident_of: file.per_resident_of,
        place: file.name.place,
    }
}

pub fn written(node: &Node, reader: &mut Reader) -> Option<Written> {
    let file = FiguresFile::decode(node, reader)?;
    let several = file.tables.len() > 1;
    let tables: Vec<_> = file
        .tables
        .into_iter()
        .map(|raw| table(raw, several, reader))
        .collect();
    let tables = tables.into_iter().collect::<Option<Vec<_>>>()?;
    Some(Written {
        title: file.title,
        text: file.text,
        body: Body::Figures(Figures { tables }),
    })
}

fn table(file: TableFile, several: bool, reader: &mut Reader) -> Option<Table> {
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
    let columns = file.columns.0;
    let mut whole = true;
    for row in &file.rows {
        let counts = [
            row.values.as_ref().map(Vec::len),
            Some(row.base.len()).filter(|count| *count > 0),
        ];
        for found in counts
            .into_iter()
            .flatten()
            .filter(|count| *count != columns.len())
        {
            whole = false;
            let finding = Finding::error("wrong-cell-count", row.place);
            let finding = finding.with("expected", columns.len().to_string());
            reader
                .findings
                .push(finding.with("found", found.to_string()));
        }
    }
    whole.then(|| Table {
        id: file.id.map(|id| id.value.0).unwrap_or_default(),
        title: file.title,
        unit: file.unit.unwrap_or_default(),
        head: file.head,
        columns,
        rows: file.rows,
        total: file.total,
        chart: file.chart,
        notes: file.notes,
        place: file.place,
    })
}
