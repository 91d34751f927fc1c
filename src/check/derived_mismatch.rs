//! A published deviation, degree of use, index, share or ratio that does not follow from the
//! figures it is made of.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::finance::Rule;
use crate::section::published::differing;

/// Rules that no other check tells about.
const DERIVED: [Rule; 5] = [
    Rule::Difference,
    Rule::Realisation,
    Rule::Index,
    Rule::Share,
    Rule::Ratio,
];

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let differing = differing(content, page).into_iter();
    let derived = differing.filter(|figure| DERIVED.contains(&figure.made.computed.rule));
    let finding = derived.map(|figure| {
        let computed = figure.made.computed.rounded(figure.published.scale());
        Finding::warning("derived-mismatch", figure.place)
            .with("published", content.locale.number(figure.published))
            .with("computed", content.locale.number(computed))
    });
    finding.collect()
}
