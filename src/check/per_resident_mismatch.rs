//! A published amount per resident does not follow from the amount and the known population.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::finance::Rule;
use crate::section::published::differing;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let differing = differing(content, page).into_iter();
    let wrong = differing.filter(|figure| figure.made.computed.rule == Rule::PerResident);
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
