//! Published figures beside what the table's own rows say they should be.

use rust_decimal::Decimal;

use super::computed::{Made, Sheet};
use super::figures::{Column, Role, Row, Table, Value};
use crate::content::{Content, Page};
use crate::diagnostic::{Finding, Place};
use crate::finance::Rule;

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
    /// The number of its column.
    index: usize,
}

impl Compared<'_> {
    /// What people call the figure: `Toimintakate, TA 2024`.
    pub fn name(&self) -> String {
        self.row.figure_name(self.column)
    }

    /// A finding about the figure, with the figures that say otherwise.
    pub fn beside_inputs(&self, finding: Finding) -> Finding {
        let inputs = inputs(self.table, self.row, self.index, &self.made);
        inputs.into_iter().fold(finding, |finding, place| {
            finding.and_at(place, "label.input")
        })
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
                index,
                made,
            }));
        }
    }
    found
}

/// The published cells of a rule's inputs: income and expenses of a margin, the row that changes,
/// the row itself for what follows from its other columns. The parts of a sum stand below it.
fn inputs(table: &Table, row: &Row, column: usize, made: &Made) -> Vec<Place> {
    let terms = |row: &&Row| matches!(row.role, Some(Role::Income | Role::Expenses));
    let cells: Vec<&Value> = match made.computed.rule {
        Rule::Sum | Rule::PerResident => Vec::new(),
        Rule::Margin | Rule::MarginFromPositive => {
            let rows = table.rows.iter().filter(terms);
            rows.filter_map(|row| row.value(column)).collect()
        }
        _ => {
            let of = row.change_of.as_ref();
            let other = of.and_then(|wanted| table.row(&wanted.value));
            other.unwrap_or(row).values.iter().flatten().collect()
        }
    };
    let place = |number: &Decimal| {
        let mut cells = cells.iter();
        cells
            .find(|cell| cell.cell.number() == Some(*number))
            .map(|cell| cell.place)
    };
    made.computed.inputs.iter().filter_map(place).collect()
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
