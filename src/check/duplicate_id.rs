//! The same id twice on a page: a link could lead to only one of them.

use std::collections::HashMap;

use crate::content::{Content, Page, PageKind};
use crate::diagnostic::{Finding, Place};
use crate::section::ids;

/// Ids that the page templates use themselves.
const RESERVED: [&str; 10] = [
    "sisalto",
    "lyhyesti",
    "haku-tila",
    "ei-osumia",
    "alv-molemmat",
    "alv-ilman",
    "alv-sis",
    "laskuri",
    "l-nimike",
    "l-tunnit",
];

pub fn findings(_: &Content, page: &Page) -> Vec<Finding> {
    let mut seen: HashMap<String, Place> = HashMap::new();
    let mut found = Vec::new();
    for (id, place) in ids::all(page, 0) {
        // The search field is on price lists, and on the front page without a heading.
        let search = id == "haku" && page.kind == PageKind::PriceList;
        if search || RESERVED.contains(&id.as_str()) {
            found.push(Finding::error("reserved-id", place).with("id", id));
        } else if id.is_empty() {
            found.push(Finding::error("no-id", place));
        } else if let Some(first) = seen.get(&id) {
            found.push(
                Finding::error("duplicate-id", place)
                    .with("id", id)
                    .and_at(*first, "label.first"),
            );
        } else {
            seen.insert(id, place);
        }
    }
    found
}
