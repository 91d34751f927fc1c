//! A published amount per resident does not follow from the amount and the known population.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::Body;
use crate::section::computed;
use crate::section::figures::Table;

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
        .filter(|row| row.per_resident_of.is_some())
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
            if made.agrees(number) {
                continue;
            }
            let residents = made
                .population
                .map(|known| content.locale.number(known.residents));
            let finding = Finding::warning("per-resident-mismatch", published.place)
                .with("published", content.locale.number(number))
                .with(
                    "computed",
                    content.locale.number(made.computed.rounded(number.scale())),
                )
                .with("residents", residents.unwrap_or_default());
            found.push(finding);
        }
    }
    found
}
