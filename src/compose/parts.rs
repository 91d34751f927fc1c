//! What tables of every kind share: heads, single cells, files to download.

use rust_decimal::Decimal;

use super::context::Context;
use crate::page::{Cell, Download, Head};
use crate::section::text::Text;

/// A head without an abbreviation.
pub fn plain_head(text: String, numeric: bool) -> Head {
    let rest = text.clone();
    Head {
        text,
        abbreviation: None,
        meaning: None,
        rest,
        numeric,
        partial: false,
        mark: None,
    }
}

/// A head whose first word is a known abbreviation, which the page explains.
pub fn abbreviated_head(context: &Context, text: &Text, numeric: bool) -> Head {
    let text = context.text(text);
    let short: String = text
        .chars()
        .take_while(|character| character.is_alphanumeric())
        .collect();
    let Some(kind) = context.locale.word(&format!("column-abbreviation.{short}")) else {
        return plain_head(text, numeric);
    };
    let meaning = context.word(&format!("column.{kind}"), &[]);
    let rest = text.get(short.len()..).unwrap_or_default().to_owned();
    Head {
        abbreviation: Some(short),
        meaning: Some(meaning),
        rest,
        ..plain_head(text, numeric)
    }
}

/// A cell that holds a number.
pub fn number_cell(context: &Context, number: Decimal) -> Cell {
    Cell {
        text: context.locale.number(number),
        number: Some(number.to_string()),
        spoken: None,
        mark: None,
    }
}

/// A cell that holds nothing.
pub fn missing_cell(context: &Context) -> Cell {
    let spoken = Some(context.word("missing.missing", &[]));
    Cell {
        text: "–".to_owned(),
        number: None,
        spoken,
        mark: None,
    }
}

/// The files beside the table of this id.
pub fn downloads(id: &str) -> Vec<Download> {
    vec![Download {
        href: format!("{id}.csv"),
        format: "CSV".to_owned(),
    }]
}
