//! The same figure in two tables of a page, and not the same in both.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::finance::rounding::within_rounding;
use crate::section::same_figure::{Twice, counterparts, twice};

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let tables: Vec<_> = page.tables().collect();
    let mut found = Vec::new();
    for (number, table) in tables.iter().enumerate() {
        for index in 0..table.rows.len() {
            for (other, at) in counterparts(page, table, index) {
                // Of two rows that find each other the later one tells.
                let earlier = tables.iter().position(|known| std::ptr::eq(*known, other));
                let mutual = counterparts(page, other, at)
                    .iter()
                    .any(|(back, row)| std::ptr::eq(*back, *table) && *row == index);
                if mutual && earlier > Some(number) {
                    continue;
                }
                let pairs = twice(table, index, other, at);
                let wrong = pairs.iter().filter(|pair| !pair.agrees() && !pair.noted);
                found.extend(wrong.map(|pair| finding(content, pair)));
            }
        }
    }
    found
}

fn finding(content: &Content, pair: &Twice) -> Finding {
    // A table of positive costs says the same as one of negative ones.
    let alike = match pair.first.is_sign_negative() {
        true => -pair.second.abs(),
        false => pair.second.abs(),
    };
    let rounded = within_rounding(pair.first.abs(), pair.second.abs(), 2);
    let finding = match rounded {
        true => Finding::note("rounding-difference", pair.place),
        false => Finding::warning("same-figure-differs", pair.place),
    };
    finding
        .about(pair.row.figure_name(pair.column))
        .with("published", content.locale.number(pair.first))
        .with("computed", content.locale.number(alike))
        .with("other", pair.other_row.name.text.as_str())
        .and_at(pair.other_place, "label.other-figure")
}
