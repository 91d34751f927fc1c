//! A published amount per resident does not follow from the amount and the known population.

use crate::content::Content;
use crate::diagnostic::Finding;
use crate::finance::Rule;
use crate::section::published::Compared;

pub fn findings(content: &Content, figures: &[Compared]) -> Vec<Finding> {
    let differing = figures.iter().filter(|figure| figure.differs);
    let wrong = differing.filter(|figure| figure.made.computed.rule == Rule::PerResident);
    let finding = wrong.map(|figure| {
        let computed = figure.made.computed.rounded(figure.published.scale());
        let residents = figure
            .made
            .population
            .map(|known| content.locale.number(known.residents));
        Finding::warning("per-resident-mismatch", figure.place)
            .about(figure.name())
            .with("published", content.locale.number(figure.published))
            .with("computed", content.locale.number(computed))
            .with("residents", residents.unwrap_or_default())
            .and_at(
                figure.made.population.map(|known| known.place),
                "label.population",
            )
    });
    finding.collect()
}
