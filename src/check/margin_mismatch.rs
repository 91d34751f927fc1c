//! A published operating margin differs from income and expenses of the same column.
//! Figures are published in whole euros, so each rounded term may move the sum by half of one.

use rust_decimal::Decimal;

use super::published::{Compared, compared};
use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::finance::Rule;
use crate::section::figures::Role;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let margins = compared(content, page)
        .into_iter()
        .filter(|figure| figure.row.role == Some(Role::Margin));
    margins
        .filter_map(|figure| finding(content, &figure))
        .collect()
}

fn finding(content: &Content, figure: &Compared) -> Option<Finding> {
    let computed = figure.made.computed.value;
    let difference = figure.published.checked_sub(computed)?.abs();
    // Half a unit for each of the two terms and for the margin itself, rounded down.
    if difference <= Decimal::new(1, figure.published.scale()) {
        return None;
    }
    let shown = |number: Decimal| content.locale.number(number);
    let finding = Finding::warning("margin-mismatch", figure.place)
        .with("published", shown(figure.published))
        .with("computed", shown(computed))
        .with("difference", shown(difference));
    let with_minus = figure.made.computed.rule == Rule::Margin;
    Some(if with_minus {
        finding
    } else {
        finding.helped_by("help-positive")
    })
}
