//! Groups of fees: prices with and without VAT, or by customer group, season and place; conditions
//! in words, rules with worked examples, and what the checks say.

mod conditions;
mod matrix;
mod price;
mod rule;
mod validity;

use super::context::Context;
use super::parts::downloads;
use super::sides::{Side, is_mixed, rate, sides};
use super::{calculator, notes, standing, trace};
use crate::finance::vat;
use crate::page::{self, Block, Fees, Step};
use crate::section::prices::{
    Fee, Group, Pair, Price, Prices, State, Style, Surcharge, Vat, VatBasis,
};
use crate::section::text::Text;
use crate::section::{Section, ids};

pub use matrix::label as column_label;
pub use price::words as price_words;
pub use validity::{later, list as list_terms, phrase as validity_phrase};

pub fn blocks(context: &Context, section: &Section, prices: &Prices) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (part, written) in prices.groups.iter().enumerate() {
        let mut fees = group(context, section, written);
        fees.remarks
            .extend(standing::reasons(context, section, part));
        blocks.push(Block::Fees(fees));
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
        .filter_map(|fee| step(context, fee).or_else(|| rule::derived_step(context, fee)))
        .collect();
    let id = format!("{}-trace", ids::group(section, group));
    let title = context.word("trace.title", &[]);
    let steps = trace::quieted(steps);
    (!steps.is_empty()).then_some(Block::Trace(page::Trace { id, title, steps }))
}

fn step(context: &Context, fee: &Fee) -> Option<Step> {
    let rate = fee.vat_on(context.content.day()).rate()?;
    let (price, made, sign) = match &*fee.prices_on(context.content.day()) {
        Pair::Net(price) => (price.amount()?, vat::gross(price.amount()?, rate)?, '×'),
        Pair::Gross(price) => (price.amount()?, vat::net(price.amount()?, rate)?, '÷'),
        _ => return None,
    };
    let (price, factor) = (
        context.locale.number(price),
        context.locale.number(vat::factor(rate)?),
    );
    let percent = context.locale.percent(rate);
    let result = super::sides::rounded(fee, &made)?;
    let key = match fee.rounding {
        Some(_) => format!("rule.{}-rounded", made.rule.key()),
        None => format!("rule.{}", made.rule.key()),
    };
    let multiple = fee
        .rounding
        .map(|multiple| context.money(multiple))
        .unwrap_or_default();
    Some(Step {
        name: context.text(&fee.name.text),
        formula: format!("{price} {sign} {factor} = {}", context.money(result)),
        rule: context.word(&key, &[("rate", &percent), ("multiple", &multiple)]),
        remark: None,
    })
}

fn group(context: &Context, section: &Section, group: &Group) -> Fees {
    let id = ids::group(section, group);
    let matrix = !group.columns.is_empty();
    let both = !matrix
        && group
            .fees
            .iter()
            .any(|fee| sides(context.page, fee, context.content.day()).len() == 2);
    let taxed = both && group.fees.iter().any(|fee| fee.tax.is_some());
    let caption = group
        .caption
        .as_ref()
        .or(group.title.as_ref())
        .unwrap_or(&section.title);
    let layout = Layout {
        vat: shared_vat(context, group),
        mixed: is_mixed(group, context.content.day()),
        both,
        taxed,
        group,
    };
    let fees = group
        .fees
        .iter()
        .map(|each| fee(context, &id, each, &layout));
    let fees: Vec<page::Fee> = fees.collect();
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
        told: group.caption.is_some() || group.title.is_some(),
        caption: context.text(caption),
        legend: legend(context, group),
        head: context.text_or(group.head.as_ref(), "fee.head"),
        both,
        gross_first: both && group.gross_first,
        taxed,
        matrix,
        price_heads: heads(context, &layout, "fee.heads"),
        head_marks: group
            .columns
            .iter()
            .map(|column| notes::mark(&id, &group.notes, column.mark.as_deref()))
            .collect(),
        price_labels: heads(context, &layout, "fee.labels"),
        bands: matrix::bands(context, &id, group),
        validity: validity::of(context, &group.validity),
        terms: validity::terms(context, group),
        follows: validity::link(context, group.follows.as_ref()),
        units: !matrix || one_unit(group).is_none(),
        fees,
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
            .flat_map(|fee| {
                let own = remark(context, fee).into_iter();
                own.chain(rule::derived_remark(context, fee))
            })
            .collect(),
        found: context.found.at(group.place),
        downloads: downloads(&id),
        id,
    }
}

