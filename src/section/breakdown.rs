//! Breakdowns (erittelyt): a table whose rows add up to one row of another table of its page.

use rust_decimal::Decimal;

use super::computed::{self, Sheet, row_at};
use super::figures::{Cell, Column, Row, Table};
use crate::content::{Content, Page};
use crate::diagnostic::Place;
use crate::finance::rounding::within_rounding;

/// A table breaks a row down for certain when it says so. It plainly does when this many of its
/// columns add up to the row's figures, or one does and its title begins with the row's name:
/// "Toimintamenot lajeittain".
const EVIDENCE: usize = 2;

/// Sums below this are equal by chance.
const SMALLEST: Decimal = Decimal::ONE_THOUSAND;

/// A figure of the row and the sum of the breakdown's column of the same time.
pub struct Compared<'a> {
    pub row: &'a Row,
    pub column: &'a Column,
    pub published: Decimal,
    pub place: Place,
    /// With the sign of the published figure: breakdowns are often written without minus signs.
    pub sum: Decimal,
    terms: usize,
    pub table: &'a Table,
    /// The column's head in the breakdown.
    pub head: Place,
}

impl Compared<'_> {
    pub fn agrees(&self) -> bool {
        within_rounding(self.published, self.sum, self.terms + 1)
    }

    pub fn is_exact(&self) -> bool {
        self.published == self.sum
    }
}

/// Every figure of a page that a breakdown on the same page adds up to, or should.
pub fn on_page<'a>(content: &'a Content, page: &'a Page) -> Vec<Compared<'a>> {
    let tables = page.tables().filter(|table| table.same_as.is_none());
    tables
        .flat_map(|table| of_table(content, page, table))
        .collect()
}

fn of_table<'a>(content: &'a Content, page: &'a Page, table: &'a Table) -> Vec<Compared<'a>> {
    if let Some(wanted) = &table.breakdown_of {
        let named = row_at(page, table, &wanted.value);
        let (whole, row) = match named {
            Some((whole, row)) if !std::ptr::eq(whole, table) => (whole, row),
            _ => return Vec::new(),
        };
        return compared(content, page, table, whole, row);
    }
    let wholes = page.tables().filter(|whole| {
        !std::ptr::eq(*whole, table) && whole.same_as.is_none() && whole.unit == table.unit
    });
    for whole in wholes {
        for (index, row) in whole.rows.iter().enumerate() {
            if row.role.is_none() || row.parent.is_some() {
                continue;
            }
            let figures = compared(content, page, table, whole, index);
            let agreeing = figures
                .iter()
                .filter(|figure| figure.agrees() && figure.sum.abs() >= SMALLEST);
            let needed = if is_titled(table, row) { 1 } else { EVIDENCE };
            if agreeing.count() >= needed {
                return figures;
            }
        }
    }
    Vec::new()
}

/// Whether a table's title begins with a row's name.
fn is_titled(table: &Table, row: &Row) -> bool {
    let title = table.title.as_ref().map(|title| title.to_lowercase());
    let name = row.name.text.to_lowercase();
    title.is_some_and(|title| title.starts_with(&name)) && !name.is_empty()
}

fn compared<'a>(
    content: &'a Content,
    page: &'a Page,
    table: &'a Table,
    whole: &'a Table,
    index: usize,
) -> Vec<Compared<'a>> {
    let sheet = Sheet {
        content: Some(content),
        page,
        table,
    };
    let Some(row) = whole.rows.get(index) else {
        return Vec::new();
    };
    let columns = whole.columns.iter().enumerate();
    let plain = columns.filter(|(_, column)| !column.kind.is_derived());
    let figures = plain.filter_map(|(here, column)| {
        let same = |other: &Column| other.same_time(column);
        let there = table.columns.iter().position(same)?;
        let value = row.value(here)?;
        let (total, terms) = sum(&sheet, there)?;
        let published = value.cell.number()?;
        let sum = match published.is_sign_negative() {
            true => -total.abs(),
            false => total.abs(),
        };
        Some(Compared {
            row,
            column,
            published,
            place: value.place,
            sum,
            terms,
            table,
            head: table.columns.get(there)?.place,
        })
    });
    figures.collect()
}

/// The sum of a column and how many rows it adds up; a row without a figure adds nothing, unless
/// its figure is only not known.
fn sum(sheet: &Sheet, column: usize) -> Option<(Decimal, usize)> {
    if let Some(total) = computed::total(sheet, column) {
        return Some((total.value, total.inputs.len()));
    }
    let rows = sheet.table.rows.iter().enumerate();
    let own = rows.filter(|(_, row)| row.parent.is_none() && !computed::is_result(row));
    let mut total = Decimal::ZERO;
    let mut terms = 0;
    for (index, row) in own {
        match (sheet.figure(index, column), row.value(column)?.cell) {
            (Some(figure), _) => {
                total = total.checked_add(figure)?;
                terms += 1;
            }
            (None, Cell::Missing(missing)) if missing.is_nothing() => {}
            (None, _) => return None,
        }
    }
    (terms > 0).then_some((total, terms))
}
