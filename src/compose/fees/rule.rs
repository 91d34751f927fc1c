//! Rules in words and at work: what a unit costs, tiers and classes, limits, worked examples; and
//! prices made from other prices.

use rust_decimal::Decimal;

use crate::compose::context::Context;
use crate::compose::sides::Side;
use crate::finance::tariff::{Limits, Step, Tariff, Tier, Worked};
use crate::finance::vat;
use crate::page::{self, FeeTier, RuleNumbers};
use crate::section::prices::{Change, Fee, FeeRule, Pair, Price, Vat, derived_price, derived_rule};

use super::{fee_name, price};

/// The rule as it stands in a price cell: "450,00 € + 4,20 €/m²".
pub fn words(context: &Context, rule: &FeeRule) -> String {
    let money = |amount| context.money(amount);
    let each = |rate| format!("{}/{}", money(rate), context.text(&rule.per));
    match &rule.tariff {
        Tariff::Linear { base, rate, .. } => match (base.is_zero(), rate.is_zero()) {
            (true, _) => each(*rate),
            (false, true) => money(*base),
            (false, false) => format!("{} + {}", money(*base), each(*rate)),
        },
        Tariff::Marginal { base, .. } | Tariff::ClassRates { base, .. } => {
            let tiers = context.word("tariff.tiers", &[]);
            if base.is_zero() {
                tiers
            } else {
                let tiers = tiers.to_lowercase();
                context.word(
                    "tariff.and-tiers",
                    &[("base", &money(*base)), ("tiers", &tiers)],
                )
            }
        }
        Tariff::Classes { tiers } => {
            let amounts = || tiers.iter().map(|tier| tier.amount);
            match (amounts().min(), amounts().max()) {
                (Some(low), Some(high)) if low != high => {
                    let currency = context.currency(context.page);
                    price::range(&money(low), &money(high), currency)
                }
                (Some(one), _) => money(one),
                _ => String::new(),
            }
        }
        Tariff::Percent { percent, .. } => {
            let percent = context.locale.percent(*percent);
            match &rule.of {
                Some(of) => context.word(
                    "tariff.percent-of",
                    &[("percent", &percent), ("of", &context.text(of))],
                ),
                None => percent,
            }
        }
        Tariff::ProRata { price, whole } => {
            let whole = context.locale.number(*whole);
            format!("{}/{whole} {}", money(*price), context.text(&rule.per))
        }
    }
}

/// The rule's numbers, for those who compute with them.
pub fn numbers(context: &Context, fee: &Fee) -> Option<RuleNumbers> {
    let rule = of(context, fee)?;
    let (kind, own): (&'static str, Vec<(&'static str, Decimal)>) = match &rule.tariff {
        Tariff::Linear {
            base,
            rate,
            included,
        } => (
            "linear",
            vec![("base", *base), ("rate", *rate), ("included", *included)],
        ),
        Tariff::Marginal { base, .. } => ("marginal", vec![("base", *base)]),
        Tariff::Classes { .. } => ("classes", Vec::new()),
        Tariff::ClassRates { base, .. } => ("class-rates", vec![("base", *base)]),
        Tariff::Percent { percent, above } => {
            ("percent", vec![("percent", *percent), ("above", *above)])
        }
        Tariff::ProRata { price, whole } => {
            ("pro-rata", vec![("price", *price), ("whole", *whole)])
        }
    };
    let limits = [
        ("step", rule.limits.step),
        ("at-least", rule.limits.at_least),
        ("at-most", rule.limits.at_most),
        ("smallest", rule.limits.smallest),
        ("rounded-to", rule.limits.rounded_to),
    ];
    let limits = limits
        .into_iter()
        .filter_map(|(name, number)| Some((name, number?)));
    let text = |number: Decimal| number.to_string();
    let tiers = rule.tariff.tiers().iter();
    let quantities = rule.quantities().into_iter();
    let worked = quantities.filter_map(|quantity| rule.tariff.price(quantity, &rule.limits));
    Some(RuleNumbers {
        kind,
        per: context.text(&rule.per),
        numbers: own
            .into_iter()
            .chain(limits)
            .map(|(name, number)| (name, text(number)))
            .collect(),
        tiers: tiers
            .map(|tier| {
                [
                    tier.from.map(text),
                    tier.to.map(text),
                    Some(text(tier.amount)),
                    tier.excess.map(text),
                ]
            })
            .collect(),
        examples: worked
            .map(|worked| [text(worked.quantity), text(worked.price)])
            .collect(),
    })
}

