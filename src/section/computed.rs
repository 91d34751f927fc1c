//! What a table's own rows say its figures should be: margins, changes, sums, per resident.

use rust_decimal::Decimal;

use super::Body;
use super::figures::{Figures, Role, Row, Table};
use crate::content::{Content, Page, Population};
use crate::finance::{Computed, change, margin, per_resident, sum};

/// A computed figure of a row in one column, and what it was computed from.
#[derive(Debug, Clone)]
pub struct Made<'a> {
    pub computed: Computed,
    /// The column a change is counted from.
    pub base: Option<&'a str>,
    /// The residents an amount is divided by.
    pub population: Option<&'a Population>,
}

impl Made<'_> {
    fn plain(computed: Computed) -> Self {
        Self {
            computed,
            base: None,
            population: None,
        }
    }

    /// Whether a published figure is this one, at its own decimals.
    pub fn agrees(&self, published: Decimal) -> bool {
        self.computed.rounded(published.scale()) == published
    }

    /// Decimals of a figure nobody published.
    pub fn decimals(&self) -> u32 {
        match self.computed.rule {
            crate::finance::Rule::Change => 1,
            crate::finance::Rule::PerResident => 0,
            _ => self
                .computed
                .inputs
                .iter()
                .map(Decimal::scale)
                .max()
                .unwrap_or(0),
        }
    }
}

/// The computed figure of a cell, where a rule makes one.
pub fn cell<'a>(
    content: &'a Content,
    page: &'a Page,
    table: &'a Table,
    row: &'a Row,
    column: usize,
) -> Option<Made<'a>> {
    if row.role == Some(Role::Margin) {
        return margin_of(table, column).map(Made::plain);
    }
    if let Some(wanted) = &row.change_of {
        return change_of(table, table.row(&wanted.value)?, row, column);
    }
    let wanted = row.per_resident_of.as_ref()?;
    per_resident_of(content, page, table, &wanted.value, column)
}

/// The operating margin of a column from its income and expenses.
pub fn margin_of(table: &Table, column: usize) -> Option<Computed> {
    let of = |role| {
        table
            .rows
            .iter()
            .find(|row| row.role == Some(role))?
            .number(column)
    };
    margin::operating_margin(of(Role::Income)?, of(Role::Expenses)?)
}

fn change_of<'a>(table: &'a Table, of: &Row, row: &'a Row, column: usize) -> Option<Made<'a>> {
    let base = row.base.get(column)?.0.as_deref()?;
    let from = table.column(base)?;
    let computed = change::percent(of.number(column)?, of.number(from)?)?;
    Some(Made {
        computed,
        base: Some(base),
        population: None,
    })
}

fn per_resident_of<'a>(
    content: &'a Content,
    page: &'a Page,
    table: &Table,
    wanted: &str,
    column: usize,
) -> Option<Made<'a>> {
    let (source, row) = row_at(page, table, wanted)?;
    let here = table.columns.get(column)?;
    let there = source
        .columns
        .iter()
        .position(|column| column.same_time(here))?;
    let population = content.settings.residents(here.last_day(page.year())?)?;
    let total = row
        .number(there)
        .or_else(|| margin_of(source, there).map(|made| made.value))?;
    let computed = per_resident::amount(total, population.residents)?;
    Some(Made {
        computed,
        base: None,
        population: Some(population),
    })
}

/// A row by `row` in the same table, or by `section/row` or `section/table/row` on the same page.
pub fn row_at<'a>(page: &'a Page, table: &'a Table, wanted: &str) -> Option<(&'a Table, &'a Row)> {
    if let Some(row) = table.row(wanted) {
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
    fitting.find_map(|table| table.row(row).map(|row| (table, row)))
}

/// The sum of all rows in a column; `None` where one of them has no number.
pub fn total(table: &Table, column: usize) -> Option<Computed> {
    let terms: Option<Vec<Decimal>> = table.rows.iter().map(|row| row.number(column)).collect();
    sum::total(&terms?)
}
