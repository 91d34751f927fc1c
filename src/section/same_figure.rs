//! The same figures in two tables of a page: personnel costs among the key figures and among the
//! costs by kind.

use rust_decimal::Decimal;

use super::figures::{Column, Row, Table};
use crate::content::Page;
use crate::diagnostic::Place;

/// Figures with fewer digits are equal by chance.
const FEWEST_DIGITS: u32 = 4;

/// A figure that two tables tell of the same time, in two columns.
pub struct Twice<'a> {
    pub row: &'a Row,
    pub column: &'a Column,
    pub place: Place,
    pub first: Decimal,
    pub other_row: &'a Row,
    pub other_place: Place,
    pub second: Decimal,
    /// A note mark at one of them tells the reader more.
    pub noted: bool,
}

impl Twice<'_> {
    /// Equal, whether expenses are written with a minus or without one.
    pub fn agrees(&self) -> bool {
        self.first.abs() == self.second.abs()
    }

    /// Agrees in a figure long enough to be no chance.
    fn is_evidence(&self) -> bool {
        let long = self.first.abs() >= Decimal::from(10_u64.pow(FEWEST_DIGITS - 1));
        self.agrees() && long
    }
}

/// The rows of other tables that tell the same as a row does: the one it says it is equal to, and
/// rows of the same name and unit that agree with it somewhere.
pub fn counterparts<'a>(page: &'a Page, table: &'a Table, index: usize) -> Vec<(&'a Table, usize)> {
    let Some(row) = table.rows.get(index).filter(|row| !row.shown_again) else {
        return Vec::new();
    };
    if let Some(wanted) = &row.equals {
        let named = super::computed::row_at(page, table, &wanted.value);
        return named
            .into_iter()
            .filter(|(other, _)| !std::ptr::eq(*other, table))
            .collect();
    }
    let others = page.tables().filter(|other| !std::ptr::eq(*other, table));
    let rows = others.flat_map(|other| (0..other.rows.len()).map(move |at| (other, at)));
    rows.filter(|(other, at)| {
        let same = other.rows.get(*at).is_some_and(|other_row| {
            !other_row.shown_again
                && unit(table, row) == unit(other, other_row)
                && same_letters(name(table, row), name(other, other_row))
        });
        same && twice(table, index, other, *at)
            .iter()
            .any(Twice::is_evidence)
    })
    .collect()
}

/// The figures of two rows in the columns that tell the same time.
pub fn twice<'a>(table: &'a Table, index: usize, other: &'a Table, at: usize) -> Vec<Twice<'a>> {
    let (Some(row), Some(other_row)) = (table.rows.get(index), other.rows.get(at)) else {
        return Vec::new();
    };
    let columns = table.columns.iter().enumerate();
    let plain = columns.filter(|(_, column)| !column.kind.is_derived());
    let pairs = plain.filter_map(|(here, column)| {
        let there = other
            .columns
            .iter()
            .position(|other| other.same_time(column))?;
        let (value, other_value) = (row.value(here)?, other_row.value(there)?);
        Some(Twice {
            row,
            column,
            place: value.place,
            first: value.cell.number()?,
            other_row,
            other_place: other_value.place,
            second: other_value.cell.number()?,
            noted: value.mark.is_some() || other_value.mark.is_some(),
        })
    });
    pairs.collect()
}

fn unit<'a>(table: &'a Table, row: &'a Row) -> &'a str {
    row.unit.as_ref().unwrap_or(&table.unit).as_str()
}

/// A row's name without the unit at its end.
fn name<'a>(table: &'a Table, row: &'a Row) -> &'a str {
    let name = row.name.text.as_str();
    let bare = name.strip_suffix(unit(table, row)).unwrap_or(name);
    bare.trim_end_matches([' ', ',', '\u{a0}'])
}

fn same_letters(one: &str, other: &str) -> bool {
    one.chars()
        .flat_map(char::to_lowercase)
        .eq(other.chars().flat_map(char::to_lowercase))
}
