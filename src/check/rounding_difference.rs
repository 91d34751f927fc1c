//! A published sum, margin or difference that is off by no more than the rounding of its terms.
//! Nothing is wrong, but a reader who adds up comes to another figure.

use crate::content::Content;
use crate::diagnostic::Finding;
use crate::section::published::Compared;

pub fn findings(content: &Content, figures: &[Compared]) -> Vec<Finding> {
    let rounded = figures.iter().filter(|figure| {
        let computed = figure.made.computed.rounded(figure.published.scale());
        let added = figure.made.computed.rule.adds();
        added && !figure.differs && computed != figure.published
    });
    let finding = rounded.map(|figure| {
        let computed = figure.made.computed.rounded(figure.published.scale());
        Finding::note("rounding-difference", figure.place)
            .about(figure.name())
            .with("published", content.locale.number(figure.published))
            .with("computed", content.locale.number(computed))
    });
    finding.collect()
}
