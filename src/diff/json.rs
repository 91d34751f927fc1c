//! Changes as JSON for other programs: all of them, numbers as exact text.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use super::{Change, Difference, Effect, PageChanges, Shown};
use crate::locale::Locale;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    tool: &'static str,
    language: &'a str,
    changes: usize,
    pages: Vec<Page<'a>>,
}

#[derive(Serialize)]
struct Days<'a> {
    version: u32,
    tool: &'static str,
    language: &'a str,
    days: Vec<OnDay<'a>>,
}

#[derive(Serialize)]
struct OnDay<'a> {
    day: String,
    changes: usize,
    pages: Vec<Page<'a>>,
}

#[derive(Serialize)]
struct Page<'a> {
    address: &'a str,
    title: &'a str,
    changes: Vec<One<'a>>,
}

#[derive(Serialize)]
struct One<'a> {
    what: &'static str,
    kind: &'static str,
    id: &'a str,
    name: &'a [String],
    old: Option<Value<'a>>,
    new: Option<Value<'a>>,
    difference: Option<String>,
    percent: Option<String>,
}

#[derive(Serialize)]
struct Value<'a> {
    text: &'a str,
    number: Option<String>,
}

/// All changes as one document.
pub fn json(difference: &Difference, locale: &Locale) -> String {
    let document = Document {
        version: 1,
        tool: TOOL,
        language: locale.language(),
        changes: difference.count(),
        pages: difference.pages.iter().map(page).collect(),
    };
    written(&document)
}

/// What changes on which day, as one document.
pub fn json_of_days(days: &[(Date, Difference)], locale: &Locale) -> String {
    let days = days.iter().map(|(day, difference)| OnDay {
        day: day.to_string(),
        changes: difference.count(),
        pages: difference.pages.iter().map(page).collect(),
    });
    written(&Days {
        version: 1,
        tool: TOOL,
        language: locale.language(),
        days: days.collect(),
    })
}

const TOOL: &str = concat!("toteuma ", env!("CARGO_PKG_VERSION"));

fn written(document: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(document);
    text.expect("texts and lists of them can be written") + "\n"
}

fn page(page: &PageChanges) -> Page<'_> {
    Page {
        address: &page.address,
        title: &page.title,
        changes: page.changes.iter().map(one).collect(),
    }
}

fn one(change: &Change) -> One<'_> {
    let (difference, percent) = match change.effect {
        Some(Effect::Difference(number)) => (Some(number.to_string()), None),
        Some(Effect::Percent(number)) => (None, Some(number.to_string())),
        None => (None, None),
    };
    One {
        what: change.what.key(),
        kind: change.kind.key(),
        id: &change.id,
        name: &change.name,
        old: change.old.as_ref().map(value),
        new: change.new.as_ref().map(value),
        difference,
        percent,
    }
}

fn value(shown: &Shown) -> Value<'_> {
    Value {
        text: &shown.text,
        number: shown.number.as_ref().map(Decimal::to_string),
    }
}
