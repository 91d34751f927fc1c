//! A change in words: what all forms for people say of it.

use std::collections::BTreeMap;

use super::{Change, Difference, Effect, Kind, PageChanges, Shown, What};
use crate::locale::Locale;

/// So many changes of a page are told where people read, and so many of all pages; the rest is
/// counted.
const ON_A_PAGE: usize = 50;
const IN_ALL: usize = 300;

/// So many letters of a value are shown.
const LETTERS: usize = 120;

/// A page with the changes that are told, and how many more it has.
pub struct Told<'a> {
    pub page: &'a PageChanges,
    pub changes: &'a [Change],
    pub more: usize,
}

/// The pages that are told, and how many changes the others have.
pub fn pages(difference: &Difference) -> (Vec<Told<'_>>, usize) {
    let mut left = IN_ALL;
    let mut told = Vec::new();
    for page in &difference.pages {
        let count = page.changes.len().min(ON_A_PAGE).min(left);
        let (changes, rest) = page.changes.split_at(count);
        if changes.is_empty() {
            break;
        }
        left -= count;
        told.push(Told {
            page,
            changes,
            more: rest.len(),
        });
    }
    let others = difference.pages.get(told.len()..).unwrap_or_default();
    (told, others.iter().map(|page| page.changes.len()).sum())
}

/// "5 muutosta 2 sivulla: luku 3, hinta 2".
pub fn summary(difference: &Difference, locale: &Locale) -> String {
    let mut counts: BTreeMap<(What, Kind), usize> = BTreeMap::new();
    for change in difference.pages.iter().flat_map(|page| &page.changes) {
        *counts.entry((change.what, change.kind)).or_default() += 1;
    }
    let parts = counts.iter();
    let parts =
        parts.map(|((what, kind), count)| format!("{} {count}", name(*what, *kind, locale)));
    let changes = locale.count("diff.changes", difference.count());
    let pages = locale.count("diff.on-pages", difference.pages.len());
    format!(
        "{changes} {pages}: {}",
        parts.collect::<Vec<_>>().join(", ")
    )
}

/// "luku", "uusi rivi", "poistettu maksu".
pub fn kind(change: &Change, locale: &Locale) -> String {
    name(change.what, change.kind, locale)
}

fn name(what: What, kind: Kind, locale: &Locale) -> String {
    let word = locale.text(&format!("diff.kind.{}", kind.key()), &[]);
    locale.text(&format!("diff.{}", what.key()), &[("kind", &word)])
}

/// The address of a page with its slashes: `/maksut/`.
pub fn address(page: &PageChanges) -> String {
    match page.address.as_str() {
        "" => "/".to_owned(),
        address => format!("/{address}/"),
    }
}

/// A value on one line, not too long.
pub fn shown(shown: Option<&Shown>) -> String {
    let text = shown.map_or("", |shown| shown.text.as_str());
    let line = on_one_line(text);
    match line.char_indices().nth(LETTERS) {
        Some((index, _)) => format!("{}…", line.get(..index).unwrap_or_default().trim_end()),
        None => line,
    }
}

/// "+1 200", "−2,5 %".
pub fn effect(change: &Change, locale: &Locale) -> String {
    let Some(effect) = change.effect else {
        return String::new();
    };
    let (number, text) = match effect {
        Effect::Difference(number) => (number, locale.number(number)),
        Effect::Percent(number) => (number, locale.percent(number)),
    };
    let plus = number.is_sign_positive() && !number.is_zero();
    format!("{}{text}", if plus { "+" } else { "" })
}

/// A text without its line breaks; no-break spaces inside numbers stay.
fn on_one_line(text: &str) -> String {
    let parts = text.split(['\n', '\r', '\t']);
    let parts = parts.map(str::trim).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::{Change, Difference, Kind, PageChanges, What};
    use super::{IN_ALL, ON_A_PAGE, pages};

    #[test]
    fn what_is_not_told_is_counted() {
        let change = Change::new(What::Changed, Kind::Text, String::new(), Vec::new());
        let page = |count| PageChanges {
            address: String::new(),
            title: String::new(),
            changes: vec![change.clone(); count],
        };
        let difference = Difference {
            pages: (0..9).map(|_| page(ON_A_PAGE + 1)).collect(),
        };
        let (told, others) = pages(&difference);
        let shown: usize = told.iter().map(|page| page.changes.len()).sum();
        let more: usize = told.iter().map(|page| page.more).sum();
        assert_eq!(shown, IN_ALL);
        assert_eq!(shown + more + others, difference.count());
    }
}
