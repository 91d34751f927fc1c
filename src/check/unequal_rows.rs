//! Two rows that the data says are equal and are not: a balance sheet's assets and liabilities.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::computed::Sheet;
use crate::section::published::unequal;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for table in page.tables() {
        let sheet = Sheet {
            content: Some(content),
            page,
            table,
        };
        for pair in unequal(&sheet) {
            found.push(
                Finding::warning("unequal-rows", pair.places[0])
                    .with("row", pair.row.name.text.as_str())
                    .with("other", pair.other.name.text.as_str())
                    .with("first", content.locale.number(pair.first))
                    .with("second", content.locale.number(pair.second))
                    .and_at(pair.places[1], "label.other-row"),
            );
        }
    }
    found
}
