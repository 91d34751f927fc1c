//! Reports of one committee whose actuals end on different days: their sums would mix times.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::year::Year;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let judged = content.reports(page).filter_map(|report| {
        let year = Year::of(report)?;
        let actuals = year.table.columns.get(year.actuals)?;
        Some((report, actuals.last_day(report.year())?, actuals.place))
    });
    let judged: Vec<_> = judged.collect();
    let Some((first, expected, first_place)) = judged.first() else {
        return Vec::new();
    };
    let others = judged.iter().filter(|(_, found, _)| found != expected);
    let finding = others.map(|(other, _, place)| {
        Finding::error("mixed-years", *place)
            .with("report", other.short())
            .with("first", first.short())
            .and_at(*first_place, "label.first")
    });
    finding.collect()
}