/// The rule's limits in short phrases.
pub fn conditions(context: &Context, fee: &Fee) -> Vec<String> {
    let Some(rule) = of(context, fee) else {
        let limits = fee.derived.as_ref().map(|derived| &derived.limits);
        return limits.map_or_else(Vec::new, |limits| limit_words(context, limits));
    };
    let per = context.text(&rule.per);
    let number = |number: Decimal| context.locale.number(number.normalize());
    let amount = |key: &str, amount: Option<Decimal>| {
        amount.map(|amount| context.word(key, &[("price", &context.money(amount))]))
    };
    let quantity = |key: &str, quantity: Decimal| {
        let values = [("quantity", number(quantity)), ("per", per.clone())];
        let values = values
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        context.word(key, &values)
    };
    let mut phrases = Vec::new();
    match &rule.tariff {
        Tariff::Linear { included, .. } if !included.is_zero() => {
            phrases.push(quantity("tariff.included", *included));
        }
        Tariff::Marginal { .. } => phrases.push(context.word("tariff.marginal", &[("per", &per)])),
        Tariff::ClassRates { .. } => {
            phrases.push(context.word("tariff.class-rates", &[("per", &per)]))
        }
        Tariff::Percent { above, .. } if !above.is_zero() => {
            phrases.extend(amount("tariff.above", Some(*above)));
        }
        Tariff::ProRata { .. } => phrases.push(context.word("tariff.pro-rata", &[("per", &per)])),
        _ => {}
    }
    if let Some(step) = rule.limits.step {
        phrases.push(if step == Decimal::ONE {
            context.word("tariff.step-one", &[("per", &per)])
        } else {
            quantity("tariff.step", step)
        });
    }
    phrases.extend(limit_words(context, &rule.limits));
    phrases
}

fn of(context: &Context, fee: &Fee) -> Option<FeeRule> {
    match fee.prices_on(context.content.day()).into_owned() {
        Pair::Single(Price::Rule(rule))
        | Pair::Net(Price::Rule(rule))
        | Pair::Gross(Price::Rule(rule)) => Some(*rule),
        Pair::Derived => derived_rule(context.page, fee.derived.as_ref()?, context.content.day()),
        _ => None,
    }
}

fn limit_words(context: &Context, limits: &Limits) -> Vec<String> {
    let told = [
        ("tariff.at-least", limits.at_least),
        ("tariff.at-most", limits.at_most),
        ("tariff.smallest", limits.smallest),
        ("tariff.rounded", limits.rounded_to),
    ];
    let word = |(key, amount): (&str, Option<Decimal>)| {
        Some(context.word(key, &[("price", &context.money(amount?))]))
    };
    told.into_iter().filter_map(word).collect()
}

