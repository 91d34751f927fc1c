//! The same id twice on a page: a link could lead to only one of them.

use std::collections::HashMap;

use super::heading_order;
use crate::content::{Content, Page, PageKind};
use crate::diagnostic::{Finding, Place};
use crate::section::ids::{self, InText};

/// Ids that the page templates use themselves.
const RESERVED: [&str; 11] = [
    "havainnot",
    "sisalto",
    "lyhyesti",
    "haku-tila",
    "ei-osumia",
    "alv-molemmat",
    "alv-ilman",
    "alv-sis",
    "laskuri",
    "l-nimike",
    "l-tunnit",
];

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let mut seen: HashMap<String, Place> = HashMap::new();
    let mut found = Vec::new();
    for (id, place) in ids::of_data(page) {
        // The search field is on price lists, and on the front page without a heading.
        let search = id == "haku" && page.kind == PageKind::PriceList;
        if search || RESERVED.contains(&id.as_str()) {
            let finding = Finding::error("reserved-id", place).with("id", &id);
            found.push(finding.about(id));
        } else if id.is_empty() {
            found.push(Finding::error("no-id", place).about(page.head().title.as_str()));
        } else if let Some(first) = seen.get(&id) {
            found.push(twice(id, place, *first));
        } else {
            seen.insert(id, place);
        }
    }
    for language in 0..=content.translations.len() {
        found.extend(of_headings(content, page, language, &seen));
    }
    found
}

/// Headings inside texts: their ids come from their words.
fn of_headings(
    content: &Content,
    page: &Page,
    language: usize,
    taken: &HashMap<String, Place>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut seen: HashMap<&str, &InText> = HashMap::new();
    let headings = ids::headings(page, language);
    let worded = |inside: &&InText| !inside.heading.words.trim().is_empty();
    let place = |inside: &InText| heading_order::place(content, inside, language);
    for inside in headings.iter().filter(worded) {
        let above = seen.get(inside.id.as_str()).map(|above| place(above));
        let Some(first) = taken.get(&inside.id).copied().or(above) else {
            seen.insert(&inside.id, inside);
            continue;
        };
        if inside.is_written_in(language) {
            let finding = twice(inside.id.clone(), place(inside), first);
            let finding = finding.about(&inside.heading.words);
            found.push(finding.helped_by("help-heading"));
        }
    }
    found
}

fn twice(id: String, place: Place, first: Place) -> Finding {
    let finding = Finding::error("duplicate-id", place)
        .with("id", &id)
        .about(id);
    finding.and_at(first, "label.first")
}
