//! A finding with all that a form of report may ask: words, files, lines and columns.

use super::texts::Texts;
use super::words::{Words, sentence, words};
use crate::diagnostic::position::without_mark;
use crate::diagnostic::{Acceptance, Finding, Place, Position, Sources};
use crate::locale::Locale;

pub struct Told<'a> {
    pub finding: &'a Finding,
    pub message: String,
    pub help: String,
    /// Where it is; nothing for a file that is not there.
    pub spot: Option<Spot>,
    /// Other places that belong to it, with their labels.
    pub others: Vec<(Spot, String)>,
    /// Why somebody lets it stand, and where that is written.
    pub accepted: Option<(&'a Acceptance, Spot)>,
}

impl Told<'_> {
    /// The message after what it is about.
    pub fn sentence(&self) -> String {
        sentence(self.finding, &self.message)
    }
}

/// A place as people see it.
pub struct Spot {
    /// The file's path in the site, with `/` between parts.
    pub file: String,
    pub start: Position,
    /// Behind the last character.
    pub end: Position,
    /// The line it begins on; a very long one is cut.
    pub excerpt: String,
}

/// Findings told, in their order.
pub fn told<'a>(
    findings: impl IntoIterator<Item = &'a Finding>,
    sources: &Sources,
    locale: &Locale,
) -> Vec<Told<'a>> {
    let texts = Texts::new(sources);
    let spot = |place: Place| spot(place, sources, &texts);
    let told = |finding: &'a Finding| {
        let Words { message, help } = words(finding, locale);
        let others = finding.others.iter();
        let accepted = finding.accepted.as_deref();
        Told {
            finding,
            message,
            help,
            spot: finding.place.map(spot),
            others: others
                .map(|(place, label)| (spot(*place), locale.text(label, &[])))
                .collect(),
            accepted: accepted.map(|accepted| (accepted, spot(accepted.place))),
        }
    };
    findings.into_iter().map(told).collect()
}

/// An excerpt is cut after so many characters.
const EXCERPT: usize = 300;

fn spot(place: Place, sources: &Sources, texts: &Texts) -> Spot {
    let text = texts.of(place.file);
    let range = place.range();
    let line = without_mark(text.line(range.start));
    let cut = line.char_indices().nth(EXCERPT);
    let excerpt = match cut.and_then(|(end, _)| line.get(..end)) {
        Some(begin) => format!("{begin}…"),
        None => line.to_owned(),
    };
    Spot {
        file: sources.name(place.file),
        start: text.position(range.start),
        end: text.position(range.end),
        excerpt,
    }
}
