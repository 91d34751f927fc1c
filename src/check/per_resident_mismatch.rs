//! A published amount per resident does not follow from the amount and the known population.

use super::published::compared;
use crate::content::{Content, Page};
use crate::diagnostic::Finding;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let figures = compared(content, page)
        .into_iter()
        .filter(|figure| figure.row.per_resident_of.is_some());
    let wrong = figures.filter(|figure| !figure.made.agrees(figure.published));
    let finding = wrong.map(|figure| {
        let computed = figure.made.computed.rounded(figure.published.scale());
        let residents = figure
            .made
            .population
            .map(|known| content.locale.number(known.residents));
        Finding::warning("per-resident-mismatch", figure.place)
            .with("published", content.locale.number(figure.published))
            .with("computed", content.locale.number(computed))
            .with("residents", residents.unwrap_or_default())
    });
    finding.collect()
}
