//! The brief of a page has more than three sentences: then it is not brief.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;

/// Sentences of a brief at most.
const MOST: usize = 3;

pub fn findings(_: &Content, page: &Page) -> Vec<Finding> {
    let count = page.head().brief.len();
    if count <= MOST {
        return Vec::new();
    }
    let finding =
        Finding::warning("long-brief", page.head().place).about(page.head().title.as_str());
    vec![finding.with("number", count.to_string())]
}
