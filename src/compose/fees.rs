//! Groups of fees: prices with and without VAT, conditions in words, what the checks say.

use super::context::Context;
use super::parts::downloads;
use super::sides::{Side, rate, sides};
use super::{calculator, notes, trace};
use crate::finance::vat;
use crate::page::{self, Block, Fees, Step};
use crate::section::prices::{Fee, Group, Pair, Price, Prices, Style, Vat};
use crate::section::text::Text;
use crate::section::{Section, ids};

pub fn blocks(context: &Context, section: &Section, prices: &Prices) -> Vec<Block> {
    let mut blocks = Vec::new();
    for written in &prices.groups {
        blocks.push(Block::Fees(group(context, section, written)));
        blocks.extend(made(context, section, written));
        if written.calculator {
            blocks.extend(calculator::blocks(context, section, written));
        }
    }
    blocks
}

/// How the prices that nobody published were made.
fn made(context: &Context, section: &Section, group: &Group) -> Option<Block> {
    let steps: Vec<Step> = group
        .fees
        .iter()
        .filter_map(|fee| step(context, fee))
        .collect();
    let id = format!("{}-trace", ids::group(section, group));
    let title = context.word("trace.title", &[]);
    let steps = trace::quieted(steps);
    (!steps.is_empty()).then_some(Block::Trace(page::Trace { id, title, steps }))
}

fn step(context: &Context, fee: &Fee) -> Option<Step> {
    let Vat::Taxable(rate) = fee.vat else {
        return None;
    };
    let (price, made, sign) = match fee.prices {
        Pair::Net(price) => (price.amount()?, vat::gross(price.amount()?, rate)?, '×'),
        Pair::Gross(price) => (price.amount()?, vat::net(price.amount()?, rate)?, '÷'),
        Pair::Single(_) | Pair::Both(..) => return None,
    };
    let (price, factor) = (
        context.locale.number(price),
        context.locale.number(vat::factor(rate)?),
    );
    let percent = context.locale.percent(rate);
    Some(Step {
        name: context.text(&fee.name.text),
        formula: format!(
            "{price} {sign} {factor} = {}",
            context.locale.amount(made.rounded(2), "€")
        ),
        rule: context.word(&format!("rule.{}", made.rule.key()), &[("rate", &percent)]),
        remark: None,
    })
}

fn group(context: &Context, section: &Section, group: &Group) -> Fees {
    let id = ids::group(section, group);
    let both = group.fees.iter().any(|fee| sides(fee).len() == 2);
    let caption = group
        .caption
        .as_ref()
        .or(group.title.as_ref())
        .unwrap_or(&section.title);
    Fees {
        number: group.number.clone(),
        title: group.title.as_ref().map(|title| context.text(title)),
        intro: group
            .text
            .as_ref()
            .map(|text| context.markdown(&id).blocks(&text.text)),
        style: match group.style {
            Style::Table => page::FeeStyle::Table,
            Style::Bullets => page::FeeStyle::Bullets,
            Style::Numbered => page::FeeStyle::Numbered,
        },
        caption: context.text(caption),
        legend: legend(context, group),
        head: context.text_or(group.head.as_ref(), "fee.head"),
        both,
        price_heads: price_heads(context, group, both, "fee.heads"),
        price_labels: price_heads(context, group, both, "fee.labels"),
        fees: group
            .fees
            .iter()
            .map(|each| fee(context, &id, group, each, both))
            .collect(),
        surcharges: group
            .surcharges
            .iter()
            .map(|surcharge| surcharge_words(context, surcharge))
            .collect(),
        exemptions: group
            .exemptions
            .iter()
            .map(|text| context.markdown(&id).inline(&text.text))
            .collect(),
        notes: group_notes(context, &id, group),
        remarks: group
            .fees
            .iter()
            .filter_map(|fee| remark(context, fee))
            .collect(),
        downloads: downloads(&id),
        id,
    }
}

fn price_heads(context: &Context, group: &Group, both: bool, key: &str) -> Vec<String> {
    let rate = rate(group)
        .map(|rate| context.locale.percent(rate))
        .unwrap_or_default();
    let keys: &[&str] = if both { &["net", "gross"] } else { &["price"] };
    keys.iter()
        .map(|side| context.word(&format!("{key}.{side}"), &[("rate", &rate)]))
        .collect()
}

/// "Veloitetaan alkavalta tunnilta." where that holds for all fees.
fn legend(context: &Context, group: &Group) -> String {
    let unit = group
        .fees
        .first()
        .map(|fee| &fee.unit)
        .filter(|_| group.started);
    unit.map(|unit| sentence(&started(context, unit)))
        .unwrap_or_default()
}

/// A phrase as a sentence.
fn sentence(phrase: &str) -> String {
    let mut letters = phrase.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}

fn surcharge_words(
    context: &Context,
    surcharge: &crate::section::prices::Surcharge,
) -> page::Surcharge {
    page::Surcharge {
        name: context.text(&surcharge.name),
        text: format!("+{}", context.locale.percent(surcharge.percent)),
    }
}