/// Which price columns the fees of a group share.
struct Layout<'a> {
    /// The VAT status that all fees share, told once for the group.
    vat: Option<String>,
    /// Fees have VAT of several rates.
    mixed: bool,
    both: bool,
    taxed: bool,
    group: &'a Group,
}

impl Layout<'_> {
    /// What stands for the price without VAT, the tax and the price with it, in printed order.
    fn ordered<T>(&self, net: T, tax: T, gross: T) -> Vec<T> {
        let mut all = vec![net];
        if self.taxed {
            all.push(tax);
        }
        all.push(gross);
        if self.group.gross_first {
            all.reverse();
        }
        all
    }
}

fn heads(context: &Context, layout: &Layout, key: &str) -> Vec<String> {
    let group = layout.group;
    if !group.columns.is_empty() {
        return group
            .columns
            .iter()
            .map(|column| matrix::label(context, column))
            .chain(group.change.as_ref().map(|text| context.text(text)))
            .collect();
    }
    let rate = rate(group, context.content.day())
        .map(|rate| context.locale.percent(rate))
        .unwrap_or_default();
    let head = |side: &str| {
        let words = context.word(&format!("{key}.{side}"), &[("rate", &rate)]);
        words.trim_end().to_owned()
    };
    if layout.both {
        layout.ordered(head("net"), head("tax"), head("gross"))
    } else {
        vec![head("price")]
    }
}

/// What holds for all fees of the group: started units, the side of VAT, rounding, meanings.
fn legend(context: &Context, group: &Group) -> String {
    let unit = group
        .fees
        .first()
        .map(|fee| &fee.unit)
        .filter(|_| group.started);
    let started = unit.map(|unit| sentence(&conditions::started(context, unit)));
    let rounding = group.rounding.map(|multiple| {
        let multiple = context.money(multiple);
        context.word("fee.rounded", &[("multiple", &multiple)])
    });
    let side = (!group.columns.is_empty())
        .then(|| matrix_side(context, group))
        .flatten();
    let unit = one_unit(group).filter(|unit| !group.columns.is_empty() && !unit.is_empty());
    let unit = unit.map(|unit| context.word("figures.unit", &[("unit", &context.text(unit))]));
    let vat = shared_vat(context, group).map(|vat| sentence(&vat));
    let unit = vat.into_iter().chain(unit);
    let parts = started.into_iter().chain(unit).chain(side).chain(rounding);
    let parts: Vec<String> = parts.chain(matrix::meanings(context, group)).collect();
    parts.join(" ")
}

/// The VAT status of all fees, where they share one and none is printed as the document has it.
fn shared_vat(context: &Context, group: &Group) -> Option<String> {
    let table = group.style == Style::Table && group.fees.len() > 1;
    let own = group.fees.iter().any(|fee| fee.vat_label.is_some());
    if !table || own {
        return None;
    }
    let mut words = group
        .fees
        .iter()
        .map(|fee| conditions::vat_words(context, fee, false));
    let first = words.next().flatten()?;
    words
        .all(|other| other.as_ref() == Some(&first))
        .then_some(first)
}

/// The unit of all fees, where they share one.
fn one_unit(group: &Group) -> Option<&Text> {
    let first = &group.fees.first()?.unit;
    let same = group.fees.iter().all(|fee| fee.unit == *first);
    same.then_some(first)
}

/// Whether the prices of a matrix hold the tax, which has no column of its own there.
fn matrix_side(context: &Context, group: &Group) -> Option<String> {
    let percent = context.locale.percent(rate(group, context.content.day())?);
    // A column with VAT of its own says so itself.
    let own = group.columns.iter().flat_map(|column| &column.categories);
    let mut own = own.filter_map(|index| group.categories.get(*index));
    if own.any(|category| category.vat.is_some()) {
        return None;
    }
    let key = match group.basis? {
        VatBasis::Net => "fee.matrix.net",
        VatBasis::Gross => "fee.matrix.gross",
        VatBasis::Both => return None,
    };
    Some(context.word(key, &[("rate", &percent)]))
}

