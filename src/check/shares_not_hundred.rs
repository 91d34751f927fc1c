//! Published shares of one whole whose sum is not 100 %, and rounding does not explain it.

use rust_decimal::Decimal;

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::finance::{share, sum};
use crate::section::Body;
use crate::section::computed;
use crate::section::figures::{ColumnKind, Row, Table};

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let goals = page
        .sections()
        .iter()
        .filter_map(|section| match &section.body {
            Body::Goals(goals) => goals.counts.as_deref(),
            _ => None,
        });
    let wrong = goals.filter_map(|counts| {
        let (total, explained) = counts.off()?;
        let place = counts.rows.first().map_or(counts.place, |row| row.place);
        let finding = Finding::warning("shares-not-hundred", place);
        (!explained).then(|| finding.with("total", content.locale.number(total)))
    });
    wrong
        .chain(page.tables().flat_map(|table| of_table(content, table)))
        .collect()
}

/// Columns of shares over a sum that says they make a whole.
fn of_table(content: &Content, table: &Table) -> Vec<Finding> {
    let columns = table.columns.iter().enumerate();
    let shares = columns.filter(|(_, column)| column.kind == ColumnKind::Share);
    shares
        .filter_map(|(index, column)| {
            let is_part = |row: &&Row| row.parent.is_none() && !computed::is_result(row);
            let says_whole = |row: &Row| row.number(index) == Some(Decimal::ONE_HUNDRED);
            let mut sums = table.rows.iter().filter(|row| row.is_running());
            let sum = sums.find(|row| says_whole(row))?;
            let parts: Option<Vec<Decimal>> = table
                .rows
                .iter()
                .filter(is_part)
                .map(|row| row.number(index))
                .collect();
            let parts = parts.filter(|parts| !share::make_whole(parts))?;
            let total = sum::total(&parts)?;
            let place = sum.value(index).map_or(column.place, |value| value.place);
            let finding = Finding::warning("shares-not-hundred", place).about(column.path());
            let finding = finding.with("total", content.locale.number(total.value));
            Some(finding.helped_by("help-column"))
        })
        .collect()
}
