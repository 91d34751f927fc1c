//! A figure in running text that is to be taken from the data and is not there, or of which there
//! are several.

use super::broken_link::within;
use super::texts;
use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::prose::{candidates, references, resolve};

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for said in texts::of(page) {
        let written = said.text.versions();
        let references = written.flat_map(|(_, version)| references(version));
        for reference in references {
            let written = reference.written;
            let place = || within(content, said.place, written);
            if resolve(content, page, written).is_none() {
                let finding = Finding::error("unknown-figure", place()).with("text", written);
                found.push(finding.about(said.about.as_str()));
                continue;
            }
            let count = candidates(page, written);
            if count > 1 {
                let finding = Finding::warning("ambiguous-figure", place()).with("text", written);
                let finding = finding.with("count", count.to_string());
                found.push(finding.about(said.about.as_str()));
            }
        }
    }
    found
}
