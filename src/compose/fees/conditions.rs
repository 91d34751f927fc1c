//! Conditions of a fee in short phrases: for whom and when, the smallest time, what is included,
//! what a ticket costs each time.

use rust_decimal::Decimal;

use crate::compose::context::Context;
use crate::compose::sides::{Side, sides};
use crate::finance::{change, ratio, rounding, vat};
use crate::section::Body;
use crate::section::prices::{CategoryKind, Fee, Group, Pair, PriceColumn, Scope, Vat, named};
use crate::section::text::Text;

use super::{matrix, rule, validity};

pub fn all(context: &Context, fee: &Fee, group: &Group) -> Vec<String> {
    let mut phrases: Vec<String> = Vec::new();
    let (who, when): (Vec<&Scope>, Vec<&Scope>) = fee
        .scopes
        .iter()
        .partition(|scope| matches!(scope.kind, CategoryKind::Customer | CategoryKind::Place));
    phrases.extend(who.iter().map(|scope| scope_words(context, group, scope)));
    if let Some(or) = fee.or {
        phrases.push(context.word(&format!("fee.or.{}", or.key()), &[]));
    }
    if let Some(minimum) = &fee.minimum {
        phrases.push(context.word("fee.minimum", &[("minimum", &context.text(minimum))]));
    }
    let told = fee.unit.contains(&context.word("fee.started-word", &[]));
    if fee.started && !group.started && !told {
        phrases.push(started(context, &fee.unit));
    }
    phrases.extend(fee.limit.iter().map(|limit| context.text(limit)));
    phrases.extend(fee.includes.iter().map(|includes| context.text(includes)));
    phrases.extend(when.iter().map(|scope| scope_words(context, group, scope)));
    phrases.extend(rule::derived_words(context, fee));
    phrases.extend(rule::conditions(context, fee));
    phrases.extend(tickets(context, fee, group));
    if let Some(deposit) = fee.deposit {
        let deposit = context.word("fee.deposit", &[("price", &context.money(deposit))]);
        phrases.push(match &fee.refund {
            Some(refund) => format!("{deposit} ({})", context.text(refund)),
            None => deposit,
        });
    }
    phrases.extend(uses(context, fee));
    phrases.extend(validity::phrase(context, &fee.validity));
    // One that has an address stands as a link beside the conditions.
    let told = fee.follows.iter().filter(|follows| follows.link.is_none());
    phrases.extend(told.map(|follows| validity::follows(context, follows)));
    phrases
}

/// "lapset (7–17-vuotiaat)", "kausi 1.6.–31.8."
fn scope_words(context: &Context, group: &Group, scope: &Scope) -> String {
    let category = named(&group.categories, &scope.text);
    let text = context.text(category.map_or(&scope.text, |category| &category.name));
    match category.map(|category| category.meaning.as_ref()) {
        Some(Some(meaning)) => format!("{text} ({})", context.text(meaning)),
        None if scope.kind == CategoryKind::Season => {
            context.word("fee.season", &[("season", &text)])
        }
        _ => text,
    }
}

/// "Veloitetaan alkavalta tunnilta".
pub fn started(context: &Context, unit: &Text) -> String {
    let time = unit.rsplit('/').next().unwrap_or_default();
    let words = context.locale.word(&format!("page.fee.started-by.{time}"));
    words
        .map(str::to_owned)
        .unwrap_or_else(|| context.word("fee.started", &[("unit", &context.text(unit))]))
}

/// The VAT of a fee that is not simply taxable, as the document prints it or in plain words.
pub fn vat_words(context: &Context, fee: &Fee, mixed: bool) -> Option<String> {
    let words = match (&fee.vat_label, fee.vat) {
        (Some(label), _) => context.text(label),
        (None, Vat::Taxable(_)) if mixed => {
            let rate = fee.vat_on(context.content.day()).rate()?;
            context.word("fee.vat-rate", &[("rate", &context.locale.percent(rate))])
        }
        (None, Vat::Taxable(_)) => return None,
        // What has no price has no tax to tell about.
        (None, Vat::Unknown) if unpriced(context, fee) || !fee.vat_uses.is_empty() => return None,
        (None, other) => context.word(&format!("vat.{}", other.key()), &[]),
    };
    Some(match &fee.law {
        Some(law) => format!("{words} ({})", context.text(law)),
        None => words,
    })
}

fn unpriced(context: &Context, fee: &Fee) -> bool {
    sides(context.page, fee, context.content.day())
        .iter()
        .all(|side| side.price.amounts().is_empty())
}

