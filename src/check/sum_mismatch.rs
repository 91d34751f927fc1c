//! A published sum that is not the sum of its parts. Every rounded part may be off by half a unit.

use crate::content::Content;
use crate::diagnostic::Finding;
use crate::finance::{Rule, number};
use crate::section::figures::Sum;
use crate::section::published::Compared;

pub fn findings(content: &Content, figures: &[Compared]) -> Vec<Finding> {
    let differing = figures.iter().filter(|figure| figure.differs);
    let sums = differing.filter(|figure| {
        figure.made.computed.rule == Rule::Sum && !figure.column.kind.is_derived()
    });
    let finding = sums.map(|figure| {
        let computed = figure.made.computed.value;
        let difference = figure.published.checked_sub(computed).unwrap_or_default();
        let help = match number::are_swapped(figure.published, computed) {
            true => "help-digits",
            false => match figure.row.sum {
                Some(Sum::Of(_)) => "help-named",
                Some(Sum::Above | Sum::Running) => "help-above",
                _ => "help",
            },
        };
        Finding::warning("sum-mismatch", figure.place)
            .about(figure.name())
            .with("published", content.locale.number(figure.published))
            .with("computed", content.locale.number(computed))
            .with("difference", content.locale.number(difference.abs()))
            .helped_by(help)
    });
    finding.collect()
}
