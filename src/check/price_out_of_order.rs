//! A price that breaks the order of its ladder by a slip: tiers and classes of a rule, price columns
//! of rising quantities, cards of rising length. Only what a moved comma or two digits changed round
//! would mend is told; a ladder may have steps of its own.

use rust_decimal::Decimal;

use crate::content::{Content, Page};
use crate::diagnostic::{Finding, Place};
use crate::finance::{number, trend};
use crate::section::prices::{Fee, Group, Pair, Price};

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for group in page.groups() {
        let fees = group.fees.iter();
        found.extend(fees.filter_map(|fee| of_rule(content, fee)));
        found.extend(of_columns(content, group));
        found.extend(of_cards(content, group));
    }
    found
}

fn of_rule(content: &Content, fee: &Fee) -> Option<Finding> {
    let prices = fee.prices_on(content.day());
    let mut prices = prices.prices().into_iter();
    let rule = prices.find_map(|price| match price {
        Price::Rule(rule) => Some(rule),
        _ => None,
    })?;
    let tiers = rule.tariff.tiers().iter();
    let steps: Vec<_> = tiers.map(|tier| (fee, tier.amount, fee.place)).collect();
    of_ladder(content, &steps)
}

/// The prices of each fee by columns whose heads are rising numbers of one thing.
fn of_columns(content: &Content, group: &Group) -> Vec<Finding> {
    let sizes = group
        .columns
        .iter()
        .map(|column| size(content, &column.label));
    let Some(sizes) = sizes.collect::<Option<Vec<_>>>() else {
        return Vec::new();
    };
    let rising = sizes
        .windows(2)
        .all(|pair| matches!(pair, [(one, unit), (other, same)] if one < other && unit == same));
    if !rising {
        return Vec::new();
    }
    let ladder = |fee: &Fee| {
        let prices = fee.prices_on(content.day());
        let Pair::Row(prices) = &*prices else {
            return None;
        };
        let amounts = prices.iter().filter_map(Price::amount);
        let steps: Vec<_> = amounts.map(|amount| (fee, amount, fee.place)).collect();
        of_ladder(content, &steps)
    };
    group.fees.iter().filter_map(ladder).collect()
}

/// `3` and `kk` of a head like `3 kk`; of `1–20 m²` the lower bound.
fn size(content: &Content, label: &str) -> Option<(Decimal, String)> {
    let end = label.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.'));
    let (first, _) = label.split_at_checked(end.unwrap_or(label.len()))?;
    let number = number::parse(first, content.locale.mark()).ok()?;
    let last = label.rfind(|c: char| c.is_ascii_digit())?;
    Some((number, label.get(last + 1..)?.trim().to_owned()))
}

/// The cards of a group by how long they are valid, where each length is there once.
fn of_cards(content: &Content, group: &Group) -> Option<Finding> {
    let fees = group.fees.iter().filter(|fee| fee.period.is_some());
    let mut cards: Vec<(Decimal, &Fee, Decimal)> = Vec::new();
    let mut terms = Vec::new();
    for fee in fees {
        let period = fee.period.as_ref()?;
        let prices = fee.prices_on(content.day());
        // Of several columns each would be a ladder of its own.
        let price = match &*prices {
            Pair::Row(_) => return None,
            prices => prices.prices().last()?.amount()?,
        };
        cards.push((period.number, fee, price));
        let scopes: Vec<_> = fee.scopes.iter().map(|scope| scope.text.clone()).collect();
        terms.push((period.unit.clone(), fee.unit.clone(), scopes));
    }
    terms.dedup();
    cards.sort_by_key(|(length, ..)| *length);
    let twice = cards
        .windows(2)
        .any(|pair| matches!(pair, [one, other] if one.0 == other.0));
    if terms.len() > 1 || twice {
        return None;
    }
    let steps = cards.into_iter();
    let steps: Vec<_> = steps
        .map(|(_, fee, amount)| (fee, amount, fee.place))
        .collect();
    of_ladder(content, &steps)
}

fn of_ladder(content: &Content, steps: &[(&Fee, Decimal, Place)]) -> Option<Finding> {
    let prices: Vec<Decimal> = steps.iter().map(|(_, amount, _)| *amount).collect();
    let (index, likely) = trend::slip(&prices)?;
    let (fee, amount, place) = steps.get(index)?;
    let all = prices.iter().map(|price| content.locale.number(*price));
    Some(
        Finding::warning("price-out-of-order", *place)
            .about(fee.name.text.as_str())
            .with("price", content.locale.number(*amount))
            .with("known", all.collect::<Vec<_>>().join(" | "))
            .with("likely", content.locale.number(likely)),
    )
}
