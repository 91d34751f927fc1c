//! Prices made from other prices of the same list: +50 %, a quarter of the year's.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Change, Derived, Fee, Pair, Price};
use crate::content::Page;
use crate::finance::rounding;

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
        let made = derived_price(page, self.derived.as_ref()?, day)?;
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
    let changed = match derived.change {
        Change::Plus(percent) => part(
            from,
            Decimal::ONE_HUNDRED.checked_add(percent)?,
            Decimal::ONE_HUNDRED,
        )?,
        Change::Minus(percent) => part(
            from,
            Decimal::ONE_HUNDRED.checked_sub(percent)?,
            Decimal::ONE_HUNDRED,
        )?,
        Change::Times(first, second) => part(from, first, second)?,
    };
    let multiple = derived.rounded_to.unwrap_or(Decimal::new(1, 2));
    let amount = rounding::to_multiple(changed, multiple)?;
    Some(DerivedPrice {
        of,
        from,
        change: derived.change,
        amount: rounding::half_away_from_zero(amount, amount.scale().max(2)),
    })
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
