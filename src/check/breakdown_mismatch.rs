//! The parts of a breakdown, and so the bars of its chart, do not add up to the key figure.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::breakdown::{Compared, on_page};

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let figures = on_page(content, page);
    let off = figures.iter().filter(|figure| !figure.is_exact());
    off.map(|figure| finding(content, figure)).collect()
}

fn finding(content: &Content, figure: &Compared) -> Finding {
    let difference = figure.published.checked_sub(figure.sum);
    let difference = difference.unwrap_or_default().abs();
    let finding = match figure.agrees() {
        true => Finding::note("rounding-difference", figure.place),
        false => Finding::warning("breakdown-mismatch", figure.place)
            .with("difference", content.locale.number(difference)),
    };
    let name = figure.row.name.text.as_str();
    let finding = finding
        .about(format!("{name}, {}", figure.column.path()))
        .with("published", content.locale.number(figure.published))
        .with("computed", content.locale.number(figure.sum));
    finding.and_at(figure.head, "label.breakdown")
}
