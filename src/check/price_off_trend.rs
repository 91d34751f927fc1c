//! A price that changes quite unlike the others of its list: a slip of the comma in a later price,
//! in a column of another year, or in a list that replaces another one.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::content::{Content, Page};
use crate::diagnostic::{Finding, Place};
use crate::finance::trend;
use crate::section::prices::{Fee, Group, Pair, Price};

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let later: Vec<Change> = page.fees().flat_map(later).collect();
    let mut found = far_off(content, &later);
    for group in page.groups().filter(|group| group.change.is_some()) {
        found.extend(far_off(content, &between_columns(group)));
    }
    if let Some(replaced) = content.replaced(page) {
        found.extend(far_off(content, &between_lists(replaced, page)));
    }
    found
}

/// A price before and after.
struct Change<'a> {
    fee: &'a Fee,
    before: Decimal,
    after: Decimal,
    place: Place,
    /// Where the price before stands, when it is not beside the one after.
    earlier: Option<Place>,
}

fn far_off(content: &Content, changes: &[Change]) -> Vec<Finding> {
    let ratio = |change: &Change| change.after.checked_div(change.before);
    let ratios: Vec<Decimal> = changes.iter().filter_map(ratio).collect();
    if ratios.len() < changes.len() {
        return Vec::new();
    }
    let outliers = trend::outliers(&ratios).into_iter();
    let told = outliers.filter_map(|(index, usual)| Some((changes.get(index)?, usual)));
    told.map(|(change, usual)| finding(content, change, usual))
        .collect()
}

fn finding(content: &Content, change: &Change, usual: Decimal) -> Finding {
    let likely = trend::without_slip(change.before, change.after, usual);
    let finding = Finding::warning("price-off-trend", change.place)
        .about(change.fee.name.text.as_str())
        .with("before", content.locale.number(change.before))
        .with("after", content.locale.number(change.after))
        .with("usual", percent(content, usual));
    let finding = match likely {
        Some(likely) => finding
            .with("likely", content.locale.number(likely))
            .helped_by("help-slip"),
        None => finding,
    };
    match change.earlier {
        Some(place) => finding.and_at(place, "label.previous"),
        None => finding,
    }
}

/// `+3,5 %` of 1.035.
fn percent(content: &Content, ratio: Decimal) -> String {
    let change = crate::finance::change::percent(ratio, Decimal::ONE);
    let Some(change) = change.map(|made| made.rounded(1)) else {
        return String::new();
    };
    let sign = if change > Decimal::ZERO { "+" } else { "" };
    format!("{sign}{}", content.locale.percent(change))
}

/// Every price of a fee with the one that follows it.
fn later(fee: &Fee) -> Vec<Change<'_>> {
    let mut later: Vec<_> = fee.later.iter().collect();
    later.sort_by_key(|later| later.from);
    let mut found = Vec::new();
    let mut before = amounts(&fee.prices);
    for later in later {
        let after = amounts(&fee.prices_on(Some(later.from)));
        found.extend(changes(fee, &before, &after, later.place, None));
        before = after;
    }
    found
}

/// From the first price column to the last, where the group shows the change.
fn between_columns(group: &Group) -> Vec<Change<'_>> {
    let mut found = Vec::new();
    for fee in &group.fees {
        let Pair::Row(prices) = &fee.prices else {
            continue;
        };
        if let (Some(first), Some(last)) = (prices.first(), prices.last()) {
            let (before, after) = (first.amounts(), last.amounts());
            found.extend(changes(fee, &before, &after, fee.place, None));
        }
    }
    found
}

/// From the fees of a list to those of the same id, name and unit in the one that replaces it.
fn between_lists<'a>(replaced: &Page, page: &'a Page) -> Vec<Change<'a>> {
    let old: HashMap<&str, &Fee> = replaced.fees().map(|fee| (fee.id.as_str(), fee)).collect();
    let mut found = Vec::new();
    for fee in page.fees() {
        let Some(old) = old.get(fee.id.as_str()) else {
            continue;
        };
        if old.name.text == fee.name.text && old.unit == fee.unit {
            let (before, after) = (amounts(&old.prices), amounts(&fee.prices));
            found.extend(changes(fee, &before, &after, fee.place, Some(old.place)));
        }
    }
    found
}

/// The amounts of one shape before and after; a fee that is free on either side has no trend.
fn changes<'a>(
    fee: &'a Fee,
    before: &[Decimal],
    after: &[Decimal],
    place: Place,
    earlier: Option<Place>,
) -> Vec<Change<'a>> {
    if before.len() != after.len() {
        return Vec::new();
    }
    let pairs = before.iter().zip(after);
    let priced = pairs.filter(|(before, after)| !before.is_zero() && !after.is_zero());
    let change = priced.map(|(before, after)| Change {
        fee,
        before: *before,
        after: *after,
        place,
        earlier,
    });
    change.collect()
}

/// The amounts of the side that customers pay.
fn amounts(prices: &Pair) -> Vec<Decimal> {
    let one = |price: &Price| match price {
        Price::Rule(rule) => rule.amounts(),
        price => price.amounts(),
    };
    match prices {
        Pair::Both(_, gross) => one(gross),
        prices => prices.prices().into_iter().flat_map(one).collect(),
    }
}
