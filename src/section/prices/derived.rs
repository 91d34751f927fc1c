//! Prices made from other prices of the same list: +50 %, a quarter of the year's.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Change, Derived, Fee, FeeRule, Pair, Price};
use crate::content::Page;
use crate::finance::rounding;
use crate::finance::tariff::Limits;

/// A price made from another fee's.
#[derive(Debug, Clone)]
pub struct DerivedPrice<'a> {
    /// The other fee.
    pub of: &'a Fee,
    /// Its amount.
    pub from: Decimal,
    pub change: Change,
    /// The result, rounded.
    pub amount: Decimal,
}

impl Fee {
    /// The published price and the one its own rule gives, where they differ.
    pub fn derived_mismatch(&self, page: &Page, day: Option<Date>) -> Option<(Decimal, Decimal)> {
        let derived = self.derived.as_ref()?;
        if let Pair::Row(prices) = &*self.prices_on(day) {
            let made = derived_row(page, derived, day)?;
            let pairs = prices.iter().zip(&made);
            let mut pairs = pairs.filter_map(|(own, made)| Some((own.amount()?, made.amount()?)));
            return pairs.find(|(own, made)| own != made);
        }
        let made = derived_price(page, derived, day)?;
        let published = published(&self.prices_on(day))?.amount()?;
        (published != made.amount).then_some((published, made.amount))
    }
}

/// How many prices may be made from one another before it is taken for a circle.
const DEEPEST: usize = 8;

/// What a fee's price is by the rule that makes it from another fee of the page. Both prices are
/// of the same side: without VAT where that is what the other fee publishes first.
pub fn derived_price<'a>(
    page: &'a Page,
    derived: &Derived,
    day: Option<Date>,
) -> Option<DerivedPrice<'a>> {
    made(page, derived, day, 0)
}

fn made<'a>(
    page: &'a Page,
    derived: &Derived,
    day: Option<Date>,
    depth: usize,
) -> Option<DerivedPrice<'a>> {
    let of = page.fee(&derived.of.value)?;
    let from = match &*of.prices_on(day) {
        Pair::Derived if depth < DEEPEST => {
            made(page, of.derived.as_ref()?, day, depth + 1)?.amount
        }
        prices => published(prices)?.amount()?,
    };
    let changed = changed(from, derived.change)?;
    let limits = &derived.limits;
    let multiple = limits.rounded_to.unwrap_or(Decimal::new(1, 2));
    let mut amount = rounding::to_multiple(changed, multiple)?;
    amount = limits.at_least.map_or(amount, |least| amount.max(least));
    amount = limits.at_most.map_or(amount, |most| amount.min(most));
    Some(DerivedPrice {
        of,
        from,
        change: derived.change,
        amount: rounding::half_away_from_zero(amount, amount.scale().max(2)),
    })
}

/// The prices of every column by those of the fee it is made from.
pub fn derived_row(page: &Page, derived: &Derived, day: Option<Date>) -> Option<Vec<Price>> {
    let of = page.fee(&derived.of.value)?;
    let Pair::Row(prices) = &*of.prices_on(day) else {
        return None;
    };
    let limits = &derived.limits;
    let multiple = limits.rounded_to.unwrap_or(Decimal::new(1, 2));
    let each = prices.iter().map(|price| {
        let made = price.with_amounts(&|amount| {
            let made = rounding::to_multiple(changed(amount, derived.change)?, multiple)?;
            let made = limits.at_least.map_or(made, |least| made.max(least));
            let made = limits.at_most.map_or(made, |most| made.min(most));
            Some(rounding::half_away_from_zero(made, made.scale().max(2)))
        });
        made.unwrap_or_else(|| price.clone())
    });
    Some(each.collect())
}

/// What a fee's rule is by the rule of the fee it is made from: the same with every amount changed,
/// and its own limits.
pub fn derived_rule(page: &Page, derived: &Derived, day: Option<Date>) -> Option<FeeRule> {
    let of = page.fee(&derived.of.value)?;
    let prices = of.prices_on(day);
    let Price::Rule(rule) = published(&prices)? else {
        return None;
    };
    let changed = rule.with_amounts(&|amount| {
        let amount = changed(amount, derived.change)?;
        Some(rounding::half_away_from_zero(amount, amount.scale().min(4)))
    })?;
    let own = &derived.limits;
    Some(FeeRule {
        limits: Limits {
            at_least: own.at_least.or(changed.limits.at_least),
            at_most: own.at_most.or(changed.limits.at_most),
            smallest: own.smallest.or(changed.limits.smallest),
            rounded_to: own.rounded_to.or(changed.limits.rounded_to),
            step: changed.limits.step,
        },
        examples: match derived.examples.as_slice() {
            [] => changed.examples.clone(),
            own => own.to_vec(),
        },
        ..changed
    })
}

/// An amount with a change made to it.
fn changed(amount: Decimal, change: Change) -> Option<Decimal> {
    let hundred = Decimal::ONE_HUNDRED;
    match change {
        Change::Plus(percent) => part(amount, hundred.checked_add(percent)?, hundred),
        Change::Minus(percent) => part(amount, hundred.checked_sub(percent)?, hundred),
        Change::Times(first, second) => part(amount, first, second),
    }
}

/// The price that a fee publishes, the one with VAT where it publishes both.
fn published(prices: &Pair) -> Option<&Price> {
    match prices {
        Pair::Single(price) | Pair::Net(price) | Pair::Gross(price) | Pair::Both(_, price) => {
            Some(price)
        }
        Pair::Row(_) | Pair::Derived => None,
    }
}

fn part(amount: Decimal, first: Decimal, second: Decimal) -> Option<Decimal> {
    amount.checked_mul(first)?.checked_div(second)
}
