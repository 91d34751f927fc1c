//! A chart of budget against actuals needs a column of each.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::figures::{ChartKind, ColumnKind};

pub fn findings(_: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for table in page.tables() {
        let Some(chart) = table
            .chart
            .as_ref()
            .filter(|chart| chart.kind == ChartKind::BudgetActuals)
        else {
            continue;
        };
        let has = |kind: ColumnKind| table.columns.iter().any(|column| column.kind == kind);
        if !has(ColumnKind::Budget) || !has(ColumnKind::Actuals) {
            found.push(Finding::error("chart-without-columns", chart.place));
        }
    }
    found
}
