//! What a reader of the site would see change between two states of its data: a plain list of
//! changes, page by page. One file for what is compared on a page, and one for each form.

mod figures;
mod goals;
mod human;
mod json;
mod markdown;
mod pairs;
mod prices;
mod texts;
mod told;

use std::borrow::Cow;

use rust_decimal::Decimal;

pub use human::human;
pub use json::{json, json_of_days};
pub use markdown::markdown;

use crate::compose::plain::Plain;
use crate::content::{Content, Page};
use crate::locale::Locale;
use crate::section::Section;
use pairs::{Pair, pairs};

/// All that changed, in the order of the new site; pages that are gone come last.
#[derive(Debug, Default)]
pub struct Difference {
    pub pages: Vec<PageChanges>,
}

/// What changed on a page.
#[derive(Debug)]
pub struct PageChanges {
    /// Without slashes around it; empty for the front page.
    pub address: String,
    pub title: String,
    /// In the order of the new page; what is gone comes last. At least one.
    pub changes: Vec<Change>,
}

/// A change (muutos) of one thing on a page.
#[derive(Debug, Clone)]
pub struct Change {
    pub what: What,
    pub kind: Kind,
    /// The ids of its section, table and row, or of its fee or goal, divided by slashes.
    pub id: String,
    /// What people call it, from the section to the column: those that say something.
    pub name: Vec<String>,
    /// `None` where nothing stood, or where the text is too long to be told.
    pub old: Option<Shown>,
    pub new: Option<Shown>,
    pub effect: Option<Effect>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    Changed,
    Added,
    Removed,
}

/// What it is that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Figure,
    Price,
    Status,
    Outcome,
    Indicator,
    Validity,
    Vat,
    Unit,
    Fee,
    Goal,
    Row,
    Column,
    Table,
    Section,
    Page,
    /// A heading, a name or running text.
    Text,
}

/// A value as the page prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub text: String,
    pub number: Option<Decimal>,
}

/// How much a number changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// In the figure's own unit.
    Difference(Decimal),
    /// In percent of the old one, rounded to one decimal.
    Percent(Decimal),
}

impl What {
    pub fn key(self) -> &'static str {
        match self {
            What::Changed => "changed",
            What::Added => "added",
            What::Removed => "removed",
        }
    }
}

impl Kind {
    pub fn key(self) -> &'static str {
        match self {
            Kind::Figure => "figure",
            Kind::Price => "price",
            Kind::Status => "status",
            Kind::Outcome => "outcome",
            Kind::Indicator => "indicator",
            Kind::Validity => "validity",
            Kind::Vat => "vat",
            Kind::Unit => "unit",
            Kind::Fee => "fee",
            Kind::Goal => "goal",
            Kind::Row => "row",
            Kind::Column => "column",
            Kind::Table => "table",
            Kind::Section => "section",
            Kind::Page => "page",
            Kind::Text => "text",
        }
    }
}

impl Shown {
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            number: None,
        }
    }
}

impl Change {
    fn new(what: What, kind: Kind, id: String, name: Vec<String>) -> Self {
        Self {
            what,
            kind,
            id,
            name,
            old: None,
            new: None,
            effect: None,
        }
    }

    /// A change from one value to another; `None` when a reader sees the same.
    fn between(
        kind: Kind,
        id: &str,
        name: &[&str],
        old: Option<Shown>,
        new: Option<Shown>,
    ) -> Option<Self> {
        let text =
            |shown: &Option<Shown>| shown.as_ref().map_or("", |shown| &shown.text).to_owned();
        if text(&old) == text(&new) {
            return None;
        }
        let name = name.iter().filter(|name| !name.is_empty());
        let name = name.map(|name| (*name).to_owned()).collect();
        Some(Self {
            old,
            new,
            ..Self::new(What::Changed, kind, id.to_owned(), name)
        })
    }
}

impl PageChanges {
    /// The change of a page that came or went as a whole.
    fn whole(&self) -> Option<&Change> {
        self.changes.iter().find(|change| change.kind == Kind::Page)
    }
}

impl Difference {
    pub fn count(&self) -> usize {
        self.pages.iter().map(|page| page.changes.len()).sum()
    }
}

/// What a reader sees change from one state of a site to another, in the words of a language.
pub fn between(old: &Content, new: &Content, locale: &Locale) -> Difference {
    let pages = pairs(old.pages.iter(), new.pages.iter(), |page| {
        Cow::Borrowed(&page.address)
    });
    let pages = pages.into_iter().map(|pair| {
        let (page, changes) = match pair {
            Pair::Both(before, page) => (page, on_page((old, before), (new, page), locale)),
            Pair::Added(page) => (page, vec![whole(What::Added)]),
            Pair::Removed(page) => (page, vec![whole(What::Removed)]),
        };
        PageChanges {
            address: page.address.clone(),
            title: page.head().title.to_string(),
            changes,
        }
    });
    Difference {
        pages: pages.filter(|page| !page.changes.is_empty()).collect(),
    }
}

/// A page that came or went.
fn whole(what: What) -> Change {
    Change::new(what, Kind::Page, String::new(), Vec::new())
}

/// One of the two sites, and a page of it.
struct View<'a> {
    content: &'a Content,
    page: &'a Page,
    locale: &'a Locale,
    plain: Plain<'a>,
}

fn on_page(
    (old, before): (&Content, &Page),
    (new, page): (&Content, &Page),
    locale: &Locale,
) -> Vec<Change> {
    let view = |content, page| View {
        content,
        page,
        locale,
        plain: Plain::new(content, page, locale),
    };
    let (old, new) = (view(old, before), view(new, page));
    let mut changes = texts::of_page(before, page);
    changes.extend(prices::list(&old, &new));
    let sections = pairs(before.sections(), page.sections(), |section| {
        Cow::Borrowed(&section.id)
    });
    for pair in sections {
        match pair {
            Pair::Both(before, section) => {
                changes.extend(texts::of_section(before, section));
                changes.extend(figures::changes((&old, before), (&new, section)));
            }
            Pair::Added(section) => changes.push(titled(What::Added, section)),
            Pair::Removed(section) => changes.push(titled(What::Removed, section)),
        }
    }
    changes.extend(prices::changes(&old, &new));
    changes.extend(goals::changes(&old, &new));
    in_order(&mut changes, page);
    changes
}

/// A section that came or went.
fn titled(what: What, section: &Section) -> Change {
    let name = vec![section.title.to_string()];
    Change::new(what, Kind::Section, section.id.clone(), name)
}

/// In the order of the page's sections; what is gone comes last.
fn in_order(changes: &mut [Change], page: &Page) {
    let section = |change: &Change| {
        let id = change.id.split('/').next().unwrap_or_default();
        let known = page.sections().iter().position(|section| section.id == id);
        known.map_or(0, |index| index + 1)
    };
    changes.sort_by_cached_key(|change| (change.what == What::Removed, section(change)));
}
