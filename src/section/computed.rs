//! What a table's own rows and columns say its figures should be: margins, sums, changes, shares,
//! per resident. One file for the rules of rows, one for those of columns.

mod columns;
mod rows;

use rust_decimal::Decimal;

use super::Body;
use super::figures::{Figures, Table};
use super::text::Text;
use crate::content::{Content, Page, Population};
use crate::finance::{Computed, Rule, rounding, sum};

pub use columns::inputs;
pub use rows::{is_result, margin_of};

/// A computed figure of a row in one column, and what it was computed from.
#[derive(Debug, Clone)]
pub struct Made<'a> {
    pub computed: Computed,
    /// The column or row a change, a share or a deviation is counted from.
    pub base: Option<&'a Text>,
    /// What is compared with the base, where that is not the column itself.
    pub of: Option<&'a Text>,
    /// The residents an amount is divided by.
    pub population: Option<&'a Population>,
}

impl Made<'_> {
    fn plain(computed: Computed) -> Self {
        Self {
            computed,
            base: None,
            of: None,
            population: None,
        }
    }

    /// Whether a published figure is this one at its own decimals, when the inputs are rounded.
    pub fn agrees(&self, published: Decimal) -> bool {
        if self.computed.rounded(published.scale()) == published {
            return true;
        }
        if self.computed.rule.adds() {
            let terms = self.computed.inputs.len() + 1;
            return rounding::within_rounding(published, self.computed.value, terms);
        }
        let (least, greatest) = self.computed.range();
        let round = |number| rounding::half_away_from_zero(number, published.scale());
        (round(least)..=round(greatest)).contains(&published)
    }

    /// Decimals of a figure nobody published.
    pub fn decimals(&self) -> u32 {
        match self.computed.rule {
            Rule::Change | Rule::Index | Rule::Realisation | Rule::Share | Rule::Ratio => 1,
            Rule::PerResident => 0,
            _ => {
                let scales = self.computed.inputs.iter().map(Decimal::scale);
                scales.max().unwrap_or(0)
            }
        }
    }
}

/// What the rules make of a cell.
#[derive(Debug, Clone)]
pub enum Outcome<'a> {
    Made(Made<'a>),
    /// There is a rule, and no number comes of it: a change from zero, or across zero.
    Undefined,
    /// No rule, or a figure it needs is missing.
    Nothing,
}

impl<'a> Outcome<'a> {
    pub fn made(self) -> Option<Made<'a>> {
        match self {
            Outcome::Made(made) => Some(made),
            _ => None,
        }
    }

    fn of(made: Option<Made<'a>>) -> Self {
        made.map_or(Outcome::Nothing, Outcome::Made)
    }
}

/// A table on its page: what rules may look at.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// Residents are in its settings; without it nothing is told per resident.
    pub content: Option<&'a Content>,
    pub page: &'a Page,
    pub table: &'a Table,
}

/// How many rules may lean on one another before it is taken for a circle.
const DEEPEST: usize = 12;

impl<'a> Sheet<'a> {
    /// What the rules make of a cell, whatever was published in it.
    pub fn cell(&self, row: usize, column: usize) -> Outcome<'a> {
        self.ruled(row, column, 0)
    }

    /// The figure of a cell: published, or else made by a rule.
    pub fn figure(&self, row: usize, column: usize) -> Option<Decimal> {
        self.figure_within(row, column, 0)
    }

    fn ruled(&self, index: usize, column: usize, depth: usize) -> Outcome<'a> {
        let (Some(row), Some(head)) = (self.table.rows.get(index), self.table.columns.get(column))
        else {
            return Outcome::Nothing;
        };
        if depth > DEEPEST {
            return Outcome::Nothing;
        }
        if head.kind.is_derived() {
            return columns::outcome(self, index, row, column, depth);
        }
        rows::outcome(self, index, row, column, depth)
    }

    /// How many ones the table's unit is, so that thousands of euros become euros.
    fn unit_size(&self) -> Decimal {
        let size = self
            .content
            .and_then(|content| content.locale.scale(&self.table.unit));
        size.unwrap_or(Decimal::ONE)
    }

    fn figure_within(&self, row: usize, column: usize, depth: usize) -> Option<Decimal> {
        let published = self.table.rows.get(row)?.number(column);
        published.or_else(|| {
            let made = self.ruled(row, column, depth + 1).made()?;
            Some(made.computed.value)
        })
    }
}

/// A row by `row` in the same table, or by `section/row` or `section/table/row` on the same page.
pub fn row_at<'a>(page: &'a Page, table: &'a Table, wanted: &str) -> Option<(&'a Table, usize)> {
    if let Some(row) = table.row_index(wanted) {
        return Some((table, row));
    }
    let parts: Vec<&str> = wanted.split('/').collect();
    let (section, inner, row) = match parts.as_slice() {
        [section, row] => (section, None, row),
        [section, inner, row] => (section, Some(*inner), row),
        _ => return None,
    };
    let Body::Figures(Figures { tables }) = &page.section(section)?.body else {
        return None;
    };
    let mut fitting = tables
        .iter()
        .filter(|table| inner.is_none_or(|id| table.id == id));
    fitting.find_map(|table| table.row_index(row).map(|row| (table, row)))
}

/// The sum of all rows of the first level in a column; `None` where one of them has no number.
pub fn total(sheet: &Sheet, column: usize) -> Option<Computed> {
    // Percentages are not added up.
    let head = sheet.table.columns.get(column)?;
    if head.kind.is_percent() || head.unit.as_ref().is_some_and(|unit| *unit == "%") {
        return None;
    }
    let rows = sheet.table.rows.iter().enumerate();
    let own = rows.filter(|(_, row)| row.parent.is_none() && !rows::is_result(row));
    let terms: Option<Vec<Decimal>> = own
        .map(|(index, row)| {
            if row.is_heading() {
                rows::sum_of_parts(sheet, index, column, 0).map(|made| made.value)
            } else {
                sheet.figure(index, column)
            }
        })
        .collect();
    sum::total(&terms?)
}
