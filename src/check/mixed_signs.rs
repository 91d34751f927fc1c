//! Reports of one committee whose expenses have different signs: their sums would mean nothing.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::figures::Role;
use crate::section::year::Year;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let judged = content.reports(page).filter_map(|report| {
        let year = Year::of(report)?;
        let (budget, _) = year.figures(Role::Expenses)?;
        let row = year
            .table
            .rows
            .iter()
            .find(|row| row.role == Some(Role::Expenses))?;
        let place = row
            .value(year.budget)
            .map_or(row.place, |value| value.place);
        (!budget.is_zero()).then_some((report, budget.is_sign_negative(), place))
    });
    let judged: Vec<_> = judged.collect();
    let Some((first, expected, first_place)) = judged.first() else {
        return Vec::new();
    };
    let others = judged.iter().filter(|(_, found, _)| found != expected);
    let finding = others.map(|(other, _, place)| {
        Finding::error("mixed-signs", *place)
            .with("report", other.short())
            .with("first", first.short())
            .and_at(*first_place, "label.first")
    });
    finding.collect()
}
