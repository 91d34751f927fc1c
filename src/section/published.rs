//! Published figures beside what the table's own rows say they should be.

use rust_decimal::Decimal;

use super::computed::{Made, Sheet};
use super::figures::{Column, Row, Table};
use crate::content::{Content, Page};
use crate::diagnostic::Place;

/// A figure that is published and can be computed.
pub struct Compared<'a> {
    pub row: &'a Row,
    pub column: &'a Column,
    pub published: Decimal,
    pub place: Place,
    pub made: Made<'a>,
}

impl Compared<'_> {
    /// Whether somebody should hear that the two differ.
    pub fn differs(&self) -> bool {
        !self.made.agrees(self.published)
    }
}

/// Whether figures differ by no more than half a unit of their last decimal for each rounded term.
pub fn within_rounding(published: Decimal, computed: Decimal, terms: usize) -> bool {
    let unit = Decimal::new(1, published.scale());
    let tolerance = unit.checked_mul(Decimal::from(terms / 2));
    let off = published.checked_sub(computed).map(|off| off.abs());
    off.zip(tolerance)
        .is_some_and(|(off, tolerance)| off <= tolerance)
}

/// All such figures of a table in order.
pub fn in_table<'a>(content: &'a Content, page: &'a Page, table: &'a Table) -> Vec<Compared<'a>> {
    let mut found = Vec::new();
    let sheet = Sheet {
        content: Some(content),
        page,
        table,
    };
    for (row_index, row) in table.rows.iter().enumerate() {
        for (index, column) in table.columns.iter().enumerate() {
            let Some(value) = row.value(index) else {
                continue;
            };
            let Some(published) = value.cell.number() else {
                continue;
            };
            let made = sheet.cell(row_index, index).made();
            let place = value.place;
            found.extend(made.map(|made| Compared {
                row,
                column,
                published,
                place,
                made,
            }));
        }
    }
    found
}

/// Two rows that should be equal in a column and are not: assets and liabilities.
pub struct Unequal<'a> {
    pub row: &'a Row,
    pub other: &'a Row,
    pub column: &'a Column,
    pub first: Decimal,
    pub second: Decimal,
}

/// All such rows of a table.
pub fn unequal<'a>(sheet: &Sheet<'a>) -> Vec<Unequal<'a>> {
    let table = sheet.table;
    let mut found = Vec::new();
    for (index, row) in table.rows.iter().enumerate() {
        let other = row
            .equals
            .as_ref()
            .and_then(|other| table.row_index(&other.value));
        let Some((other_index, other)) = other.and_then(|at| Some((at, table.rows.get(at)?)))
        else {
            continue;
        };
        for (at, column) in table.columns.iter().enumerate() {
            let figures = sheet.figure(index, at).zip(sheet.figure(other_index, at));
            let Some((first, second)) = figures.filter(|(first, second)| first != second) else {
                continue;
            };
            found.push(Unequal {
                row,
                other,
                column,
                first,
                second,
            });
        }
    }
    found
}

/// The figures of a page that differ.
pub fn differing<'a>(content: &'a Content, page: &'a Page) -> Vec<Compared<'a>> {
    let all = page
        .tables()
        .flat_map(|table| in_table(content, page, table));
    all.filter(Compared::differs).collect()
}

#[cfg(test)]
mod tests {
    use super::within_rounding;
    use rust_decimal::Decimal;

    #[test]
    fn one_euro_is_rounding_and_ten_are_not() {
        let off = |euros: i64, terms| {
            within_rounding(
                Decimal::from(-34_100 + euros),
                Decimal::from(-34_100),
                terms,
            )
        };
        assert!(off(1, 3) && off(-1, 3));
        assert!(!off(2, 3) && !off(10, 3));
        assert!(off(4, 9) && !off(10, 9));
    }
}
