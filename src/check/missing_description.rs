//! A page of figures or fees without a description, or with one that search engines would cut.

use crate::content::{Content, Page, PageKind};
use crate::diagnostic::Finding;

pub fn findings(_: &Content, page: &Page) -> Vec<Finding> {
    match &page.head.description {
        None if page.kind == PageKind::Text => Vec::new(),
        None => vec![Finding::warning("missing-description", page.head.place)],
        Some(text) => {
            let length = text.value.chars().count();
            if (70..=160).contains(&length) {
                return Vec::new();
            }
            let finding = Finding::warning("description-length", text.place);
            vec![finding.with("number", length.to_string())]
        }
    }
}
