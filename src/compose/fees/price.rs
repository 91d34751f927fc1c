//! A price in words: an amount, a range, a rule, or why there is none.

use crate::compose::context::Context;
use crate::content::Page;
use crate::page;
use crate::section::prices::Price;

use super::rule;

/// A price as it stands in a cell of a list's page.
pub fn cell(context: &Context, list: &Page, price: &Price, computed: bool) -> page::Price {
    let html = match price {
        Price::Words(words) => Some(context.markdown("hinta").inline(&words.text)),
        _ => None,
    };
    page::Price {
        text: words(context, list, price),
        html,
        spoken: matches!(price, Price::Nothing).then(|| context.word("price.nothing", &[])),
        number: price.amount().map(|amount| amount.to_string()),
        amounts: price.amounts().iter().map(ToString::to_string).collect(),
        long: matches!(
            price,
            Price::From(_) | Price::Range(..) | Price::Several(_) | Price::Rule(_)
        ),
        state: price.key(),
        computed,
    }
}

/// "32,67 €", "7,00 € alkaen", "5,00–8,00 €", "Maksuton".
pub fn words(context: &Context, list: &Page, price: &Price) -> String {
    let currency = context.currency(list);
    let money = |amount| context.locale.amount(amount, currency);
    match price {
        Price::Amount(amount) => money(*amount),
        Price::From(amount) => context.word("price.from", &[("price", &money(*amount))]),
        Price::Range(low, high) => range(&money(*low), &money(*high), currency),
        Price::Several(parts) => {
            let parts = parts.iter().map(|part| match &part.label {
                Some(label) => format!("{} ({})", money(part.amount), context.text(label)),
                None => money(part.amount),
            });
            parts.collect::<Vec<_>>().join(" / ")
        }
        Price::Rule(rule) => rule::words(context, rule),
        Price::Words(words) => crate::markdown::plain(&context.plain(&words.text)),
        Price::Nothing => "–".to_owned(),
        Price::None(kind) => context.word(&format!("price.{}", kind.key()), &[]),
    }
}

/// "5,00–8,00 €": the currency once, where it stands behind.
pub fn range(low: &str, high: &str, currency: &str) -> String {
    let bare = low.strip_suffix(currency).map(str::trim_end);
    format!("{}–{high}", bare.unwrap_or(low))
}