/// The amounts of a fee that people compare, each with what it is for: the price with VAT where
/// there are two, one for each of the group's columns.
fn amounts(context: &Context, fee: &Fee, group: &Group) -> Vec<(String, Decimal)> {
    let sides = sides(context.page, fee, context.content.day());
    if group.columns.is_empty() || sides.len() != group.columns.len() {
        let last = sides.last().and_then(|side| side.price.amount());
        return last
            .map(|amount| (String::new(), amount))
            .into_iter()
            .collect();
    }
    let columns = group.columns.iter().zip(&sides);
    let amount = |(column, side): (&PriceColumn, &Side)| {
        Some((matrix::label(context, column), side.price.amount()?))
    };
    columns.filter_map(amount).collect()
}

/// What a serial ticket costs each time and what it saves; what a card costs for a unit of time.
fn tickets(context: &Context, fee: &Fee, group: &Group) -> Vec<String> {
    let single = fee.single.as_ref();
    let single = single.and_then(|single| context.page.fee(&single.value));
    let singles = single.map(|single| (single, group_of(context, single).unwrap_or(group)));
    let singles = singles
        .map(|(fee, group)| amounts(context, fee, group))
        .unwrap_or_default();
    let mut phrases = Vec::new();
    for (label, price) in amounts(context, fee, group) {
        // The single ticket of the same customers, or the only one there is.
        let same = singles.iter().find(|(other, _)| *other == label);
        let only = singles.first().filter(|_| singles.len() == 1);
        let single = same.or(only).map(|(_, price)| *price);
        let phrase = ticket(context, fee, price, single);
        phrases.extend(phrase.map(|phrase| {
            if label.is_empty() {
                phrase
            } else {
                format!("{label}: {phrase}")
            }
        }));
    }
    phrases
}

fn ticket(context: &Context, fee: &Fee, price: Decimal, single: Option<Decimal>) -> Option<String> {
    let mut phrases = Vec::new();
    if let Some(made) = fee
        .uses
        .and_then(|uses| ratio::quotient(price, uses, false))
    {
        let each = context.money(made.rounded(2));
        phrases.push(context.word("fee.each-time", &[("price", &each)]));
        let saving = single.and_then(|single| change::percent(made.value, single));
        if let Some(saving) = saving.filter(|saving| saving.value.is_sign_negative()) {
            let whole = rounding::half_away_from_zero(saving.value.abs(), 0);
            let percent = context.locale.percent(whole);
            phrases.push(context.word("fee.saving", &[("percent", &percent)]));
        }
    }
    let period = fee
        .period
        .as_ref()
        .filter(|period| period.number > Decimal::ONE);
    if let Some(period) = period
        && let Some(made) = ratio::quotient(price, period.number, false)
    {
        let (price, unit) = (context.money(made.rounded(2)), context.text(&period.unit));
        phrases.push(context.word("fee.each-period", &[("price", &price), ("unit", &unit)]));
    }
    (!phrases.is_empty()).then(|| phrases.join(", "))
}

/// The group that a fee of the page stands in.
fn group_of<'a>(context: &Context<'a>, fee: &Fee) -> Option<&'a Group> {
    let groups = context
        .page
        .sections()
        .iter()
        .filter_map(|section| match &section.body {
            Body::Prices(prices) => Some(&prices.groups),
            _ => None,
        });
    groups
        .flatten()
        .find(|group| group.fees.iter().any(|other| other.id == fee.id))
}

/// The price of every use that has a VAT of its own.
fn uses(context: &Context, fee: &Fee) -> Vec<String> {
    let uses = fee.vat_uses.iter().map(|of| {
        let name = context.text(&of.name);
        let net = match &fee.prices {
            Pair::Net(price) | Pair::Both(price, _) | Pair::Single(price) => price.amount(),
            _ => None,
        };
        let gross = of
            .vat
            .rate()
            .zip(net)
            .and_then(|(rate, net)| vat::gross(net, rate));
        match (of.vat, gross) {
            (Vat::Taxable(rate), Some(gross)) => {
                let (rate, price) = (
                    context.locale.percent(rate),
                    context.money(gross.rounded(2)),
                );
                let values = [("name", name.as_str()), ("rate", &rate), ("price", &price)];
                context.word("fee.vat-use", &values)
            }
            (Vat::Taxable(rate), None) => {
                let rate = context.locale.percent(rate);
                context.word("fee.vat-use-rate", &[("name", &name), ("rate", &rate)])
            }
            (other, _) => format!(
                "{name}: {}",
                context.word(&format!("vat.{}", other.key()), &[])
            ),
        }
    });
    uses.collect()
}
