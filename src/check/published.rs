//! Published figures beside what the table's own rows say they should be.

use rust_decimal::Decimal;

use crate::content::{Content, Page};
use crate::diagnostic::Place;
use crate::section::computed::{self, Made};
use crate::section::figures::Row;

/// A figure that is published and can be computed.
pub struct Compared<'a> {
    pub row: &'a Row,
    pub published: Decimal,
    pub place: Place,
    pub made: Made<'a>,
}

/// All such figures of a page in file order.
pub fn compared<'a>(content: &'a Content, page: &'a Page) -> Vec<Compared<'a>> {
    let mut found = Vec::new();
    for table in page.tables() {
        for row in &table.rows {
            for column in 0..table.columns.len() {
                let Some(value) = row.value(column) else {
                    continue;
                };
                let Some(published) = value.cell.number() else {
                    continue;
                };
                let made = computed::cell(content, page, table, row, column);
                let place = value.place;
                found.extend(made.map(|made| Compared {
                    row,
                    published,
                    place,
                    made,
                }));
            }
        }
    }
    found
}
