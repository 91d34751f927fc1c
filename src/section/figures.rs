//! Tables of figures (tunnusluvut): columns by year and kind, rows by subject, at any depth.

mod cell;
mod column;
mod file;
mod order;
mod row;
mod shared_tables;

use super::shared::{Note, Text};
use crate::diagnostic::Place;
use crate::yaml::{Bars, Spanned, Word, record};

pub use cell::{Cell, Missing, Value, WordsFile, quoted};
pub use column::{Column, ColumnFile, ColumnKind};
pub use file::{FiguresFile, TableFile, written};
pub use order::{By, Order, natural};
pub use row::{Row, RowFile};
pub use shared_tables::resolve;

record! {
    /// A chart of the table's rows (kaavio).
    pub struct Chart {
        /// The form of the chart.
        kind: ChartKind,
        /// What the chart shows, as a finding in one short sentence.
        title: Text,
        /// Rows to draw, by name; the rows of the first level, sums aside, when left out.
        rows: Vec<Spanned<String>>,
        /// Columns to draw, by label, divided by bars; all that do not follow from others when left out.
        columns: Option<Bars>,
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

impl Word for ChartKind {
    fn words() -> Vec<(&'static str, Self)> {
        vec![
            ("stacked-bars", ChartKind::StackedBars),
            ("grouped-bars", ChartKind::GroupedBars),
            ("lines", ChartKind::Lines),
            ("budget-actuals", ChartKind::BudgetActuals),
        ]
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
    /// Whose figures they are: the group, a service area.
    pub scope: Option<Text>,
    /// The unit they are printed in, where that is not the one they are written in.
    pub show_in: Option<Spanned<Text>>,
    /// Decimals of printed figures; as written when left out.
    pub decimals: Option<u32>,
    /// Expenses are written without a minus.
    pub positive_expenses: bool,
    /// The heading of the codes, where rows have them.
    pub code: Option<Text>,
    pub head: Option<Text>,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    pub order: Option<Order>,
    pub total: Option<Spanned<Text>>,
    pub chart: Option<Box<Chart>>,
    pub decision: Option<Text>,
    pub notes: Vec<Note>,
    /// The row of another table that its rows add up to.
    pub breakdown_of: Option<Box<Spanned<String>>>,
    /// The table whose figures it shows again.
    pub same_as: Option<Box<Spanned<String>>>,
    /// The rows it takes of that table; all when empty.
    pub only: Vec<Spanned<String>>,
    /// The columns it takes; all when empty.
    pub only_columns: Vec<Spanned<String>>,
    pub place: Place,
}

impl Table {
    /// The row that somebody means by its id or its name.
    pub fn row(&self, wanted: &str) -> Option<&Row> {
        self.row_index(wanted)
            .and_then(|index| self.rows.get(index))
    }

    pub fn row_index(&self, wanted: &str) -> Option<usize> {
        let position = |fits: &dyn Fn(&Row) -> bool| self.rows.iter().position(fits);
        position(&|row| row.id == wanted)
            .or_else(|| position(&|row| row.name.text == wanted))
            .or_else(|| position(&|row| row.code.as_deref() == Some(wanted)))
            .or_else(|| self.row_below(wanted))
    }

    /// The row of a path: "Sivistyspalvelut / Henkilöstökulut".
    fn row_below(&self, wanted: &str) -> Option<usize> {
        let (parent, name) = wanted.rsplit_once(" / ")?;
        let parent = self.row_index(parent.trim())?;
        let mut parts = self.parts(parent);
        parts
            .find(|(_, row)| row.name.text == name.trim())
            .map(|(index, _)| index)
    }

    /// The first column of this label, or of this path: "Konserni / TP 2023".
    pub fn column(&self, wanted: &str) -> Option<usize> {
        self.column_beside(wanted, &[])
    }

    /// The column of this label or path; the one under the same heads before others.
    pub fn column_beside(&self, wanted: &str, heads: &[Text]) -> Option<usize> {
        let position = |fits: &dyn Fn(&Column) -> bool| self.columns.iter().position(fits);
        position(&|column| column.label.text == wanted && column.groups == heads)
            .or_else(|| position(&|column| column.label.text == wanted))
            .or_else(|| position(&|column| column.path() == wanted))
            .or_else(|| {
                let spaced = wanted.split('/').map(str::trim).collect::<Vec<_>>();
                position(&|column| column.path() == spaced.join(" / "))
            })
    }

