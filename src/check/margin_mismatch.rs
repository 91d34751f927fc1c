//! A published operating margin differs from income and expenses of the same column.
//! Figures are published in whole euros, so each rounded term may move the sum by half of one.

use rust_decimal::Decimal;

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::finance::Rule;
use crate::section::Body;
use crate::section::computed;
use crate::section::figures::{Role, Table};

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let tables = page
        .sections
        .iter()
        .filter_map(|section| match &section.body {
            Body::Figures(figures) => Some(&figures.tables),
            _ => None,
        });
    tables
        .flatten()
        .flat_map(|table| of_table(content, page, table))
        .collect()
}

fn of_table(content: &Content, page: &Page, table: &Table) -> Vec<Finding> {
    let mut found = Vec::new();
    for row in table
        .rows
        .iter()
        .filter(|row| row.role == Some(Role::Margin))
    {
        for column in 0..table.columns.len() {
            let Some(published) = row.value(column) else {
                continue;
            };
            let Some(number) = published.cell.number() else {
                continue;
            };
            let Some(made) = computed::cell(content, page, table, row, column) else {
                continue;
            };
            // Half a unit for each of the two terms and the margin itself, rounded down.
            let tolerance = Decimal::new(1, number.scale());
            let difference =
                (number.checked_sub(made.computed.value)).map(|difference| difference.abs());
            if difference.is_none_or(|difference| difference <= tolerance) {
                continue;
            }
            let shown = |number: Decimal| content.locale.number(number);
            let finding = Finding::warning("margin-mismatch", published.place)
                .with("published", shown(number))
                .with("computed", shown(made.computed.value))
                .with("difference", shown(difference.unwrap_or_default()));
            let with_minus = made.computed.rule == Rule::Margin;
            found.push(if with_minus {
                finding
            } else {
                finding.helped_by("help-positive")
            });
        }
    }
    found
}
