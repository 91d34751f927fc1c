//! The findings of a page laid upon its figures, rows, fees and sections, for a preview.

use std::collections::HashMap;

use crate::content::{Content, Page};
use crate::diagnostic::{FileId, Findings, Place, Sources};
use crate::locale::Locale;
use crate::page::Found;
use crate::report::{self, Told};
use crate::section::{Body, Section};

/// Open findings by file, in the words of a language.
pub fn found(
    findings: &Findings,
    sources: &Sources,
    locale: &Locale,
) -> HashMap<FileId, Vec<Found>> {
    let mut found: HashMap<FileId, Vec<Found>> = HashMap::new();
    for told in report::told(findings.open(), sources, locale) {
        if let Some((file, one)) = one(told, locale) {
            found.entry(file).or_default().push(one);
        }
    }
    found
}

/// A finding as its page tells it; nothing where it has no place.
fn one(told: Told, locale: &Locale) -> Option<(FileId, Found)> {
    let (place, spot) = (told.finding.place?, told.spot?);
    let level = told.finding.level.key();
    let found = Found {
        number: 0,
        rule: told.finding.rule,
        level,
        word: locale.text(&format!("level.{level}"), &[]),
        about: told.finding.about.clone(),
        message: told.message,
        help: told.help,
        file: spot.file,
        line: spot.start.line,
        column: spot.start.column,
        href: None,
        place,
    };
    Some((place.file, found))
}

/// The findings of a page, and the numbers of those that something on it has.
#[derive(Debug, Default)]
pub struct OnPage {
    pub list: Vec<Found>,
    /// By the place of a figure, a row, a column, a fee or a goal.
    at: HashMap<Place, Vec<usize>>,
    /// Those that are about nothing smaller than a section.
    of_sections: HashMap<FileId, Vec<usize>>,
}

impl OnPage {
    pub fn new(content: &Content, page: &Page) -> Self {
        let mut found = Self::default();
        if content.found.is_empty() {
            return found;
        }
        let mut number = 0;
        let files = std::iter::once(page.file).chain(page.sections().iter().map(|each| each.file));
        for file in files {
            let section = page.sections().iter().find(|section| section.file == file);
            let anchors = section.map(anchors).unwrap_or_default();
            for each in content.found.get(&file).into_iter().flatten() {
                number += 1;
                // It is about the last thing that begins before it.
                let before = anchors.partition_point(|anchor| anchor.start <= each.place.start);
                let anchor = before.checked_sub(1).and_then(|index| anchors.get(index));
                let href = match (anchor, section) {
                    (Some(anchor), _) => {
                        found.at.entry(*anchor).or_default().push(number);
                        Some(format!("#found-{number}"))
                    }
                    (None, Some(section)) => {
                        found.of_sections.entry(file).or_default().push(number);
                        Some(format!("#{}", section.id))
                    }
                    (None, None) => None,
                };
                found.list.push(Found {
                    number,
                    href,
                    ..each.clone()
                });
            }
        }
        found
    }

    /// The numbers of the findings about what stands at a place.
    pub fn at(&self, place: Place) -> Vec<usize> {
        self.at.get(&place).cloned().unwrap_or_default()
    }

    /// The numbers of the findings about a section as a whole.
    pub fn of_section(&self, section: &Section) -> Vec<usize> {
        let numbers = self.of_sections.get(&section.file);
        numbers.cloned().unwrap_or_default()
    }
}

/// What findings of a section can be about, in the order of the file.
fn anchors(section: &Section) -> Vec<Place> {
    let mut anchors: Vec<Place> = match &section.body {
        Body::Figures(figures) => {
            let tables = figures.tables.iter();
            tables
                .flat_map(|table| {
                    let columns = table.columns.iter().map(|column| column.place);
                    let rows = table.rows.iter().map(|row| row.place);
                    let values = table.rows.iter().flat_map(|row| &row.values).flatten();
                    let parts = columns.chain(rows).chain(values.map(|value| value.place));
                    parts.chain([table.place])
                })
                .collect()
        }
        Body::Prices(prices) => {
            let groups = prices.groups.iter();
            groups
                .flat_map(|group| {
                    let fees = group.fees.iter().map(|fee| fee.place);
                    fees.chain([group.place])
                })
                .collect()
        }
        Body::Goals(goals) => goals.goals.iter().map(|goal| goal.place).collect(),
        _ => Vec::new(),
    };
    // A table that repeats another one has its figures in another file.
    anchors.retain(|place| place.file == section.file);
    anchors.sort_unstable();
    anchors
}
