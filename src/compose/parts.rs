//! What tables of every kind share: heads, single cells, files to download.

use rust_decimal::Decimal;

use super::context::Context;
use crate::locale::exact;
use crate::page::{Cell, Download, Head, Row, Table};
use crate::section::figures::Missing;
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
        groups: Vec::new(),
        id: None,
        computed: false,
        unit: None,
        found: Vec::new(),
    }
}

/// A head whose first word is a known abbreviation, which the page explains.
pub fn abbreviated_head(context: &Context, text: &Text, numeric: bool) -> Head {
    let text = context.text(text);
    let end = text.find(|character: char| !character.is_alphabetic());
    let (short, rest) = text.split_at(end.unwrap_or(text.len()));
    // A whole word explains itself.
    let known = context.locale.abbreviation(short);
    let Some(meaning) = known.filter(|_| short.to_uppercase() == short) else {
        return plain_head(text, numeric);
    };
    Head {
        abbreviation: Some(short.to_owned()),
        meaning: Some(meaning.to_owned()),
        rest: rest.to_owned(),
        ..plain_head(text, numeric)
    }
}

/// A cell that holds a number.
pub fn number_cell(context: &Context, number: Decimal) -> Cell {
    Cell {
        number: Some(exact(number)),
        ..Cell::text(context.locale.number(number))
    }
}

/// A cell that holds nothing.
pub fn missing_cell(context: &Context) -> Cell {
    sign_cell(context, Missing::Nil)
}

/// A cell with a sign for a number that is not there.
pub fn sign_cell(context: &Context, missing: Missing) -> Cell {
    Cell {
        spoken: Some(context.word(&format!("missing.{}", missing.key()), &[])),
        missing: Some(missing.key()),
        ..Cell::text(missing.sign())
    }
}

/// A plain row: a name and its cells.
pub fn plain_row(id: String, name: String, cells: Vec<Cell>) -> Row {
    Row {
        id,
        name,
        href: None,
        mark: None,
        sum: false,
        computed: false,
        code: None,
        level: 0,
        heading: false,
        spoken: None,
        unit: None,
        details: Vec::new(),
        role: None,
        plain: cells.iter().all(Cell::is_plain),
        cells,
        found: Vec::new(),
    }
}

/// A plain table: heads, rows and a file to download.
pub fn plain_table(id: &str, caption: String, heads: Vec<Head>, rows: Vec<Row>) -> Table {
    Table {
        caption,
        legend: String::new(),
        unit: String::new(),
        scaled: false,
        dense: false,
        heads,
        bands: Vec::new(),
        deep: false,
        coded: false,
        rows,
        notes: Vec::new(),
        remarks: Vec::new(),
        found: Vec::new(),
        downloads: downloads(id),
        id: id.to_owned(),
    }
}

/// The files beside the table of this id.
pub fn downloads(id: &str) -> Vec<Download> {
    vec![Download {
        href: format!("{id}.csv"),
        format: "CSV".to_owned(),
    }]
}
