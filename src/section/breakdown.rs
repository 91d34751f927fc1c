//! Breakdowns (erittelyt): a table whose rows add up to one row of another table of its page.

use rust_decimal::Decimal;

use super::computed::{self, Sheet, row_at};
use super::figures::{Column, Row, Table};
use crate::content::{Content, Page};
use crate::diagnostic::Place;
use crate::finance::rounding::within_rounding;

/// A table breaks a row down for certain when it says so; it plainly does when this many of its
/// columns add up to the row's figures.
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
            if agreeing.count() >= EVIDENCE {
                return figures;
            }
        }
    }
    Vec::new()
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
        let total = computed::total(&sheet, there)?;
        let published = value.cell.number()?;
        let sum = match published.is_sign_negative() {
            true => -total.value.abs(),
            false => total.value.abs(),
        };
        Some(Compared {
            row,
            column,
            published,
            place: value.place,
            sum,
            terms: total.inputs.len(),
            table,
            head: table.columns.get(there)?.place,
        })
    });
    figures.collect()
}