/// A phrase as a sentence.
fn sentence(phrase: &str) -> String {
    let mut letters = phrase.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}

fn surcharge_words(context: &Context, surcharge: &Surcharge) -> page::Surcharge {
    let percent = context.locale.percent(surcharge.percent);
    page::Surcharge {
        name: context.text(&surcharge.name),
        text: if surcharge.percent.is_sign_negative() {
            percent
        } else {
            format!("+{percent}")
        },
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

fn fee(context: &Context, group_id: &str, fee: &Fee, layout: &Layout) -> page::Fee {
    let group = layout.group;
    let bare = fee
        .name
        .text
        .map(|name| name.trim_start_matches("+ ").to_owned());
    let unit = context.text(&fee.unit);
    let sides = sides(context.page, fee, context.content.day());
    page::Fee {
        id: fee.id.clone(),
        name: context.text(&bare),
        mark: notes::mark(group_id, &group.notes, fee.name.mark.as_deref()),
        per: per(context, &unit),
        unit,
        rule: rule::numbers(context, fee),
        tiers: rule::tiers(context, &sides),
        examples: rule::examples(context, fee),
        prices: prices(context, fee, sides, layout),
        rate: fee
            .vat_on(context.content.day())
            .rate()
            .map(|rate| rate.to_string()),
        vat: conditions::vat_words(context, fee, layout.mixed).filter(|_| layout.vat.is_none()),
        conditions: conditions::all(context, fee, group),
        later: validity::later(context, fee, group),
        follows: validity::link(context, fee.follows.as_ref()),
        state: match fee.validity.state(context.content.day()) {
            State::InForce => None,
            other => Some(other.key()),
        },
        text: fee
            .text
            .as_ref()
            .map(|text| context.markdown(&fee.id).inline(&text.text)),
        addon: fee.addon,
        sanction: fee.sanction,
        keywords: fee.keywords.clone(),
        found: context.found.at(fee.place),
    }
}

/// A unit as it follows an amount, whose own currency sign is enough.
fn per(context: &Context, unit: &str) -> String {
    match unit.strip_prefix(context.currency(context.page)) {
        Some(rest) => rest.to_owned(),
        None if unit.is_empty() => String::new(),
        None => format!(" {unit}"),
    }
}

fn prices(context: &Context, fee: &Fee, sides: Vec<Side>, layout: &Layout) -> Vec<page::Price> {
    let mut prices = sides
        .iter()
        .map(|side| price::cell(context, context.page, &side.price, side.computed));
    if !layout.both {
        let mut prices: Vec<page::Price> = prices.collect();
        prices.extend(matrix::change(context, layout.group, &sides));
        return prices;
    }
    let Some(net) = prices.next() else {
        return Vec::new();
    };
    // A fee without VAT sides among fees that have them: the same price holds for both.
    let gross = prices.next().unwrap_or_else(|| net.clone());
    let tax = fee.tax.map_or(Price::Nothing, Price::Amount);
    let tax = price::cell(context, context.page, &tax, false);
    layout.ordered(net, tax, gross)
}

/// What a reader should know of a pair of prices that no rounding explains.
fn remark(context: &Context, fee: &Fee) -> Option<String> {
    let day = context.content.day();
    let prices = fee.prices_on(day);
    let (Vat::Taxable(rate), Pair::Both(net, gross)) = (fee.vat_on(day), &*prices) else {
        return None;
    };
    let (net, gross) = (net.amount()?, gross.amount()?);
    let (up, down) = vat::misfit(net, gross, rate, fee.rounding)?;
    let values = [
        ("name", context.text(&fee.name.text)),
        ("net", context.money(net)),
        ("gross", context.money(gross)),
        ("rate", context.locale.percent(rate)),
        ("up", context.money(up)),
        ("down", context.money(down)),
    ];
    let values: Vec<_> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    Some(context.word("remark.vat", &values))
}

/// The name of a fee that another one refers to, or what was written.
fn fee_name(context: &Context, wanted: &str) -> String {
    let fee = context.page.fee(wanted);
    let text = fee.map_or_else(
        || Text::from(wanted.to_owned()),
        |fee| fee.name.text.clone(),
    );
    context.text(&text)
}
