//! Ids on a page: what links lead to, and what must not occur twice.

use super::figures::{Row, Table};
use super::prices::Group;
use super::shared::{Markdown, Note};
use super::{Body, Section};
use crate::content::Page;
use crate::diagnostic::Place;
use crate::markdown;

/// The id of a table, for its caption and downloads.
pub fn table(section: &Section, table: &Table) -> String {
    if table.id.is_empty() {
        format!("t-{}", section.id)
    } else {
        format!("t-{}-{}", section.id, table.id)
    }
}

/// The id of a row of figures.
pub fn row(table_id: &str, row: &Row) -> String {
    format!("{table_id}-{}", row.id)
}

/// The id of a group of fees.
pub fn group(section: &Section, group: &Group) -> String {
    if group.id.is_empty() {
        format!("t-{}", section.id)
    } else {
        group.id.clone()
    }
}

/// The id of a table of goals.
pub fn goals(section: &Section) -> String {
    format!("t-{}", section.id)
}

/// The id of the table of indicators under the goals.
pub fn indicators(section: &Section) -> String {
    format!("t-{}-indicators", section.id)
}

/// The id of the table of counts under the goals.
pub fn counts(section: &Section) -> String {
    format!("t-{}-counts", section.id)
}

/// The id of a note under the table or group of this id.
pub fn note(table_id: &str, index: usize) -> String {
    format!("{table_id}-n{}", index + 1)
}

/// The id of a record in the reference of keys.
pub fn record(name: &str) -> String {
    format!("keys-{name}")
}

/// The id of a record's key in the reference of keys.
pub fn key(record: &str, key: &str) -> String {
    format!("keys-{record}-{key}")
}

/// The parts of an accessibility statement, in order.
pub const PARTS_OF_STATEMENT: [&str; 5] =
    ["service", "status-heading", "made", "feedback", "authority"];

/// The id of a part of an accessibility statement.
pub fn part_of_statement(section: &Section, key: &str) -> String {
    format!("{}-{key}", section.id)
}

/// All ids of a page that a link may lead to, with the place of each in the data. Those of headings
/// come from their words and are another language's own.
pub fn all(page: &Page, language: usize) -> Vec<(String, Place)> {
    let mut ids = of_data(page);
    let inside = headings(page, language).into_iter();
    ids.extend(inside.map(|inside| (inside.id, inside.text.place)));
    ids
}

/// The ids of all that is not a heading inside a text.
pub fn of_data(page: &Page) -> Vec<(String, Place)> {
    let mut ids = Vec::new();
    for section in page.sections() {
        ids.push((section.id.clone(), section.place));
        body(section, &mut ids);
    }
    ids
}

/// A heading inside a text of a page.
pub struct InText<'a> {
    pub id: String,
    pub heading: markdown::Heading,
    pub text: &'a Markdown,
}

impl InText<'_> {
    /// Whether its text is that language's own and not the first one's in its place.
    pub fn is_written_in(&self, language: usize) -> bool {
        let mut versions = self.text.text.versions();
        versions.any(|(number, _)| number == language)
    }
}

/// The headings inside the texts of a page in one of its languages.
pub fn headings(page: &Page, language: usize) -> Vec<InText<'_>> {
    let mut texts: Vec<(String, &Markdown)> = Vec::new();
    texts.extend(page.text().into_iter().map(|text| ("s".to_owned(), text)));
    for section in page.sections() {
        texts.extend(section.text.iter().map(|text| (section.id.clone(), text)));
        match &section.body {
            Body::Prices(prices) => {
                let texted = prices.groups.iter().filter_map(|each| {
                    let text = each.text.as_ref()?;
                    Some((group(section, each), text))
                });
                texts.extend(texted);
            }
            Body::Terms(terms) => {
                let terms = terms.terms.iter();
                texts.extend(terms.map(|term| (term.id.clone(), &term.text)));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    for (prefix, text) in texts {
        let written = text.text.version(language).text;
        if !may_have_headings(written) {
            continue;
        }
        let inside = markdown::references(written).headings.into_iter();
        found.extend(inside.map(|heading| InText {
            id: format!("{prefix}-{}", heading.id()),
            heading,
            text,
        }));
    }
    found
}

/// Whether a Markdown text may have headings: after `#`, or over a line of `=` or `-`. Most have none,
/// and need not be read.
fn may_have_headings(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_end);
    text.contains('#') || lines.any(|line| line.ends_with(['=', '-']))
}

fn body(section: &Section, ids: &mut Vec<(String, Place)>) {
    match &section.body {
        Body::Goals(written) => {
            ids.push((goals(section), section.place));
            if written.indicators().next().is_some() {
                ids.push((indicators(section), section.place));
            }
            ids.extend(notes(&goals(section), &written.notes));
            let counted = written.counts.as_ref();
            ids.extend(counted.map(|made| (counts(section), made.place)));
            ids.extend(
                written
                    .goals
                    .iter()
                    .map(|goal| (goal.id.clone(), goal.place)),
            );
        }
        Body::Figures(figures) => {
            for each in &figures.tables {
                let table_id = table(section, each);
                ids.extend(
                    each.rows
                        .iter()
                        .map(|each| (row(&table_id, each), each.place)),
                );
                ids.extend(notes(&table_id, &each.notes));
                ids.push((table_id, each.place));
            }
        }
        Body::Prices(prices) => {
            for each in &prices.groups {
                ids.push((group(section, each), each.place));
                ids.extend(notes(&group(section, each), &each.notes));
                ids.extend(each.fees.iter().map(|fee| (fee.id.clone(), fee.place)));
            }
        }
        Body::Terms(terms) => {
            ids.extend(terms.terms.iter().map(|term| (term.id.clone(), term.place)))
        }
        Body::Keys(keys) => {
            for (each, place) in &keys.records {
                ids.push((record(each.name), *place));
                let keys = each.keys.iter();
                ids.extend(keys.map(|made| (key(each.name, &made.name()), *place)));
            }
        }
        Body::Accessibility(_) => {
            let parts = PARTS_OF_STATEMENT.iter();
            ids.extend(parts.map(|part| (part_of_statement(section, part), section.place)));
        }
        Body::Narrative | Body::Generated(_) => {}
    }
}

fn notes(table_id: &str, notes: &[Note]) -> impl Iterator<Item = (String, Place)> {
    let numbered = notes.iter().enumerate();
    numbered.map(move |(index, each)| (note(table_id, index), each.place))
}
