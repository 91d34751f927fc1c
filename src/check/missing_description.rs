//! A page of figures or fees without a description, or with one that search engines would cut.

use crate::content::{Content, Page, PageKind};
use crate::diagnostic::Finding;

pub fn findings(_: &Content, page: &Page) -> Vec<Finding> {
    let title = page.head().title.as_str();
    match &page.head().description {
        None if page.kind == PageKind::Text => Vec::new(),
        None => {
            let finding = Finding::warning("missing-description", page.head().place);
            vec![finding.about(title)]
        }
        Some(text) => {
            let length = text.value.chars().count();
            if (70..=160).contains(&length) {
                return Vec::new();
            }
            let finding = Finding::warning("description-length", text.place);
            vec![finding.with("number", length.to_string()).about(title)]
        }
    }
}
