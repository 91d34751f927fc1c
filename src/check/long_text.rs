//! Names, cells and links so long that a page is hard to read with them, and names that have
//! swallowed the lines beside them. The limits leave the longest names of real documents in peace.

use super::broken_link::{in_file, within};
use super::texts;
use crate::content::{Content, Page};
use crate::diagnostic::{Finding, Place};
use crate::markdown;
use crate::section::goals::Goals;
use crate::section::prices::Prices;
use crate::section::shared::Text;
use crate::section::{Body, Section, ids};

/// What stands in navigation and in the way to a page.
const SHORT: usize = 60;
/// The head of a column is as narrow as its figures.
const COLUMN: usize = 80;
const PAGE_TITLE: usize = 140;
/// Headings of sections, tables and groups.
const HEADING: usize = 200;
/// Headings inside texts.
const INNER_HEADING: usize = 120;
/// Names of rows, fees and indicators stand beside figures.
const NAME: usize = 200;
const GOAL: usize = 300;
/// An action, a measure or an outcome in the table of goals.
const CELL: usize = 1500;
const LINK: usize = 200;

/// A name on a page, where it stands, and how long it may be.
struct Name<'a> {
    text: &'a Text,
    place: Place,
    limit: usize,
    help: &'static str,
}

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for name in names(page) {
        // A title is looked for in its file; what has a place of its own is there.
        let place = || match name.place.range().is_empty() {
            true => in_file(
                content,
                name.place.file,
                name.text.lines().next().unwrap_or_default(),
            ),
            false => name.place,
        };
        for (_, version) in name.text.versions() {
            found.extend(of_name(&name, version, &place));
        }
    }
    found.extend(in_texts(content, page));
    found.extend(page.sections().iter().flat_map(cells));
    found
}

fn of_name(name: &Name, version: &str, place: &dyn Fn() -> Place) -> Option<Finding> {
    let about = name.text.as_str();
    if version.contains('\t') || version.trim().matches('\n').count() > 1 {
        let finding = Finding::warning("swallowed-lines", place());
        return Some(finding.about(about));
    }
    let length = version.chars().count();
    (length > name.limit).then(|| {
        told(place(), length, name.limit)
            .about(about)
            .helped_by(name.help)
    })
}

fn told(place: Place, length: usize, limit: usize) -> Finding {
    Finding::warning("long-text", place)
        .with("number", length.to_string())
        .with("limit", limit.to_string())
}

fn names(page: &Page) -> Vec<Name<'_>> {
    let top = |text, limit, help| Name {
        text,
        place: Place::top(page.file),
        limit,
        help,
    };
    let mut names = vec![top(&page.head().title, PAGE_TITLE, "help-title")];
    names.extend(
        page.head()
            .short
            .iter()
            .map(|text| top(text, SHORT, "help")),
    );
    for section in page.sections() {
        names.push(Name {
            text: &section.title,
            place: section.place,
            limit: HEADING,
            help: "help-title",
        });
        names.extend(in_section(section));
    }
    names
}

fn in_section(section: &Section) -> Vec<Name<'_>> {
    match &section.body {
        Body::Goals(goals) => in_goals(goals),
        Body::Prices(prices) => in_prices(prices),
        Body::Figures(figures) => {
            let tables = figures.tables.iter();
            let in_table = tables.flat_map(|table| {
                let titles = table
                    .title
                    .iter()
                    .map(|text| named(text, table.place, HEADING));
                let columns = table.columns.iter();
                let columns = columns.map(|column| named(&column.label.text, column.place, COLUMN));
                let rows = table.rows.iter();
                let rows = rows.map(|row| named(&row.name.text, row.place, NAME));
                titles.chain(columns).chain(rows)
            });
            in_table.collect()
        }
        Body::Terms(terms) => {
            let terms = terms.terms.iter();
            terms
                .map(|term| named(&term.term, term.place, NAME))
                .collect()
        }
        Body::Narrative | Body::Accessibility(_) | Body::Generated(_) | Body::Keys(_) => Vec::new(),
    }
}

fn in_goals(goals: &Goals) -> Vec<Name<'_>> {
    let own = goals.goals.iter();
    let own = own.map(|goal| named(&goal.goal, goal.place, GOAL));
    let indicators = goals.indicators();
    own.chain(indicators.map(|(_, each)| named(&each.name, each.place, NAME)))
        .collect()
}

fn in_prices(prices: &Prices) -> Vec<Name<'_>> {
    let groups = prices.groups.iter().flat_map(|group| {
        let titles = group.title.iter().chain(&group.caption);
        let titles = titles.map(|text| named(text, group.place, HEADING));
        let columns = group.columns.iter();
        let columns = columns.map(|column| named(&column.label, column.place, COLUMN));
        let fees = group.fees.iter();
        titles
            .chain(columns)
            .chain(fees.map(|fee| named(&fee.name.text, fee.place, NAME)))
    });
    groups.collect()
}

fn named(text: &Text, place: Place, limit: usize) -> Name<'_> {
    Name {
        text,
        place,
        limit,
        help: "help",
    }
}

/// Links and headings inside texts.
fn in_texts(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for said in texts::of(page) {
        for (_, version) in said.text.versions() {
            let links = markdown::references(version).link_words.into_iter();
            let long = links.filter(|words| words.chars().count() > LINK);
            found.extend(long.map(|words| {
                let place = within(content, said.place, &words);
                told(place, words.chars().count(), LINK)
                    .about(said.about.as_str())
                    .helped_by("help-link")
            }));
        }
    }
    for language in 0..=content.translations.len() {
        for inside in ids::headings(page, language) {
            let length = inside.heading.words.chars().count();
            if length > INNER_HEADING {
                let place = within(content, inside.text.place, &inside.heading.words);
                found.push(told(place, length, INNER_HEADING).helped_by("help-heading"));
            }
        }
    }
    found
}

/// The cells of a table of goals.
fn cells(section: &Section) -> Vec<Finding> {
    let Body::Goals(goals) = &section.body else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for goal in &goals.goals {
        for action in &goal.actions {
            let cells = action.action.iter().chain(&action.measure);
            for cell in cells.chain(&action.outcome).chain(&action.last) {
                let lengths = cell.text.versions();
                let lengths = lengths.map(|(_, text)| markdown::plain(text).chars().count());
                let longest = lengths.max().filter(|length| *length > CELL);
                found.extend(longest.map(|length| {
                    told(cell.place, length, CELL)
                        .about(action.name(goal))
                        .helped_by("help-cell")
                }));
            }
        }
    }
    found
}
