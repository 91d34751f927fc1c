//! Published figures beside what the table's own rows say they should be.

use rust_decimal::Decimal;

use super::computed::{Made, Sheet};
use super::figures::{Column, Row, Table};
use crate::content::{Content, Page};
use crate::diagnostic::Place;

/// A figure that is published and can be computed.
pub struct Compared<'a> {
    pub table: &'a Table,
    pub row: &'a Row,
    pub column: &'a Column,
    pub published: Decimal,
    pub place: Place,
    pub made: Made<'a>,
    /// Somebody should hear that the two are not the same: rounding does not explain it.
    pub differs: bool,
}

impl Compared<'_> {
    /// What people call the figure: `Toimintakate, TA 2024`.
    pub fn name(&self) -> String {
        format!("{}, {}", self.row.name.text.as_str(), self.column.path())
    }
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
                table,
                row,
                column,
                published,
                place,
                differs: !made.agrees(published),
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
    /// Where each stands: its figure, or the row of one that is computed.
    pub places: [Place; 2],
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
                places: [row, other]
                    .map(|row| row.value(at).map_or(row.place, |value| value.place)),
            });
        }
    }
    found
}

/// All such figures of a page.
pub fn on_page<'a>(content: &'a Content, page: &'a Page) -> Vec<Compared<'a>> {
    let tables = page.tables();
    tables
        .flat_map(|table| in_table(content, page, table))
        .collect()
}
