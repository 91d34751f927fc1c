//! The calculator of hourly work, and the same prices as a plain table.

use rust_decimal::Decimal;

use super::context::Context;
use super::parts::{missing_cell, number_cell, plain_head, plain_row, plain_table};
use super::sides::{rate, sides};
use super::trace;
use crate::finance::{rounding, surcharge, vat};
use crate::page::{Block, Calculator, Cell, Choice, Occasion, Step, Table, Trace};
use crate::section::prices::{Fee, Group};
use crate::section::{Section, ids};

/// Decimals of a price in euros.
const CENTS: u32 = 2;

/// The calculator of a group whose fees have a price without VAT, and how its prices are made.
pub fn blocks(context: &Context, section: &Section, group: &Group) -> Vec<Block> {
    let Some(calculator) = block(context, section, group) else {
        return Vec::new();
    };
    let id = format!("{}-hours-trace", ids::group(section, group));
    let title = context.word("trace.title", &[]);
    let steps = trace::quieted(steps(context, group));
    vec![calculator, Block::Trace(Trace { id, title, steps })]
}

/// The first fee's prices as an example of each surcharge.
fn steps(context: &Context, group: &Group) -> Vec<Step> {
    let Some((fee, base)) = group
        .fees
        .iter()
        .find_map(|fee| Some((fee, net(context, fee)?)))
    else {
        return Vec::new();
    };
    let (locale, name) = (context.locale, context.text(&fee.name.text));
    let mut steps = Vec::new();
    for written in &group.surcharges {
        let Some(raised) = surcharge::raised(base, written.percent) else {
            continue;
        };
        let raised = raised.rounded(CENTS);
        let percent = format!("+{}", locale.percent(written.percent));
        let mut formula = format!(
            "{} {percent} = {}",
            locale.number(base),
            context.money(raised)
        );
        if let Some((rate, made)) = rate(group, context.content.day())
            .and_then(|rate| Some((rate, vat::gross(raised, rate)?)))
        {
            let (vat, gross) = (locale.percent(rate), context.money(made.rounded(CENTS)));
            formula = format!(
                "{formula}; {}",
                context.word("calculator.with-vat", &[("rate", &vat), ("price", &gross)])
            );
        }
        let rule = context.word("rule.surcharge", &[("name", &name)]);
        steps.push(Step {
            name: context.text(&written.name),
            formula,
            rule,
            remark: None,
        });
    }
    steps
}

fn block(context: &Context, section: &Section, group: &Group) -> Option<Block> {
    let id = format!("{}-hours", ids::group(section, group));
    let priced: Vec<(&Fee, Decimal)> = group
        .fees
        .iter()
        .filter_map(|fee| Some((fee, net(context, fee)?)))
        .collect();
    let rate = rate(group, context.content.day());
    let factor = rate
        .and_then(vat::factor)
        .and_then(|factor| factor.checked_mul(Decimal::ONE_THOUSAND));
    let choices: Vec<Choice> = priced
        .iter()
        .filter_map(|(fee, net)| choice(context, fee, *net))
        .collect();
    if choices.is_empty() {
        return None;
    }
    Some(Block::Calculator(Calculator {
        choices,
        occasions: occasions(context, group),
        vat_factor: factor.map(|factor| factor.normalize().to_string()),
        currency: match context.currency(context.page) {
            "£" => "GBP",
            "$" => "USD",
            "kr" => "SEK",
            _ => "EUR",
        },
        vat_text: rate.map(|rate| context.locale.percent(rate)),
        table: table(context, &id, group, &priced, rate),
        id,
    }))
}

fn net(context: &Context, fee: &Fee) -> Option<Decimal> {
    sides(context.page, fee, context.content.day())
        .first()?
        .price
        .amount()
}

fn choice(context: &Context, fee: &Fee, net: Decimal) -> Option<Choice> {
    let cents = rounding::half_away_from_zero(net, CENTS).checked_mul(Decimal::ONE_HUNDRED)?;
    Some(Choice {
        name: context.text(&fee.name.text),
        cents: cents.normalize().to_string(),
    })
}

fn occasions(context: &Context, group: &Group) -> Vec<Occasion> {
    let plain = Occasion {
        name: context.word("calculator.plain", &[]),
        factor: "100".to_owned(),
    };
    let raised = group.surcharges.iter().filter_map(|surcharge| {
        let factor = surcharge
            .percent
            .checked_add(Decimal::ONE_HUNDRED)?
            .normalize();
        let name = format!(
            "{} +{}",
            context.text(&surcharge.name),
            context.locale.percent(surcharge.percent)
        );
        Some(Occasion {
            name,
            factor: factor.to_string(),
        })
    });
    std::iter::once(plain).chain(raised).collect()
}

fn table(
    context: &Context,
    id: &str,
    group: &Group,
    priced: &[(&Fee, Decimal)],
    rate: Option<Decimal>,
) -> Table {
    let percents: Vec<Decimal> = std::iter::once(Decimal::ZERO)
        .chain(group.surcharges.iter().map(|surcharge| surcharge.percent))
        .collect();
    let first = context.text_or(group.head.as_ref(), "fee.head");
    let mut heads = vec![plain_head(first, false)];
    for percent in &percents {
        let raised = if percent.is_zero() {
            context.word("calculator.plain", &[])
        } else {
            format!("+{}", context.locale.percent(*percent))
        };
        let net = match rate {
            Some(_) => context.word("calculator.net", &[("occasion", &raised)]),
            None => raised.clone(),
        };
        heads.push(plain_head(net, true));
        if rate.is_some() {
            heads.push(plain_head(
                context.word("calculator.gross", &[("occasion", &raised)]),
                true,
            ));
        }
    }
    // The caption says of all rows at once that they are computed.
    let rows = priced.iter().map(|(fee, net)| {
        let cells = percents.iter();
        let cells = cells.flat_map(|percent| cells_at(context, *net, *percent, rate));
        let name = context.text(&fee.name.text);
        plain_row(format!("{id}-{}", fee.id), name, cells.collect())
    });
    let caption = context.word("calculator.caption", &[]);
    Table {
        legend: context.word("calculator.legend", &[]),
        dense: true,
        ..plain_table(id, caption, heads, rows.collect())
    }
}

fn cells_at(context: &Context, net: Decimal, percent: Decimal, rate: Option<Decimal>) -> Vec<Cell> {
    let Some(raised) = surcharge::raised(net, percent).map(|made| made.value) else {
        return vec![missing_cell(context); 1 + usize::from(rate.is_some())];
    };
    let euros =
        |number: Decimal| number_cell(context, rounding::half_away_from_zero(number, CENTS));
    let gross = rate.map(|rate| {
        vat::gross(raised, rate).map_or_else(|| missing_cell(context), |made| euros(made.value))
    });
    std::iter::once(euros(raised)).chain(gross).collect()
}
