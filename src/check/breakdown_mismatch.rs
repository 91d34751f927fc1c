//! The parts of a breakdown, and so the bars of its chart, do not add up to the key figure.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::finance::number;
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
        false => Finding::warning("breakdown-mismatch", figure.place),
    };
    let finding = finding
        .about(figure.row.figure_name(figure.column))
        .with("published", content.locale.number(figure.published))
        .with("computed", content.locale.number(figure.sum));
    let finding = match figure.agrees() {
        true => finding,
        false => finding
            .with("difference", content.locale.number(difference))
            .helped_by(if number::are_swapped(figure.published, figure.sum) {
                "help-digits"
            } else {
                "help"
            }),
    };
    finding.and_at(figure.head, "label.breakdown")
}
