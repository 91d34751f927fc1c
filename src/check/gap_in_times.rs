//! Times that leave out a little between them: a day between two seasons, a weekday, half an hour,
//! some days between a list and the one that replaces it. Long pauses are meant and not told.

use std::collections::BTreeMap;

use crate::calendar::{self, Gap, Span};
use crate::content::{Content, Page};
use crate::diagnostic::{Finding, Place};
use crate::section::prices::{Category, CategoryKind, Fee, Group, Scope, named, successions};

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for group in page.groups() {
        for kind in TIMES {
            found.extend(of_columns(content, group, kind));
            found.extend(of_fees(content, group, kind));
        }
    }
    found.extend(of_successions(content, page));
    found
}

const TIMES: [CategoryKind; 3] = [
    CategoryKind::Season,
    CategoryKind::Days,
    CategoryKind::Times,
];

/// A price for a time.
struct Timed<'a> {
    /// What it is the price of.
    about: &'a str,
    /// The time as it is called.
    name: &'a str,
    spans: Vec<Span>,
    place: Place,
}

/// The times that the price columns of a group are for, where every column is for one.
fn of_columns(content: &Content, group: &Group, kind: CategoryKind) -> Vec<Finding> {
    let of_kind = |index: &usize| -> Option<(usize, &Category)> {
        let category = group.categories.get(*index)?;
        (category.kind == kind).then_some((*index, category))
    };
    let used = group.columns.iter();
    let used = used.map(|column| column.categories.iter().find_map(of_kind));
    let Some(mut used) = used.collect::<Option<Vec<_>>>() else {
        return Vec::new();
    };
    used.sort_unstable_by_key(|(index, _)| *index);
    used.dedup_by_key(|(index, _)| *index);
    let timed = used.into_iter().map(|(_, category)| Timed {
        about: category.name.as_str(),
        name: category.name.as_str(),
        spans: category.spans.clone(),
        place: category.place,
    });
    between(content, &timed.collect::<Vec<_>>())
}

/// The times of fees of one name that differ in nothing else that says for whom, when or where.
fn of_fees(content: &Content, group: &Group, kind: CategoryKind) -> Vec<Finding> {
    let mut named: BTreeMap<&str, Vec<&Fee>> = BTreeMap::new();
    for fee in &group.fees {
        named.entry(fee.name.text.as_str()).or_default().push(fee);
    }
    let mut found = Vec::new();
    for fees in named.values().filter(|fees| fees.len() > 1) {
        let mut left = fees.clone();
        while let Some(first) = left.first().copied() {
            let same = |fee: &&Fee| same_scopes(&rest(fee, kind), &rest(first, kind));
            let (all, others) = left.into_iter().partition::<Vec<&Fee>, _>(same);
            left = others;
            // A fee that tells no time holds whenever the others do not.
            let timed = all.iter().map(|fee| timed(content, group, fee, kind));
            let timed: Option<Vec<Timed>> = timed.collect();
            found.extend(between(content, &timed.unwrap_or_default()));
        }
    }
    found
}

fn rest(fee: &Fee, kind: CategoryKind) -> Vec<&Scope> {
    let scopes = fee.scopes.iter();
    scopes.filter(|scope| scope.kind != kind).collect()
}

fn same_scopes(first: &[&Scope], second: &[&Scope]) -> bool {
    let pairs = first.iter().zip(second);
    let mut same = pairs.map(|(one, other)| one.kind == other.kind && one.text == other.text);
    first.len() == second.len() && same.all(|same| same)
}

fn timed<'a>(
    content: &Content,
    group: &'a Group,
    fee: &'a Fee,
    kind: CategoryKind,
) -> Option<Timed<'a>> {
    let scope = fee.scopes.iter().find(|scope| scope.kind == kind)?;
    let spans = match named(&group.categories, &scope.text) {
        Some(category) => category.spans.clone(),
        None => calendar::spans(&scope.text, &content.locale),
    };
    Some(Timed {
        about: fee.name.text.as_str(),
        name: scope.text.as_str(),
        spans,
        place: scope.place,
    })
}

fn between(content: &Content, timed: &[Timed]) -> Vec<Finding> {
    let spans: Vec<&[Span]> = timed.iter().map(|timed| timed.spans.as_slice()).collect();
    let gaps = calendar::gaps(&spans).into_iter();
    gaps.filter_map(|gap| of_gap(content, timed, &gap))
        .collect()
}

fn of_gap(content: &Content, timed: &[Timed], gap: &Gap) -> Option<Finding> {
    let (before, after) = (timed.get(gap.before)?, timed.get(gap.after)?);
    let weekday = matches!(gap.span, Span::Weekdays(_));
    // Many places are closed on a weekday.
    let (finding, times) = if weekday {
        let names: Vec<&str> = timed.iter().map(|timed| timed.name).collect();
        (Finding::note("gap-in-times", after.place), names.join(", "))
    } else {
        let names = format!("{}, {}", before.name, after.name);
        (Finding::warning("gap-in-times", after.place), names)
    };
    let finding = finding
        .about(after.about)
        .with("gap", calendar::written(&gap.span, &content.locale))
        .with("times", times);
    Some(finding.and_at(before.place, "label.first"))
}

fn of_successions(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for pair in successions(content, page) {
        let (Some(end), Some(start)) = (pair.first.0.until, pair.second.0.from) else {
            continue;
        };
        let Some((from, until)) = calendar::days_between(end, start) else {
            continue;
        };
        let span = Span::Days(from, until);
        let (end, start) = (content.locale.day(end), content.locale.day(start));
        found.push(
            Finding::warning("gap-in-times", pair.second.1)
                .about(pair.name)
                .with("gap", calendar::written(&span, &content.locale))
                .with("times", format!("–{end}, {start}–"))
                .helped_by("help-validity")
                .and_at(pair.first.1, "label.first"),
        );
    }
    found
}
