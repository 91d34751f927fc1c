//! Prices by customer group, season and place: the heads of their columns and what those mean.

use crate::compose::bands::{self, Span};
use crate::compose::context::Context;
use crate::compose::notes;
use crate::compose::parts::plain_head;
use crate::compose::sides::Side;
use crate::finance::change;
use crate::page::{Band, Head, Price};
use crate::section::prices::{Group, PriceColumn};
use crate::section::text::Text;

/// The whole head of a column, as a label for phones and downloads: "Kesä, lapset".
pub fn label(context: &Context, column: &PriceColumn) -> String {
    let heads = column.heads.iter().chain([&column.label]);
    let heads: Vec<String> = heads.map(|head| context.text(head)).collect();
    heads.join(", ")
}

/// How much the last price has changed from the first, in percent.
pub fn change(context: &Context, group: &Group, sides: &[Side]) -> Option<Price> {
    group.change.as_ref()?;
    let amount = |side: Option<&Side>| side.and_then(|side| side.price.amount());
    let made = amount(sides.last())
        .zip(amount(sides.first()))
        .and_then(|(now, before)| change::percent(now, before));
    let number = made.map(|made| made.rounded(1));
    Some(Price {
        text: number.map_or_else(String::new, |number| context.locale.percent(number)),
        number: number.map(|number| number.to_string()),
        amounts: number.iter().map(ToString::to_string).collect(),
        html: None,
        spoken: None,
        long: false,
        state: "change",
        computed: number.is_some(),
    })
}

/// What the columns' names mean, each once: "Lapset: 7–17-vuotiaat."
pub fn meanings(context: &Context, group: &Group) -> Vec<String> {
    let mut told: Vec<usize> = Vec::new();
    for column in &group.columns {
        told.extend(&column.categories);
    }
    told.sort_unstable();
    told.dedup();
    let meaning = |index: usize| {
        let category = group.categories.get(index)?;
        let name = context.text(&category.name);
        let rate = category.vat.and_then(|vat| vat.rate());
        let Some(meaning) = category.meaning.as_ref().map(|text| context.text(text)) else {
            let rate = context.locale.percent(rate?);
            let sentence = context.word("fee.vat-use-rate", &[("name", &name), ("rate", &rate)]);
            return Some(format!("{sentence}."));
        };
        Some(match rate {
            Some(rate) => {
                let rate = context.locale.percent(rate);
                let values = [
                    ("name", name.as_str()),
                    ("meaning", &meaning),
                    ("rate", &rate),
                ];
                context.word("fee.meaning-vat", &values)
            }
            None if meaning.ends_with('.') => format!("{name}: {meaning}"),
            None => format!("{name}: {meaning}."),
        })
    };
    told.into_iter().filter_map(meaning).collect()
}

/// The heads as rows of cells, where columns stand under common heads.
pub fn bands(context: &Context, id: &str, group: &Group) -> Vec<Vec<Band>> {
    let columns = &group.columns;
    let heads: Vec<&[Text]> = columns
        .iter()
        .map(|column| column.heads.as_slice())
        .collect();
    let rows = bands::rows(&heads);
    let band = |span: &Span| {
        let column = columns.get(span.column)?;
        let (text, id, mark) = match span.level {
            Some(level) => (
                column.heads.get(level)?,
                format!("{id}-c{}-{}", span.column + 1, level + 1),
                None,
            ),
            None => (
                &column.label,
                format!("{id}-c{}", span.column + 1),
                notes::mark(id, &group.notes, column.mark.as_deref()),
            ),
        };
        let head = Head {
            id: Some(id),
            mark,
            ..plain_head(context.text(text), false)
        };
        Some(Band {
            columns: span.columns,
            rows: span.rows,
            group: span.level.is_some(),
            head,
        })
    };
    let mut bands: Vec<Vec<Band>> = rows
        .iter()
        .map(|row| row.iter().filter_map(band).collect())
        .collect();
    if let (Some(change), Some(top)) = (&group.change, bands.first_mut()) {
        top.push(Band {
            columns: 1,
            rows: rows.len(),
            group: false,
            head: plain_head(context.text(change), false),
        });
    }
    bands
}