    /// Costs are positive and income negative, as British councils write net expenditure: rows add
    /// up as they stand, and less is better.
    pub fn is_net_cost(&self) -> bool {
        let mut income = self
            .rows
            .iter()
            .filter(|row| row.role == Some(Role::Income));
        income.any(|row| {
            let numbers = (0..self.columns.len()).filter_map(|column| row.number(column));
            let plain = numbers.filter(|number| !number.is_zero());
            let mut plain = plain.peekable();
            plain.peek().is_some() && plain.all(|number| number.is_sign_negative())
        })
    }

    /// The rows that its chart draws.
    pub fn drawn(&self) -> Vec<&Row> {
        let Some(chart) = &self.chart else {
            return Vec::new();
        };
        if chart.rows.is_empty() {
            let rows = self.rows.iter();
            return rows
                .filter(|row| row.parent.is_none() && !row.is_running() && !row.is_heading())
                .collect();
        }
        let named = chart.rows.iter();
        named.filter_map(|name| self.row(&name.value)).collect()
    }

    /// The columns that its chart draws: those that do not follow from others.
    pub fn drawn_columns(&self) -> Vec<usize> {
        let chosen = self.chart.as_ref().and_then(|chart| chart.columns.as_ref());
        if let Some(bars) = chosen {
            let pieces = bars.pieces.iter();
            return pieces
                .filter_map(|piece| self.column(&piece.text))
                .collect();
        }
        let columns = self.columns.iter().enumerate();
        columns
            .filter(|(_, column)| !column.kind.is_derived() && column.unit.is_none())
            .map(|(index, _)| index)
            .collect()
    }

    /// The rows directly below a row.
    pub fn parts(&self, index: usize) -> impl Iterator<Item = (usize, &Row)> {
        let rows = self.rows.iter().enumerate();
        rows.filter(move |(_, row)| row.parent == Some(index))
    }

    /// The role of a row, or of the nearest row it is a part of.
    pub fn role(&self, index: usize) -> Option<Role> {
        let mut next = Some(index);
        while let Some(row) = next.and_then(|index| self.rows.get(index)) {
            if row.role.is_some() {
                return row.role;
            }
            next = row.parent;
        }
        None
    }
}

/// What a row is in the municipality's accounts (rooli).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Operating expenses (toimintamenot, toimintakulut) and everything else that is paid.
    Expenses,
    /// Operating income (toimintatulot, toimintatuotot) and everything else that is received.
    Income,
    /// Operating margin (toimintakate).
    Margin,
    /// Annual margin (vuosikate).
    AnnualMargin,
    /// The year's result, surplus or deficit (tulos, ylijäämä, alijäämä).
    Result,
}

impl Role {
    const ALL: [Role; 5] = [
        Role::Expenses,
        Role::Income,
        Role::Margin,
        Role::AnnualMargin,
        Role::Result,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Role::Expenses => "expenses",
            Role::Income => "income",
            Role::Margin => "margin",
            Role::AnnualMargin => "annual-margin",
            Role::Result => "result",
        }
    }
}

impl Word for Role {
    fn words() -> Vec<(&'static str, Self)> {
        Role::ALL.map(|role| (role.key(), role)).to_vec()
    }
}

/// Which way is better (suunta).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Higher,
    Lower,
}

impl Word for Direction {
    fn words() -> Vec<(&'static str, Self)> {
        vec![("higher", Direction::Higher), ("lower", Direction::Lower)]
    }
}

/// What a sum row sums (yhteensä-rivi).
#[derive(Debug, Clone)]
pub enum Sum {
    /// The rows below it.
    Parts,
    /// The rows of its level since the last sum.
    Above,
    /// All rows of its level above it, sums aside.
    Running,
    /// These rows.
    Of(Vec<Term>),
}

/// A row in a sum, added or subtracted as printed.
#[derive(Debug, Clone)]
pub struct Term {
    pub minus: bool,
    pub row: Spanned<String>,
}

impl Word for Sum {
    /// The rows of `sum-of` are read elsewhere, so that words are enough here.
    fn words() -> Vec<(&'static str, Self)> {
        vec![
            ("parts", Sum::Parts),
            ("above", Sum::Above),
            ("running", Sum::Running),
        ]
    }
}

/// Whether expenses are written with a minus (menojen etumerkki).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expenses {
    Negative,
    Positive,
}

impl Word for Expenses {
    fn words() -> Vec<(&'static str, Self)> {
        vec![
            ("negative", Expenses::Negative),
            ("positive", Expenses::Positive),
        ]
    }
}
