//! A published deviation, degree of use, index, share or ratio that does not follow from the
//! figures it is made of.

use crate::content::Content;
use crate::diagnostic::Finding;
use crate::finance::Rule;
use crate::section::published::Compared;

/// What the figure was computed from: "Toteuma 161, Talousarvio 326".
fn inputs(content: &Content, figure: &Compared) -> String {
    let names = [figure.made.of, figure.made.base];
    let numbers = figure.made.computed.inputs.iter();
    let told = numbers.enumerate().map(|(index, number)| {
        let number = content.locale.number(*number);
        match names.get(index).copied().flatten() {
            Some(name) => format!("{name} {number}"),
            None => number,
        }
    });
    told.collect::<Vec<_>>().join(", ")
}

/// Rules that no other check tells about.
const DERIVED: [Rule; 5] = [
    Rule::Difference,
    Rule::Realisation,
    Rule::Index,
    Rule::Share,
    Rule::Ratio,
];

pub fn findings(content: &Content, figures: &[Compared]) -> Vec<Finding> {
    let differing = figures.iter().filter(|figure| figure.differs);
    let derived = differing.filter(|figure| {
        let rule = figure.made.computed.rule;
        DERIVED.contains(&rule) || (rule == Rule::Sum && figure.column.kind.is_derived())
    });
    let finding = derived.map(|figure| {
        let computed = figure.made.computed.rounded(figure.published.scale());
        let finding = Finding::warning("derived-mismatch", figure.place)
            .about(figure.name())
            .with("published", content.locale.number(figure.published))
            .with("computed", content.locale.number(computed))
            .with("inputs", inputs(content, figure));
        figure.beside_inputs(finding)
    });
    finding.collect()
}