/// Tiers or classes with their rates or prices, of the published side and of the computed one.
pub fn tiers(context: &Context, sides: &[Side]) -> Vec<FeeTier> {
    let rules: Vec<&FeeRule> = sides
        .iter()
        .filter_map(|side| match &side.price {
            Price::Rule(rule) => Some(rule.as_ref()),
            _ => None,
        })
        .collect();
    let Some(first) = rules.first() else {
        return Vec::new();
    };
    let per = context.text(&first.per);
    let rated = !matches!(first.tariff, Tariff::Classes { .. });
    let tiers = first.tariff.tiers();
    let line = |(index, tier): (usize, &Tier)| {
        let amounts = rules.iter().filter_map(|rule| {
            let tier = rule.tariff.tiers().get(index)?;
            let amount = context.money(tier.amount);
            let excess = tier.excess.map(|rate| context.money(rate));
            Some(match excess {
                Some(excess) => {
                    let values = [("price", amount.as_str()), ("rate", &excess), ("per", &per)];
                    context.word("tariff.class-and-rate", &values)
                }
                None if rated => format!("{amount}/{per}"),
                None => amount,
            })
        });
        let mut amounts: Vec<String> = amounts.collect();
        amounts.dedup();
        let price = match amounts.as_slice() {
            [net, gross] => context.word("tariff.two-sides", &[("net", net), ("gross", gross)]),
            _ => amounts.join(" "),
        };
        FeeTier {
            range: range(context, tier, index, &per),
            price,
        }
    };
    tiers.iter().enumerate().map(line).collect()
}

/// "0–100 m²", "enintään 60 m²", "yli 150 m²".
fn range(context: &Context, tier: &Tier, index: usize, per: &str) -> String {
    let number = |number: Decimal| context.locale.number(number);
    match (tier.from, tier.to) {
        (Some(from), Some(to)) => format!("{}–{} {per}", number(from), number(to)),
        (None, Some(to)) => {
            let key = if tier.below {
                "tariff.below"
            } else {
                "tariff.up-to"
            };
            context.word(key, &[("quantity", &number(to)), ("per", per)])
        }
        (Some(from), None) => {
            let key = if tier.above {
                "tariff.over"
            } else {
                "tariff.at-least-of"
            };
            context.word(key, &[("quantity", &number(from)), ("per", per)])
        }
        (None, None) if index == 0 => context.word("tariff.all", &[]),
        (None, None) => context.word("tariff.rest", &[]),
    }
}

/// The rule worked out for the given quantities: "150 m²: 450,00 + 90 × 4,20 = 828,00 €".
pub fn examples(context: &Context, fee: &Fee) -> Vec<String> {
    let Some(rule) = of(context, fee) else {
        return Vec::new();
    };
    let worked = rule
        .quantities()
        .into_iter()
        .filter_map(|quantity| rule.tariff.price(quantity, &rule.limits));
    worked
        .map(|worked| example(context, fee, &rule, &worked))
        .collect()
}

fn example(context: &Context, fee: &Fee, rule: &FeeRule, worked: &Worked) -> String {
    let locale = context.locale;
    let number = |number: Decimal| locale.number(number);
    let mut terms: Vec<String> = Vec::new();
    let mut remark = None;
    let mut charged = None;
    for step in &worked.steps {
        match step {
            Step::Charged(quantity) => charged = Some(*quantity),
            Step::Fixed(amount) => terms.push(number(*amount)),
            Step::Times { quantity, rate } if quantity.is_zero() || rate.is_zero() => {}
            Step::Times { quantity, rate } => {
                terms.push(format!("{} × {}", number(*quantity), number(*rate)))
            }
            Step::Percent {
                income,
                above,
                percent,
            } => terms.push(if above.is_zero() {
                format!("{} × {}", number(*income), locale.percent(*percent))
            } else {
                format!(
                    "({} − {}) × {}",
                    number(*income),
                    number(*above),
                    locale.percent(*percent)
                )
            }),
            Step::Part {
                price,
                quantity,
                whole,
            } => terms.push(format!(
                "{} × {} ÷ {}",
                number(*price),
                number(*quantity),
                number(*whole)
            )),
            Step::Raised(_) => remark = Some("tariff.raised"),
            Step::Cut(_) => remark = Some("tariff.cut"),
            Step::Waived => remark = Some("tariff.waived"),
        }
    }
    let unit = match &rule.tariff {
        Tariff::Percent { .. } => context.currency(context.page).to_owned(),
        _ => context.text(&rule.per),
    };
    let quantity = locale.amount(worked.quantity, &unit);
    let quantity = match charged {
        Some(charged) => {
            let charged = locale.amount(charged, &unit);
            context.word(
                "tariff.charged",
                &[("quantity", &quantity), ("charged", &charged)],
            )
        }
        None => quantity,
    };
    let price = context.money(worked.price);
    let mut text = match remark {
        Some(key) => format!(
            "{} {price}",
            context.word(key, &[("formula", &terms.join(" + "))])
        ),
        None if worked.steps.iter().all(is_plain) && terms.len() == 1 => price,
        None => format!("{} = {price}", terms.join(" + ")),
    };
    if let Some(other) = other_side(context, fee, worked.price) {
        text = format!("{text}, {other}");
    }
    context.word(
        "tariff.example",
        &[("quantity", &quantity), ("text", &text)],
    )
}

