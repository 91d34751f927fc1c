//! A column that is only computed, and nothing to compute it from.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::computed;
use crate::section::figures::ColumnKind;

pub fn findings(_: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for table in page.tables() {
        for (index, column) in table.columns.iter().enumerate() {
            let sums = column.kind == ColumnKind::AmendedBudget;
            let lost = column.computed && !sums && computed::inputs(table, index).is_none();
            if lost {
                found.push(Finding::error("column-without-base", column.place));
            }
        }
    }
    found
}
