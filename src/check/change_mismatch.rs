//! A published change in percent is not the change from the base column it names.

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
    for row in table.rows.iter().filter(|row| row.change_of.is_some()) {
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
            let locale = &content.locale;
            let finding = Finding::warning("change-mismatch", published.place)
                .with("published", locale.number(number))
                .with(
                    "computed",
                    locale.number(made.computed.rounded(number.scale())),
                )
                .with("base", made.base.unwrap_or_default());
            found.push(finding);
        }
    }
    found
}
