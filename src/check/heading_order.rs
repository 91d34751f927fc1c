//! Headings inside a text: a level that is left out on the way down, and a heading without words.
//! The highest level of a text comes below its section's heading whatever it is, so a text may
//! begin with any number of `#`.

use super::broken_link::nth_within;
use crate::content::{Content, Page};
use crate::diagnostic::{Finding, Place};
use crate::section::ids::{self, InText};
use crate::section::shared::Markdown;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for language in 0..=content.translations.len() {
        let mut headings = ids::headings(page, language);
        headings.retain(|inside| inside.is_written_in(language));
        for inside in headings.chunk_by(|one, next| std::ptr::eq(one.text, next.text)) {
            found.extend(of_text(content, inside, language));
        }
    }
    found
}

/// The headings of one text.
fn of_text(content: &Content, inside: &[InText], language: usize) -> Vec<Finding> {
    let mut found = Vec::new();
    let highest = inside.iter().map(|inside| inside.heading.level).min();
    let mut before: Option<&InText> = None;
    for inside in inside {
        let heading = &inside.heading;
        let place = || place(content, inside, language);
        if heading.words.trim().is_empty() {
            found.push(Finding::warning("empty-heading", place()));
            continue;
        }
        let most = match before {
            Some(before) => before.heading.level + 1,
            None => highest.unwrap_or(heading.level),
        };
        if heading.level > most {
            let hashes = |level: u8| "#".repeat(usize::from(level));
            let finding = Finding::warning("heading-order", place())
                .with("text", &heading.words)
                .with("level", hashes(heading.level))
                .with("wanted", hashes(most))
                .about(&heading.words);
            found.push(match before {
                Some(before) => finding.with("before", &before.heading.words),
                None => finding.helped_by("help-first"),
            });
        }
        before = Some(inside);
    }
    found
}

/// The line of a heading.
pub fn place(content: &Content, inside: &InText, language: usize) -> Place {
    let Markdown { text, place } = inside.text;
    let written = text.version(language).text;
    let range = inside.heading.range.clone();
    let line = written
        .get(range.clone())
        .and_then(|raw| raw.lines().next());
    let line = line.unwrap_or_default().trim();
    // The same line may stand above, in this language or in one before it.
    let above = written.get(..range.start).unwrap_or_default();
    let languages = text.versions().filter(|(number, _)| *number < language);
    let others: usize = languages.map(|(_, text)| text.matches(line).count()).sum();
    let count = above.matches(line).count() + others;
    nth_within(content, *place, line, count)
}
