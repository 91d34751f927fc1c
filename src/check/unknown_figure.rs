//! A figure in running text that is to be taken from the data and is not there, or of which there
//! are several.

use super::broken_link::within;
use super::texts;
use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::prose::{candidates, references, resolve};

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for text in texts::of(page) {
        for reference in references(&text.text) {
            let written = reference.written;
            let place = || within(content, text.place, written);
            if resolve(content, page, written).is_none() {
                found.push(Finding::error("unknown-figure", place()).with("text", written));
                continue;
            }
            let count = candidates(page, written);
            if count > 1 {
                found.push(
                    Finding::warning("ambiguous-figure", place())
                        .with("text", written)
                        .with("count", count.to_string()),
                );
            }
        }
    }
    found
}
