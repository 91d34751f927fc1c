//! A figure in running text that is to be taken from the data, and is not there.

use super::broken_link::within;
use super::texts;
use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::prose::{references, resolve};

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for text in texts::of(page) {
        for reference in references(&text.text) {
            if resolve(content, page, reference.written).is_none() {
                let place = within(content, text.place, reference.written);
                found.push(Finding::error("unknown-figure", place).with("text", reference.written));
            }
        }
    }
    found
}
