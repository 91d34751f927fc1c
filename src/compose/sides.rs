//! The prices of a fee as they stand beside each other: published, or computed from the other side
//! or from another fee.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::content::Page;
use crate::finance::{Computed, rounding, vat};
use crate::section::prices::{
    Fee, Group, Pair, Price, Vat, derived_price, derived_row, derived_rule,
};

/// The rate that the group's taxable fees share; none where they have several.
pub fn rate(group: &Group, day: Option<Date>) -> Option<Decimal> {
    let mut rates = group.fees.iter().filter_map(|fee| fee.vat_on(day).rate());
    let first = rates.next()?;
    rates.all(|rate| rate == first).then_some(first)
}

/// Taxable fees of several rates, each of which says its own.
pub fn is_mixed(group: &Group, day: Option<Date>) -> bool {
    let taxable = group
        .fees
        .iter()
        .any(|fee| fee.vat_on(day).rate().is_some());
    taxable && rate(group, day).is_none()
}

/// One price of a fee: what is published, or what follows from another.
#[derive(Debug, Clone)]
pub struct Side {
    pub price: Price,
    pub computed: bool,
}

impl Side {
    fn published(price: &Price) -> Self {
        Self {
            price: price.clone(),
            computed: false,
        }
    }
}

/// The price, or the prices without and with VAT, or one for each of the group's columns.
pub fn sides(list: &Page, fee: &Fee, day: Option<Date>) -> Vec<Side> {
    match &*fee.prices_on(day) {
        Pair::Single(price) => vec![Side::published(price)],
        Pair::Both(net, gross) => vec![Side::published(net), Side::published(gross)],
        Pair::Net(price) => vec![Side::published(price), other(fee, price, day, vat::gross)],
        Pair::Gross(price) => vec![other(fee, price, day, vat::net), Side::published(price)],
        Pair::Row(prices) => prices.iter().map(Side::published).collect(),
        Pair::Derived => derived(list, fee, day),
    }
}

/// The side that nobody published, or the same price where it has no amount.
fn other(
    fee: &Fee,
    price: &Price,
    day: Option<Date>,
    made: fn(Decimal, Decimal) -> Option<Computed>,
) -> Side {
    let changed = fee.vat_on(day).rate().and_then(|rate| {
        price.with_amounts(&|amount| made(amount, rate).and_then(|made| rounded(fee, &made)))
    });
    match changed {
        Some(price) => Side {
            price,
            computed: true,
        },
        None => Side::published(price),
    }
}

/// A computed price by the list's rounding: to cents, or to five.
pub fn rounded(fee: &Fee, made: &Computed) -> Option<Decimal> {
    let multiple = fee.rounding.unwrap_or(Decimal::new(1, 2));
    let number = rounding::to_multiple(made.value, multiple)?;
    Some(rounding::half_away_from_zero(number, 2))
}

fn derived(list: &Page, fee: &Fee, day: Option<Date>) -> Vec<Side> {
    let made = fee
        .derived
        .as_ref()
        .and_then(|derived| derived_price(list, derived, day));
    let Some(made) = made else {
        let row = fee
            .derived
            .as_ref()
            .and_then(|derived| derived_row(list, derived, day));
        if let Some(row) = row {
            let sides = row.into_iter().map(|price| Side {
                computed: !price.amounts().is_empty(),
                price,
            });
            return sides.collect();
        }
        let rule = fee
            .derived
            .as_ref()
            .and_then(|derived| derived_rule(list, derived, day));
        return vec![Side {
            computed: rule.is_some(),
            price: rule.map_or(Price::Nothing, |rule| Price::Rule(Box::new(rule))),
        }];
    };
    let own = Side {
        price: Price::Amount(made.amount),
        computed: true,
    };
    let Vat::Taxable(rate) = fee.vat_on(day) else {
        return vec![own];
    };
    let across = |change: fn(Decimal, Decimal) -> Option<Computed>| {
        let amount = change(made.amount, rate).and_then(|made| rounded(fee, &made));
        amount.map(|amount| Side {
            price: Price::Amount(amount),
            computed: true,
        })
    };
    // The amount is of the side that the other fee publishes.
    match made.of.prices {
        Pair::Net(_) => match across(vat::gross) {
            Some(gross) => vec![own, gross],
            None => vec![own],
        },
        _ => match across(vat::net) {
            Some(net) => vec![net, own],
            None => vec![own],
        },
    }
}
