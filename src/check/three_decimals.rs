//! A price of a euro or more with parts of a cent: a slip of the comma, or thousands written with
//! one. Unit prices below one euro have as many decimals as they need, and so do all those of a
//! group that is priced so throughout, as water is.

use rust_decimal::Decimal;

use crate::content::{Content, Page};
use crate::diagnostic::{Finding, Place};
use crate::finance::rounding;
use crate::section::prices::{Fee, Group, Pair, Price};

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let groups = page.groups();
    groups.flat_map(|group| of_group(content, group)).collect()
}

/// Decimals of a price.
const CENTS: u32 = 2;

fn of_group(content: &Content, group: &Group) -> Vec<Finding> {
    let all: Vec<(&Fee, Decimal, Place)> = group.fees.iter().flat_map(amounts).collect();
    let fine = |amount: &Decimal| amount.scale() > CENTS;
    let many = all.iter().filter(|(_, amount, _)| fine(amount)).count();
    let usual = many > 1 && many * 2 >= all.len();
    let told = all.into_iter().filter(|(fee, amount, _)| {
        let unit_price =
            *amount < Decimal::ONE || (usual && *amount < Decimal::TEN && fee.unit.contains('/'));
        fine(amount) && !unit_price
    });
    let finding = told.map(|(fee, amount, place)| {
        let finding = Finding::warning("three-decimals", place)
            .about(fee.name.text.as_str())
            .with("amount", content.locale.number(amount))
            .with("count", amount.scale().to_string())
            .with(
                "cents",
                content
                    .locale
                    .number(rounding::half_away_from_zero(amount, CENTS)),
            );
        match thousands(amount) {
            Some(whole) => finding
                .with("whole", content.locale.number(whole))
                .helped_by("help-thousands"),
            None => finding,
        }
    });
    finding.collect()
}

/// What an amount with three decimals is when its comma stands between thousands.
fn thousands(amount: Decimal) -> Option<Decimal> {
    let whole = amount.checked_mul(Decimal::ONE_THOUSAND)?.normalize();
    (amount.scale() == 3).then_some(whole)
}

/// Every amount of money that is written for a fee.
fn amounts(fee: &Fee) -> Vec<(&Fee, Decimal, Place)> {
    let now = written(&fee.prices).into_iter();
    let mut all: Vec<_> = now.map(|amount| (fee, amount, fee.place)).collect();
    all.extend(fee.deposit.map(|amount| (fee, amount, fee.place)));
    for later in &fee.later {
        let prices = later.prices.iter().flat_map(Price::amounts);
        let keys = [later.base, later.rate, later.at_least, later.at_most];
        let keys = keys.into_iter().flatten();
        all.extend(prices.chain(keys).map(|amount| (fee, amount, later.place)));
    }
    all
}

fn written(prices: &Pair) -> Vec<Decimal> {
    let mut all = Vec::new();
    for price in prices.prices() {
        match price {
            Price::Rule(rule) => all.extend(rule.amounts()),
            price => all.extend(price.amounts()),
        }
    }
    all
}
