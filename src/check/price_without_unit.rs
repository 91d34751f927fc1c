//! A price without a unit where most others of its group have one. A list may do without units,
//! and fees paid once are usual, so it is told only of a few among many.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::prices::{Fee, Group, Pair};
use crate::section::units;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let groups = page.groups();
    groups.flat_map(|group| of_group(content, group)).collect()
}

/// How many fees with a unit there must be for each one without.
const EACH: usize = 3;

fn of_group(content: &Content, group: &Group) -> Vec<Finding> {
    let heads = [&group.head, &group.caption, &group.title];
    let mut heads = heads.into_iter().flatten();
    let named = |text: &str| !units::named(text, &content.locale).is_empty();
    if heads.any(|head| named(head)) || group.columns.iter().any(|column| named(&column.label)) {
        return Vec::new();
    }
    let priced: Vec<&Fee> = group.fees.iter().filter(|fee| has_amount(fee)).collect();
    let (without, with): (Vec<&Fee>, Vec<&Fee>) =
        priced.into_iter().partition(|fee| fee.unit.is_empty());
    if without.len() * EACH > with.len() {
        return Vec::new();
    }
    let Some(usual) = usual(&with) else {
        return Vec::new();
    };
    let lone = without.into_iter().filter(|fee| {
        let once = fee.sanction || fee.deposit.is_some() || fee.period.is_some();
        !once && fee.uses.is_none() && !tells(content, fee, &with)
    });
    let finding = lone.map(|fee| {
        Finding::note("price-without-unit", fee.place)
            .about(fee.name.text.as_str())
            .with("count", with.len().to_string())
            .with("unit", usual)
            .with("once", usual.split('/').next().unwrap_or_default())
    });
    finding.collect()
}

fn has_amount(fee: &Fee) -> bool {
    match &fee.prices {
        Pair::Single(price) | Pair::Net(price) | Pair::Gross(price) | Pair::Both(_, price) => {
            !price.amounts().is_empty()
        }
        Pair::Row(prices) => prices.iter().any(|price| !price.amounts().is_empty()),
        Pair::Derived => false,
    }
}

/// The unit that most fees have, the first of several.
fn usual<'a>(fees: &[&'a Fee]) -> Option<&'a str> {
    let count = |unit: &str| fees.iter().filter(|fee| fee.unit == *unit).count();
    let units = fees.iter().rev().map(|fee| fee.unit.as_str());
    units.max_by_key(|unit| count(unit))
}

/// The name itself says by what the price is: "Sali, tunti".
fn tells(content: &Content, fee: &Fee, others: &[&Fee]) -> bool {
    let word = |word: &str| units::plain(word, &content.locale);
    let words: Vec<String> = fee.name.text.split_whitespace().map(word).collect();
    let others = others.iter();
    let units = others.filter_map(|other| units::of(&other.unit, &content.locale));
    let mut per = units.flat_map(|unit| unit.per().to_vec());
    per.any(|per| words.contains(&per)) || !units::named(&fee.name.text, &content.locale).is_empty()
}
