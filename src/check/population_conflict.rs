//! Figures per resident of one committee's service areas imply different numbers of residents on
//! the same day, or a number that nobody believes beside the other columns of its row.

use rust_decimal::Decimal;

use crate::content::{Content, Page, PageKind};
use crate::diagnostic::Finding;
use crate::section::implied_population::{Implied, consensus, on_page};

/// No municipality gains or loses more than a tenth of its residents from one column to the next.
/// In percent of what the others say.
const MOST_LOST: i64 = 90;
const MOST_GAINED: i64 = 110;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let figures: Vec<Implied> = match page.kind {
        PageKind::Committee => content.reports(page).flat_map(on_page).collect(),
        PageKind::Report if !in_committee(content, page) => on_page(page),
        _ => return Vec::new(),
    };
    // Where the site knows its residents, every figure is compared with them already.
    if !content.settings.population.is_empty() {
        return Vec::new();
    }
    let mut told: Vec<Finding> = Vec::new();
    let mut times: Vec<_> = figures.iter().map(Implied::time).collect();
    times.dedup();
    let mut seen = Vec::new();
    for time in times {
        if seen.contains(&time) {
            continue;
        }
        seen.push(time);
        let same: Vec<&Implied> = figures
            .iter()
            .filter(|figure| figure.time() == time)
            .collect();
        let others: Vec<&Implied> = figures
            .iter()
            .filter(|figure| figure.time() != time)
            .collect();
        told.extend(of_time(content, &same, &others));
    }
    told
}

fn in_committee(content: &Content, page: &Page) -> bool {
    let parent = page.parent.and_then(|index| content.pages.get(index));
    parent.is_some_and(|parent| parent.kind == PageKind::Committee)
}

/// The figures of one day that cannot be right, by what most figures of the day say, or else by
/// the figure of the day that is nearest to what other days say.
fn of_time(content: &Content, same: &[&Implied], others: &[&Implied]) -> Vec<Finding> {
    let known = consensus(others).filter(|(many, ..)| *many > 1);
    let Some((agreeing, least, greatest)) = consensus(same) else {
        return Vec::new();
    };
    if let [alone] = same {
        let far = known.filter(|(_, least, greatest)| is_far(alone, *least, *greatest));
        return far
            .map(|(_, least, greatest)| {
                finding(content, alone, (least, greatest)).helped_by("help-columns")
            })
            .into_iter()
            .collect();
    }
    let witness = match (agreeing, known) {
        (1, Some((_, low, high))) => same.iter().min_by_key(|figure| distance(figure, low, high)),
        _ => same.iter().find(|figure| figure.holds(least)),
    };
    let Some(witness) = witness else {
        return Vec::new();
    };
    let agreed = match agreeing {
        1 => (witness.least, witness.greatest),
        _ => (least, greatest),
    };
    let outside = same.iter().filter(|figure| !figure.holds(agreed.0));
    outside
        .map(|figure| finding(content, figure, agreed).and_at(witness.place, "label.other-figure"))
        .collect()
}

/// How far a figure's residents are from a range.
fn distance(figure: &Implied, low: Decimal, high: Decimal) -> Decimal {
    let below = low.checked_sub(figure.greatest).unwrap_or_default();
    let above = figure.least.checked_sub(high).unwrap_or_default();
    below.max(above).max(Decimal::ZERO)
}

/// Farther from a range than a population moves from one column to the next.
fn is_far(figure: &Implied, least: Decimal, greatest: Decimal) -> bool {
    let below = share(least, MOST_LOST).is_some_and(|limit| figure.greatest < limit);
    let above = share(greatest, MOST_GAINED).is_some_and(|limit| figure.least > limit);
    below || above
}

fn share(number: Decimal, percent: i64) -> Option<Decimal> {
    number.checked_mul(Decimal::new(percent, 2))
}

fn finding(content: &Content, figure: &Implied, agreed: (Decimal, Decimal)) -> Finding {
    let number = |number| content.locale.number(number);
    let range = |(least, greatest): (Decimal, Decimal)| match least == greatest {
        true => number(least),
        false => format!("{}–{}", number(least), number(greatest)),
    };
    let middle = agreed.0.checked_add(agreed.1);
    let middle = middle.and_then(|sum| sum.checked_div(Decimal::TWO));
    let expected = middle.and_then(|middle| figure.with(middle));
    Finding::warning("population-conflict", figure.place)
        .about(format!("{}, {}", figure.row, figure.column.path()))
        .with("published", number(figure.published))
        .with("implied", range((figure.least, figure.greatest)))
        .with("others", range(agreed))
        .with("expected", expected.map(number).unwrap_or_default())
}
