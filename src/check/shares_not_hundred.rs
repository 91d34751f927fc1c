//! Published shares of one whole whose sum is not 100 %, and rounding does not explain it.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::Body;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let goals = page
        .sections
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
    wrong.collect()
}
