//! Ids on a page: what links lead to, and what must not occur twice.

use super::figures::{Row, Table};
use super::prices::Group;
use super::shared::Markdown;
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

/// All ids of a page that a link may lead to, with the place of each in the data.
pub fn all(page: &Page) -> Vec<(String, Place)> {
    let mut ids = Vec::new();
    for section in &page.sections {
        ids.push((section.id.clone(), section.place));
        headings(section.text.as_ref(), &section.id, &mut ids);
        body(section, &mut ids);
    }
    headings(page.text.as_ref(), "s", &mut ids);
    ids
}

fn body(section: &Section, ids: &mut Vec<(String, Place)>) {
    match &section.body {
        Body::Goals(written) => {
            ids.push((goals(section), section.place));
            if written.indicators().next().is_some() {
                ids.push((indicators(section), section.place));
            }
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
                ids.push((table_id, each.place));
            }
        }
        Body::Prices(prices) => {
            for each in &prices.groups {
                ids.push((group(section, each), each.place));
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
        Body::Narrative | Body::Accessibility(_) | Body::Generated(_) => {}
    }
}

fn headings(text: Option<&Markdown>, prefix: &str, ids: &mut Vec<(String, Place)>) {
    let Some(text) = text else { return };
    let found = markdown::references(&text.text).headings;
    ids.extend(
        found
            .into_iter()
            .map(|id| (format!("{prefix}-{id}"), text.place)),
    );
}
