//! HTML tags or pictures in a Markdown text: the page would not show them.

use super::broken_link::within;
use super::texts;
use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::markdown;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let refused = |text: &crate::section::shared::Markdown| {
        let parts = markdown::references(&text.text).refused;
        parts
            .into_iter()
            .map(|part| {
                Finding::error("raw-html", within(content, text.place, &part)).with("text", part)
            })
            .collect::<Vec<_>>()
    };
    texts::of(page).into_iter().flat_map(refused).collect()
}
