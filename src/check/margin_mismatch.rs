//! A published operating margin differs from income and expenses of the same column by more than
//! their rounding explains.

use crate::content::Content;
use crate::diagnostic::Finding;
use crate::finance::{Rule, number};
use crate::section::published::Compared;

pub fn findings(content: &Content, figures: &[Compared]) -> Vec<Finding> {
    let differing = figures.iter().filter(|figure| figure.differs);
    let margins = differing.filter(|figure| {
        matches!(
            figure.made.computed.rule,
            Rule::Margin | Rule::MarginFromPositive
        )
    });
    margins.map(|figure| finding(content, figure)).collect()
}

fn finding(content: &Content, figure: &Compared) -> Finding {
    let computed = figure.made.computed.value;
    let difference = figure
        .published
        .checked_sub(computed)
        .unwrap_or_default()
        .abs();
    let finding = Finding::warning("margin-mismatch", figure.place)
        .about(figure.name())
        .with("published", content.locale.number(figure.published))
        .with("computed", content.locale.number(computed))
        .with("difference", content.locale.number(difference));
    let finding = figure.beside_inputs(finding);
    let with_minus = figure.made.computed.rule == Rule::Margin;
    if number::are_swapped(figure.published, computed) {
        finding.helped_by("help-digits")
    } else if with_minus {
        finding
    } else {
        finding.helped_by("help-positive")
    }
}
