//! A published change in percent is not the change from the base column it names.

use crate::content::Content;
use crate::diagnostic::Finding;
use crate::finance::Rule;
use crate::section::published::Compared;
use crate::section::text::Text;

pub fn findings(content: &Content, differing: &[Compared]) -> Vec<Finding> {
    let wrong = differing
        .iter()
        .filter(|figure| figure.made.computed.rule == Rule::Change);
    let finding = wrong.map(|figure| {
        let computed = figure.made.computed.rounded(figure.published.scale());
        Finding::warning("change-mismatch", figure.place)
            .about(figure.name())
            .with("published", content.locale.number(figure.published))
            .with("computed", content.locale.number(computed))
            .with(
                "base",
                figure.made.base.map(Text::as_str).unwrap_or_default(),
            )
    });
    finding.collect()
}
