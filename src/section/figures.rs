//! Tables of figures (tunnusluvut): columns by year and kind, rows by subject.

mod column;
mod file;

use rust_decimal::Decimal;

use super::shared::{Marked, Note, Text};
use crate::diagnostic::Place;
use crate::yaml::{Decode, Node, Reader, Spanned, record};

pub use column::{Column, ColumnKind};
pub use file::written;

record! {
    /// A chart of the table's rows (kaavio).
    pub struct Chart {
        /// stacked-bars, grouped-bars, lines or budget-actuals.
        kind: ChartKind,
        /// What the chart shows, as a finding in one short sentence.
        title: Text,
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
        reader.one_of(
            node,
            &[
                ("stacked-bars", ChartKind::StackedBars),
                ("grouped-bars", ChartKind::GroupedBars),
                ("lines", ChartKind::Lines),
                ("budget-actuals", ChartKind::BudgetActuals),
            ],
        )
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
    pub title: Option<Text>,
    pub unit: Text,
    pub head: Option<Text>,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    pub total: Option<Spanned<Text>>,
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
        reader.one_of(
            node,
            &[
                ("expenses", Role::Expenses),
                ("income", Role::Income),
                ("margin", Role::Margin),
            ],
        )
    }
}

/// A row (rivi) of published values, of computed ones, or of both.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: String,
    pub name: Marked,
    pub role: Option<Role>,
    /// Overrides the table's unit.
    pub unit: Option<Text>,
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
