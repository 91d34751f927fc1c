//! Prices by customer group, season and place: the heads of their columns and what those mean.

use crate::compose::context::Context;
use crate::compose::notes;
use crate::compose::sides::Side;
use crate::finance::change;
use crate::page::{FeeBand, Price};
use crate::section::prices::{Group, PriceColumn};

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
pub fn bands(context: &Context, id: &str, group: &Group) -> Vec<Vec<FeeBand>> {
    let columns = &group.columns;
    let levels = columns.iter().map(|column| column.heads.len()).max();
    let levels = match levels {
        Some(levels) if levels > 0 => levels,
        _ => return Vec::new(),
    };
    let mut bands: Vec<Vec<FeeBand>> = vec![Vec::new(); levels + 1];
    let heads = |at: usize, level: usize| {
        columns
            .get(at)
            .and_then(|column| column.heads.get(..=level))
    };
    for (index, column) in columns.iter().enumerate() {
        for (level, head) in column.heads.iter().enumerate() {
            let own = heads(index, level);
            if index > 0 && heads(index - 1, level) == own {
                continue;
            }
            let wide = (index..columns.len()).take_while(|other| heads(*other, level) == own);
            bands[level].push(FeeBand {
                text: context.text(head),
                columns: wide.count(),
                rows: 1,
                group: true,
                mark: None,
                id: Some(format!("{id}-c{}-{}", index + 1, level + 1)),
            });
        }
        bands[column.heads.len()].push(FeeBand {
            text: context.text(&column.label),
            columns: 1,
            rows: levels + 1 - column.heads.len(),
            group: false,
            mark: notes::mark(id, &group.notes, column.mark.as_ref()),
            id: Some(format!("{id}-c{}", index + 1)),
        });
    }
    if let (Some(change), Some(top)) = (&group.change, bands.first_mut()) {
        top.push(FeeBand {
            text: context.text(change),
            columns: 1,
            rows: levels + 1,
            group: false,
            mark: None,
            id: None,
        });
    }
    bands
}
