//! Seasons, weekdays or times of day that overlap although each has its own price: columns of one
//! group, or fees of one name; and lists, groups and fees that begin before the ones whose place
//! they take have ended.

use jiff::civil::Date;

use crate::calendar::{self, Span};
use crate::content::{Content, Page};
use crate::diagnostic::{Finding, Place};
use crate::section::prices::{CategoryKind, Group, Validity, named, successions};

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for group in page.groups() {
        found.extend(columns(group));
        found.extend(fees(content, group));
    }
    found.extend(validities(content, page));
    found
}

/// Lists, groups and fees that begin before the one whose place they take has ended.
fn validities(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for pair in successions(content, page) {
        let ((first, first_place), (second, place)) = (pair.first, pair.second);
        if first.until.is_none() || second.from > first.until {
            continue;
        }
        let day = |day: Option<Date>| day.map(|day| content.locale.day(day)).unwrap_or_default();
        let time = |time: Validity| format!("{}–{}", day(time.from), day(time.until));
        let finding = finding((&time(first), &time(second)), place, first_place);
        found.push(finding.about(pair.name).helped_by("help-validity"));
    }
    found
}

/// The categories that the columns of a group use, each kind by itself.
fn columns(group: &Group) -> Vec<Finding> {
    let mut used: Vec<usize> = group
        .columns
        .iter()
        .flat_map(|column| column.categories.iter().copied())
        .collect();
    used.sort_unstable();
    used.dedup();
    let used: Vec<_> = used
        .iter()
        .filter_map(|index| group.categories.get(*index))
        .collect();
    let mut found = Vec::new();
    for (index, second) in used.iter().enumerate() {
        for first in used.iter().take(index) {
            if first.kind == second.kind && overlap(&first.spans, &second.spans) {
                let names = (first.name.as_str(), second.name.as_str());
                let finding = finding(names, second.place, first.place);
                found.push(finding.about(second.name.as_str()));
            }
        }
    }
    found
}

/// Fees of one name that differ only by when they hold.
fn fees(content: &Content, group: &Group) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, second) in group.fees.iter().enumerate() {
        for first in group.fees.iter().take(index) {
            if first.name.text != second.name.text {
                continue;
            }
            let scope = |fee: &crate::section::prices::Fee, kind: CategoryKind| {
                let scope = fee.scopes.iter().find(|scope| scope.kind == kind)?;
                let spans = match named(&group.categories, &scope.text) {
                    Some(category) => category.spans.clone(),
                    None => calendar::spans(&scope.text, &content.locale),
                };
                Some((scope.text.clone(), spans, scope.place))
            };
            // They differ for certain when customers or places do, or any time does.
            let apart = [CategoryKind::Customer, CategoryKind::Place];
            let differ = apart.iter().any(|kind| {
                let text = |fee| scope(fee, *kind).map(|(text, _, _)| text);
                text(first) != text(second)
            });
            let times = [
                CategoryKind::Season,
                CategoryKind::Days,
                CategoryKind::Times,
            ];
            let pairs: Vec<_> = times
                .iter()
                .filter_map(|kind| Some((scope(first, *kind)?, scope(second, *kind)?)))
                .collect();
            let clash = pairs
                .iter()
                .all(|(first, second)| overlap(&first.1, &second.1));
            if let Some((one, other)) = pairs.first().filter(|_| !differ && clash) {
                let names = (one.0.as_str(), other.0.as_str());
                let finding = finding(names, other.2, one.2);
                found.push(finding.about(second.name.text.as_str()));
            }
        }
    }
    found
}

fn overlap(first: &[Span], second: &[Span]) -> bool {
    first
        .iter()
        .any(|one| second.iter().any(|other| calendar::overlap(one, other)))
}

fn finding(names: (&str, &str), place: Place, first: Place) -> Finding {
    Finding::warning("overlapping-times", place)
        .with("first", names.0)
        .with("second", names.1)
        .and_at(first, "label.first")
}
