//! Tables of figures (tunnusluvut): columns by year and kind, rows by subject.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::shared::{Id, Markdown, Marked, Note, is_line, slug};
use super::{Body, Written};
use crate::diagnostic::{Finding, Place};
use crate::finance::number;
use crate::yaml::{Bars, Decode, Node, Piece, Reader, Spanned, Value as Yaml, parse_day, record};

record! {
    /// A section of figures as a file gives it.
    pub struct FiguresFile {
        /// `figures`.
        kind: String,
        /// The heading.
        title: String,
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
        title: Option<String>,
        /// The unit of all cells: €.
        unit: Option<String>,
        /// The heading of the first column.
        head: Option<String>,
        /// Column heads: TP 2023 | TA 2024 | TOT. 30.6.
        columns: Columns,
        /// The rows, each a line or a record.
        rows: Vec<Row>,
        /// Adds a computed sum of all rows under this name.
        total: Option<Spanned<String>>,
        /// Draws the rows.
        chart: Option<Chart>,
        /// Notes under the table.
        notes: Vec<Note>,
    }
}

record! {
    /// A chart of the table's rows (kaavio).
    pub struct Chart {
        /// stacked-bars, grouped-bars, lines or budget-actuals.
        kind: ChartKind,
        /// What the chart shows, as a finding in one short sentence.
        title: String,
        /// Rows to draw, by name; all when left out.
        rows: Vec<Spanned<String>>,
    }
}

/// The form of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    StackedBars,
    GroupedBars,
    Lines,
    BudgetActuals,
}

impl Decode for ChartKind {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        match String::decode(node, reader)?.as_str() {
            "stacked-bars" => Some(ChartKind::StackedBars),
            "grouped-bars" => Some(ChartKind::GroupedBars),
            "lines" => Some(ChartKind::Lines),
            "budget-actuals" => Some(ChartKind::BudgetActuals),
            other => {
                let finding = Finding::error("unknown-word", node.place).with("text", other);
                reader.fail(
                    finding.with("known", "stacked-bars, grouped-bars, lines, budget-actuals"),
                )
            }
        }
    }
}

/// The tables of a section.
#[derive(Debug, Clone)]
pub struct Figures {
    pub tables: Vec<Table>,
}

/// A table of figures, every row as long as the columns are many.
#[derive(Debug, Clone)]
pub struct Table {
    /// Empty for the only table of a section.
    pub id: String,
    pub title: Option<String>,
    pub unit: String,
    pub head: Option<String>,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    pub total: Option<Spanned<String>>,
    pub chart: Option<Chart>,
    pub notes: Vec<Note>,
    pub place: Place,
}

impl Table {
    /// The row that somebody means by its id or its name.
    pub fn row(&self, wanted: &str) -> Option<&Row> {
        let by_name = || self.rows.iter().find(|row| row.name.text == wanted);
        self.rows
            .iter()
            .find(|row| row.id == wanted)
            .or_else(by_name)
    }

    pub fn column(&self, label: &str) -> Option<usize> {
        self.columns
            .iter()
            .position(|column| column.label.text == label)
    }
}

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
        let text = String::decode(node, reader)?;
        if let Some(kind) = ColumnKind::ALL.into_iter().find(|kind| kind.key() == text) {
            return Some(kind);
        }
        let known: Vec<_> = ColumnKind::ALL.iter().map(|kind| kind.key()).collect();
        let finding = Finding::error("unknown-word", node.place).with("text", text);
        reader.fail(finding.with("known", known.join(", ")))
    }
}

record! {
    /// A column as a record.
    pub struct ColumnFile {
        /// The head as published.
        label: Spanned<String>,
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
                .collect(),
        ))
    }
}

fn column(node: &Node, reader: &mut Reader) -> Option<Column> {
    if is_line(node) {
        let piece = Piece {
            text: String::decode(node, reader)?,
            place: node.place,
        };
        return Some(typed_column(&piece, reader));
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
fn typed_column(piece: &Piece, reader: &Reader) -> Column {
    let label = Marked::new(&piece.text, piece.place);
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
    column
}

/// `30.6.` as month and day.
fn day_of_year(word: &str) -> Option<(i8, i8)> {
    // A leap year, so that 29.2. is a day.
    let day = parse_day(&format!("{word}2024")).filter(|_| word.ends_with('.'))?;
    Some((day.month(), day.day()))
}

/// What a row is in the municipality's accounts (rooli).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Operating expenses (toimintamenot, toimintakulut).
    Expenses,
    /// Operating income (toimintatulot, toimintatuotot).
    Income,
    /// Operating margin (toimintakate).
    Margin,
}

impl Role {
    pub fn key(self) -> &'static str {
        match self {
            Role::Expenses => "expenses",
            Role::Income => "income",
            Role::Margin => "margin",
        }
    }
}

impl Decode for Role {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        match String::decode(node, reader)?.as_str() {
            "expenses" => Some(Role::Expenses),
            "income" => Some(Role::Income),
            "margin" => Some(Role::Margin),
            other => {
                let finding = Finding::error("unknown-word", node.place).with("text", other);
                reader.fail(finding.with("known", "expenses, income, margin"))
            }
        }
    }
}

/// A row (rivi) of published values, of computed ones, or of both.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: String,
    pub name: Marked,
    pub role: Option<Role>,
    /// Overrides the table's unit.
    pub unit: Option<String>,
    /// As published; `None` for a row that is only computed.
    pub values: Option<Vec<Value>>,
    /// Change in percent of this row, each from the column of `base`.
    pub change_of: Option<Spanned<String>>,
    /// Base columns by label; `None` where the base is not in the document.
    pub base: Vec<(Option<String>, Place)>,
    /// Euros per resident of this row: `row`, or `section/table/row`.
    pub per_resident_of: Option<Spanned<String>>,
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
}

/// A value as published, with its place and note mark.
#[derive(Debug, Clone)]
pub struct Value {
    pub cell: Cell,
    pub mark: Option<Spanned<String>>,
    pub place: Place,
}

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// A number with the decimals that were published.
    Number(Decimal),
    /// "x": not comparable.
    NotComparable,
    /// Nothing or a dash.
    Missing,
}

impl Cell {
    pub fn number(self) -> Option<Decimal> {
        match self {
            Cell::Number(number) => Some(number),
            _ => None,
        }
    }
}

record! {
    /// A row as a record.
    pub struct RowFile {
        /// The row's name as published.
        name: Spanned<String>,
        /// Permanent id; from the name when left out.
        id: Option<Id>,
        /// expenses, income or margin.
        role: Option<Role>,
        /// The unit of this row.
        unit: Option<String>,
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
    let marked = Marked::new(&piece.text, piece.place);
    let cell = match marked.text.as_str() {
        "" | "-" | "–" => Cell::Missing,
        "x" | "X" => Cell::NotComparable,
        text => match number::parse(text) {
            Ok(number) => Cell::Number(number),
            Err(fault) => return reader.fail(fault.finding(text, piece.place)),
        },
    };
    Some(Value {
        cell,
        mark: marked.mark,
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
    let marked = Marked::new(&name.text, name.place);
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
