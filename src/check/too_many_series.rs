//! A chart with more series than the theme has colours that can be told apart.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;

/// Series that readers of all kinds of sight can tell apart.
const MOST: usize = 6;

pub fn findings(_: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for table in page.tables() {
        let Some(chart) = &table.chart else { continue };
        let drawn = table.drawn().len();
        if drawn > MOST {
            let finding = Finding::error("too-many-series", chart.place);
            found.push(finding.with("number", drawn.to_string()));
        }
    }
    found
}
