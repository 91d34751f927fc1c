//! A report that a committee's sums and comparisons would leave out without a word: it has figures,
//! but no expenses with a budget and actuals of the same year.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::figures::Role;
use crate::section::year::Year;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let reports = content
        .reports(page)
        .filter(|report| report.tables().next().is_some());
    reports.filter_map(left_out).collect()
}

fn left_out(report: &Page) -> Option<Finding> {
    if Year::of(report).is_some() {
        return None;
    }
    let finding = Finding::error("report-left-out", report.head().place)
        .with("report", report.short())
        .about(report.short());
    let has_expenses = report.tables().any(|table| {
        table
            .rows
            .iter()
            .any(|row| row.role == Some(Role::Expenses))
    });
    Some(if has_expenses {
        finding.helped_by("help-columns")
    } else {
        finding
    })
}
