//! A report that a committee's sums and comparisons would leave out without a word: it has figures,
//! but no expenses with a budget and actuals of the same year. And reports of one committee whose
//! expenses have different signs: their sums would mean nothing.

use crate::content::{Content, Page, PageKind};
use crate::diagnostic::Finding;
use crate::section::figures::Role;
use crate::section::year::Year;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    if page.kind != PageKind::Committee {
        return Vec::new();
    }
    let reports = content
        .children(page)
        .filter(|page| page.kind == PageKind::Report);
    let reports: Vec<&Page> = reports
        .filter(|page| page.tables().next().is_some())
        .collect();
    let mut found: Vec<Finding> = reports
        .iter()
        .filter_map(|report| left_out(report))
        .collect();
    found.extend(mixed_signs(&reports));
    found
}

fn left_out(report: &Page) -> Option<Finding> {
    if Year::of(report).is_some() {
        return None;
    }
    let finding =
        Finding::error("report-left-out", report.head.place).with("report", report.short());
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

fn mixed_signs(reports: &[&Page]) -> Option<Finding> {
    let signed = reports.iter().filter_map(|report| {
        let (budget, _) = Year::of(report)?.figures(Role::Expenses)?;
        (!budget.is_zero()).then_some((report, budget.is_sign_negative()))
    });
    let signed: Vec<_> = signed.collect();
    let (first, sign) = signed.first()?;
    let (other, _) = signed.iter().find(|(_, other)| other != sign)?;
    let finding = Finding::error("mixed-signs", other.head.place).with("report", other.short());
    Some(
        finding
            .with("first", first.short())
            .and_at(first.head.place, "label.first"),
    )
}
