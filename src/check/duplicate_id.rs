//! The same id twice on a page: a link could lead to only one of them.

use std::collections::HashMap;

use crate::content::{Content, Page};
use crate::diagnostic::{Finding, Place};
use crate::section::ids;

pub fn findings(_: &Content, page: &Page) -> Vec<Finding> {
    let mut seen: HashMap<String, Place> = HashMap::new();
    let mut found = Vec::new();
    for (id, place) in ids::all(page) {
        if id.is_empty() {
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
