//! HTML tags or pictures in a Markdown text: the page would not show them.

use super::broken_link::within;
use super::texts;
use crate::content::{Content, Page};
use crate::diagnostic::{Finding, Place};
use crate::markdown;
use crate::section::shared::{Markdown, Text};

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for said in texts::of(page) {
        let refused = refused(content, said.text, said.place).into_iter();
        found.extend(refused.map(|finding| finding.about(said.about.as_str())));
    }
    found
}

/// Those of the notice.
pub fn in_settings(content: &Content) -> Vec<Finding> {
    let notice = content.settings.notice.iter();
    let of_notice = |notice: &Markdown| refused(content, &notice.text, notice.place);
    notice.flat_map(of_notice).collect()
}

fn refused(content: &Content, text: &Text, at: Place) -> Vec<Finding> {
    let mut found = Vec::new();
    for (_, version) in text.versions() {
        let parts = markdown::references(version);
        let html = parts.refused.into_iter().map(|part| ("raw-html", part));
        let pictures = parts.pictures.into_iter();
        let pictures = pictures.map(|part| ("picture-in-text", part));
        found.extend(html.chain(pictures).map(|(rule, part)| {
            Finding::error(rule, within(content, at, &part)).with("text", part)
        }));
    }
    found
}
