//! Figures in running text, printed from the data in place of the references to them.

use std::borrow::Cow;

use super::context::Context;
use super::fees::price_words;
use super::figures::Scale;
use super::sides::sides;
use crate::section::prose::{Quoted, references, resolve};

/// A text with its references replaced by figures; one that leads nowhere stays as written, which
/// a check has told about.
pub fn filled<'t>(context: &Context, text: &'t str) -> Cow<'t, str> {
    if !text.contains('{') {
        return Cow::Borrowed(text);
    }
    let found = references(text);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 32);
    let mut done = 0;
    for reference in found {
        let Some(figure) = figure(context, reference.written) else {
            continue;
        };
        out.push_str(text.get(done..reference.range.start).unwrap_or_default());
        out.push_str(&figure);
        done = reference.range.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

fn figure(context: &Context, written: &str) -> Option<String> {
    match resolve(context.content, context.page, written)? {
        Quoted::Figure {
            number,
            unit,
            shown: None,
        } => {
            let ones = context.in_ones(unit);
            let (number, unit) = ones.of(number);
            Some(context.locale.amount(number, unit))
        }
        Quoted::Sign(missing) => Some(missing.sign().to_owned()),
        Quoted::Figure {
            number,
            unit,
            shown: Some(shown),
        } => {
            let scale = Scale::between(context, unit, &shown, None)?;
            Some(context.locale.amount(scale.printed(number)?, &shown))
        }
        Quoted::Fee { list, fee } => {
            let sides = sides(list, fee, context.content.day());
            sides
                .last()
                .map(|side| price_words(context, list, &side.price))
        }
    }
}