/// An amount as it is, or a rate of nothing: no arithmetic to show.
fn is_plain(step: &Step) -> bool {
    match step {
        Step::Fixed(_) | Step::Charged(_) => true,
        Step::Times { quantity, rate } => quantity.is_zero() || rate.is_zero(),
        _ => false,
    }
}

/// The worked price on the other side of VAT.
fn other_side(context: &Context, fee: &Fee, price: Decimal) -> Option<String> {
    let Vat::Taxable(rate) = fee.vat_on(context.content.day()) else {
        return None;
    };
    let (made, key) = match fee.prices {
        Pair::Net(_) => (vat::gross(price, rate)?, "tariff.with-vat"),
        Pair::Gross(_) => (vat::net(price, rate)?, "tariff.without-vat"),
        _ => return None,
    };
    let amount = crate::compose::sides::rounded(fee, &made)?;
    let (rate, price) = (context.locale.percent(rate), context.money(amount));
    Some(context.word(key, &[("rate", &rate), ("price", &price)]))
}

/// What the fee is made from: "50 % lisää maksuun Perusmaksu".
pub fn derived_words(context: &Context, fee: &Fee) -> Option<String> {
    let derived = fee.derived.as_ref()?;
    let name = fee_name(context, &derived.of.value);
    let (key, share) = match derived.change {
        Change::Plus(percent) => ("tariff.plus", context.locale.percent(percent)),
        Change::Minus(percent) => ("tariff.minus", context.locale.percent(percent)),
        Change::Times(first, second) => ("tariff.times", fraction(context, first, second)),
    };
    Some(context.word(key, &[("share", &share), ("name", &name)]))
}

fn fraction(context: &Context, first: Decimal, second: Decimal) -> String {
    let number = |number: Decimal| context.locale.number(number.normalize());
    if second == Decimal::ONE_HUNDRED {
        context.locale.percent(first)
    } else if second == Decimal::ONE {
        number(first)
    } else {
        format!("{}/{}", number(first), number(second))
    }
}

/// How a price was made from another one.
pub fn derived_step(context: &Context, fee: &Fee) -> Option<page::Step> {
    let made = derived_price(context.page, fee.derived.as_ref()?, context.content.day())?;
    let number = |number: Decimal| context.locale.number(number);
    let (from, result) = (number(made.from), context.money(made.amount));
    let formula = match made.change {
        Change::Plus(percent) => format!("{from} +{} = {result}", context.locale.percent(percent)),
        Change::Minus(percent) => format!("{from} −{} = {result}", context.locale.percent(percent)),
        Change::Times(first, second) => {
            format!("{from} × {} = {result}", fraction(context, first, second))
        }
    };
    Some(page::Step {
        name: context.text(&fee.name.text),
        formula,
        rule: context.word(
            "rule.derived",
            &[("name", &context.text(&made.of.name.text))],
        ),
        remark: None,
    })
}

/// What a reader should know of a published price that its own rule does not give.
pub fn derived_remark(context: &Context, fee: &Fee) -> Option<String> {
    let (published, computed) = fee.derived_mismatch(context.page, context.content.day())?;
    let values = [
        ("name", context.text(&fee.name.text)),
        ("published", context.money(published)),
        ("computed", context.money(computed)),
    ];
    let values = values
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    Some(context.word("remark.derived", &values))
}
