//! A column that is only computed, and nothing to compute it from.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::computed;
use crate::section::figures::ColumnKind;

pub fn findings(_: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for table in page.tables() {
        for (index, column) in table.columns.iter().enumerate() {
            let has = |kind: ColumnKind| {
                let mut left = table.columns.iter().take(index);
                left.any(|other| other.kind == kind && other.groups == column.groups)
            };
            let found_inputs = match column.kind {
                ColumnKind::AmendedBudget => has(ColumnKind::Budget) && has(ColumnKind::Amendment),
                _ => computed::inputs(table, index).is_some(),
            };
            let lost = column.computed && !found_inputs;
            if lost {
                found.push(Finding::error("column-without-base", column.place));
            }
        }
    }
    found
}
