//! Ways into a price list: its topics, and all fees in alphabetical order.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::context::Context;
use super::fees::price_words;
use super::sides::{Side, sides};
use crate::content::Page;
use crate::page::{Block, Entries, Entry, Letter, Link, Topic, Topics};
use crate::section::Section;
use crate::section::prices::{Fee, Pair, Price};

pub fn topics(context: &Context, list: &Page) -> Block {
    let topics = list.sections().iter().filter_map(|section| {
        let count = section.fees().count();
        let link = Link {
            href: context.way(list, Some(&section.id)),
            text: context.text(&section.title),
            current: false,
        };
        (count > 0).then(|| Topic {
            link,
            remark: context.locale.count("page.fees", count),
        })
    });
    Block::Topics(Topics {
        topics: topics.collect(),
    })
}

pub fn entries(context: &Context, list: &Page) -> Block {
    let mut letters: BTreeMap<String, Vec<(String, Entry)>> = BTreeMap::new();
    for section in list.sections() {
        for fee in section.fees() {
            let entry = entry(context, list, section, fee);
            let key = context.locale.sort_key(&entry.link.text);
            let letter = key.chars().next().map(String::from).unwrap_or_default();
            letters.entry(letter).or_default().push((key, entry));
        }
    }
    let letters = letters.into_values().map(|mut entries| {
        entries.sort_by(|a, b| (&a.0, &a.1.link.href).cmp(&(&b.0, &b.1.link.href)));
        let letter: String = entries
            .first()
            .and_then(|(_, entry)| entry.link.text.chars().next())
            .map(|c| c.to_uppercase().collect())
            .unwrap_or_default();
        let id = format!("k-{}", letter.to_lowercase());
        Letter {
            id,
            letter,
            entries: entries.into_iter().map(|(_, entry)| entry).collect(),
        }
    });
    Block::Entries(Entries {
        letters: letters.collect(),
    })
}

fn entry(context: &Context, list: &Page, section: &Section, fee: &Fee) -> Entry {
    let name = fee
        .name
        .text
        .map(|name| name.trim_start_matches("+ ").to_owned());
    let mut text = context.text(&name);
    // An add-on's name says nothing without what it is added to.
    if let Some(first) = text.chars().next().filter(|first| first.is_lowercase()) {
        text = format!(
            "{}{}",
            first.to_uppercase(),
            text.get(first.len_utf8()..).unwrap_or_default()
        );
    }
    let mut remark = prices(context, list, fee);
    if !fee.unit.is_empty() {
        remark = format!("{remark} · {}", context.text(&fee.unit));
    }
    remark = format!("{remark} · {}", context.text(&section.title));
    Entry {
        link: Link {
            href: context.way(list, Some(&fee.id)),
            text,
            current: false,
        },
        remark,
        sanction: fee.sanction,
    }
}

/// "32,67 € / 41,00 €", or why there is no price.
fn prices(context: &Context, list: &Page, fee: &Fee) -> String {
    let sides = sides(list, fee, context.content.day());
    if let Pair::Row(_) = fee.prices {
        return span(context, list, &sides);
    }
    let mut texts: Vec<String> = sides
        .iter()
        .map(|side| price_words(context, list, &side.price))
        .collect();
    texts.dedup();
    texts.join(" / ")
}

/// The least and the greatest price of a row, or its only words.
fn span(context: &Context, list: &Page, sides: &[Side]) -> String {
    let amounts: Vec<Decimal> = sides.iter().flat_map(|side| side.price.amounts()).collect();
    match (amounts.iter().min(), amounts.iter().max()) {
        (Some(low), Some(high)) => {
            let price = if low == high {
                Price::Amount(*low)
            } else {
                Price::Range(*low, *high)
            };
            price_words(context, list, &price)
        }
        _ => sides
            .first()
            .map(|side| price_words(context, list, &side.price))
            .unwrap_or_default(),
    }
}