fn group_notes(context: &Context, id: &str, group: &Group) -> Vec<page::Note> {
    let mut all = notes::notes(context, id, &group.notes);
    let unclear = group
        .fees
        .iter()
        .any(|fee| fee.vat == Vat::Unknown && fee.vat_label.is_some());
    if unclear {
        all.push(page::Note {
            id: format!("{id}-vat"),
            mark: String::new(),
            html: context.word("fee.vat-unclear", &[]),
        });
    }
    all
}

fn fee(context: &Context, group_id: &str, group: &Group, fee: &Fee, both: bool) -> page::Fee {
    let name = context.text(
        &fee.name
            .text
            .map(|name| name.trim_start_matches("+ ").to_owned()),
    );
    page::Fee {
        id: fee.id.clone(),
        name,
        mark: notes::mark(group_id, &group.notes, fee.name.mark.as_ref()),
        unit: context.text(&fee.unit),
        per: per(&context.text(&fee.unit)),
        prices: prices(context, fee, both),
        vat: vat_words(context, fee),
        conditions: conditions(context, fee, group.started),
        text: fee
            .text
            .as_ref()
            .map(|text| context.markdown(&fee.id).inline(&text.text)),
        addon: fee.addon,
        sanction: fee.sanction,
        keywords: fee.keywords.clone(),
    }
}

/// A unit as it follows an amount, whose own currency sign is enough.
fn per(unit: &str) -> String {
    match unit.strip_prefix('€') {
        Some(rest) => rest.to_owned(),
        None if unit.is_empty() => String::new(),
        None => format!(" {unit}"),
    }
}

fn prices(context: &Context, fee: &Fee, both: bool) -> Vec<page::Price> {
    let mut prices: Vec<_> = sides(fee)
        .into_iter()
        .map(|side| price(context, side))
        .collect();
    if both && prices.len() == 1 {
        // A fee without VAT sides among fees that have them: the same price holds for both.
        prices.extend(prices.first().cloned());
    }
    prices
}

fn price(context: &Context, side: Side) -> page::Price {
    let text = match side.price {
        Price::Amount(amount) => context.locale.amount(amount, "€"),
        other => context.word(&format!("price.{}", other.key()), &[]),
    };
    page::Price {
        text,
        number: side.price.amount().map(|amount| amount.to_string()),
        state: side.price.key(),
        computed: side.computed,
    }
}

/// The VAT of a fee that is not simply taxable, as the document prints it or in plain words.
fn vat_words(context: &Context, fee: &Fee) -> Option<String> {
    match (&fee.vat_label, fee.vat) {
        (Some(label), _) => Some(context.text(label)),
        (None, Vat::Taxable(_)) => None,
        // What has no price has no tax to tell about.
        (None, Vat::Unknown) if sides(fee).iter().all(|side| side.price.amount().is_none()) => None,
        (None, other) => Some(context.word(&format!("vat.{}", other.key()), &[])),
    }
}

fn conditions(context: &Context, fee: &Fee, group_started: bool) -> Vec<String> {
    let mut phrases = Vec::new();
    if let Some(or) = fee.or {
        phrases.push(context.word(&format!("fee.or.{}", or.key()), &[]));
    }
    if let Some(minimum) = &fee.minimum {
        phrases.push(context.word("fee.minimum", &[("minimum", &context.text(minimum))]));
    }
    let told = fee.unit.contains(&context.word("fee.started-word", &[]));
    if fee.started && !group_started && !told {
        phrases.push(started(context, &fee.unit));
    }
    phrases.extend(fee.limit.iter().map(|limit| context.text(limit)));
    phrases.extend(fee.includes.iter().map(|includes| context.text(includes)));
    if let Some(season) = &fee.season {
        phrases.push(context.word("fee.season", &[("season", &context.text(season))]));
    }
    phrases
}

/// "Veloitetaan alkavalta tunnilta".
fn started(context: &Context, unit: &Text) -> String {
    let time = unit.rsplit('/').next().unwrap_or_default();
    let words = context.locale.word(&format!("page.fee.started-by.{time}"));
    words
        .map(str::to_owned)
        .unwrap_or_else(|| context.word("fee.started", &[("unit", &context.text(unit))]))
}

/// What a reader should know of a pair of prices that no rounding explains.
fn remark(context: &Context, fee: &Fee) -> Option<String> {
    let (Vat::Taxable(rate), Pair::Both(net, gross)) = (fee.vat, fee.prices) else {
        return None;
    };
    let (net, gross) = (net.amount()?, gross.amount()?);
    let (up, down) = vat::misfit(net, gross, rate)?;
    let locale = context.locale;
    let euros = |number| locale.amount(number, "€");
    let values = [
        ("name", context.text(&fee.name.text)),
        ("net", euros(net)),
        ("gross", euros(gross)),
        ("rate", locale.percent(rate)),
        ("up", euros(up)),
        ("down", euros(down)),
    ];
    let values: Vec<_> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    Some(context.word("remark.vat", &values))
}
