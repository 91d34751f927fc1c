//! Figures in running text that are taken from the data (viittaus lukuun): `{toimintakate, TA 2024}`,
//! `{section/row, column, milj. €}`, `{/page#section/row, column}`, and fees: `{#traktori}`,
//! `{/maksut#traktori}`.

pub mod typed;

use rust_decimal::Decimal;

use super::computed::Sheet;
use super::figures::{Cell, Missing, Row, Table};
use super::prices::Fee;
use super::text::Text;
use super::{Body, Section};
use crate::content::{Content, Page};
use crate::link::Target;

/// A reference as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference<'t> {
    /// Where it stands in the text, braces included.
    pub range: std::ops::Range<usize>,
    /// What stands between the braces.
    pub written: &'t str,
}

/// What a reference leads to.
pub enum Quoted<'a> {
    /// A figure with its unit, and the unit it is to be printed in.
    Figure {
        number: Decimal,
        unit: &'a Text,
        shown: Option<String>,
    },
    /// A cell without a number: its sign stands in the text too.
    Sign(Missing),
    /// A fee of a list.
    Fee { list: &'a Page, fee: &'a Fee },
}

/// The references of a text; code and braces after a backslash are none.
pub fn references(text: &str) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    let mut code = false;
    let mut open = None;
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            '`' => code = !code,
            '{' if !code && !escaped => open = Some(at),
            '\n' => open = None,
            '}' if !code => {
                let start = open.take();
                let inner = start.and_then(|start| text.get(start + 1..at));
                if let (Some(start), Some(written)) = (start, inner)
                    && is_reference(written)
                {
                    found.push(Reference {
                        range: start..at + 1,
                        written,
                    });
                }
            }
            _ => {}
        }
        escaped = character == '\\';
    }
    found
}

/// A row and a column, or a fee's id; anything else in braces is somebody's own text.
fn is_reference(written: &str) -> bool {
    let begins = written.chars().next();
    let row = written.contains(", ") && begins.is_some_and(|c| c.is_alphanumeric() || c == '/');
    row || written.starts_with('#') || (written.starts_with('/') && written.contains('#'))
}

/// What a reference leads to; `None` where it leads nowhere.
pub fn resolve<'a>(content: &'a Content, here: &'a Page, written: &str) -> Option<Quoted<'a>> {
    let mut parts = written.split(", ");
    let path = parts.next()?.trim();
    let Some(column) = parts.next() else {
        return fee(content, here, path);
    };
    let shown = parts.next().map(|unit| unit.trim().to_owned());
    let (page, path) = match Target::in_text(path) {
        Target::Page { address, id } => (content.page(address)?, id?),
        _ => (here, path),
    };
    let (table, row) = row(page, path)?;
    let column = table.column(column.trim())?;
    let sheet = Sheet {
        content: Some(content),
        page,
        table,
    };
    let value = table.rows.get(row)?.value(column).map(|value| value.cell);
    if let Some(Cell::Missing(missing)) = value {
        return Some(Quoted::Sign(missing));
    }
    let number = sheet.figure(row, column)?;
    let own = table.rows.get(row)?.unit.as_ref();
    Some(Quoted::Figure {
        number,
        unit: own.unwrap_or(&table.unit),
        shown,
    })
}

/// How many cells of this page a reference could mean: rows of one name in several tables, columns
/// of one label under several heads.
pub fn candidates(here: &Page, written: &str) -> usize {
    let mut parts = written.split(", ");
    let (Some(path), Some(column)) = (parts.next(), parts.next()) else {
        return 1;
    };
    let (path, column) = (path.trim(), column.trim());
    if path.starts_with(['/', '#']) {
        return 1;
    }
    let fitting = meant(here, path).into_iter();
    let cells = fitting.map(|(table, _)| {
        let labelled = table.columns.iter();
        let labelled = labelled.filter(|known| known.label.text == column);
        labelled
            .count()
            .max(usize::from(table.column(column).is_some()))
    });
    cells.sum()
}

fn fee<'a>(content: &'a Content, here: &'a Page, path: &str) -> Option<Quoted<'a>> {
    let (list, id) = match Target::in_text(path) {
        Target::Here(id) => (here, id),
        Target::Page { address, id } => (content.page(address)?, id?),
        _ => return None,
    };
    let fee = list.fee(id)?;
    Some(Quoted::Fee { list, fee })
}

/// `row` in any table of the page, `section/row`, or `section/table/row`.
fn row<'a>(page: &'a Page, path: &str) -> Option<(&'a Table, usize)> {
    meant(page, path).into_iter().next()
}

/// All rows that a path could mean, each with its table.
fn meant<'a>(page: &'a Page, path: &str) -> Vec<(&'a Table, usize)> {
    let tables = |section: &'a Section| match &section.body {
        Body::Figures(figures) => figures.tables.as_slice(),
        _ => &[],
    };
    let parts: Vec<&str> = path.split('/').map(str::trim).collect();
    if let [section, rest @ ..] = parts.as_slice()
        && let Some(section) = page.section(section)
    {
        let (table, row) = match rest {
            [row] => (None, row),
            [table, row] => (Some(*table), row),
            _ => return Vec::new(),
        };
        let fitting = tables(section)
            .iter()
            .filter(|known| table.is_none_or(|table| known.id == table));
        let fitting = fitting.filter_map(|table| Some((table, named(table, row)?)));
        return fitting.collect();
    }
    let all = page.tables();
    all.filter_map(|table| Some((table, named(table, path)?)))
        .collect()
}

/// A row as sentences name it: by its id or its name, in small or capital letters.
fn named(table: &Table, wanted: &str) -> Option<usize> {
    let small = wanted.to_lowercase();
    let named = |row: &Row| row.name.text.to_lowercase() == small;
    table
        .row_index(wanted)
        .or_else(|| table.rows.iter().position(named))
}

#[cfg(test)]
mod tests {
    use super::references;

    #[test]
    fn only_rows_with_columns_and_fees_are_references() {
        let written = |text| -> Vec<String> {
            let found = references(text);
            found.iter().map(|found| found.written.to_owned()).collect()
        };
        assert_eq!(
            written("Kate oli {toimintakate, TA 2024} ja {#traktori}."),
            ["toimintakate, TA 2024", "#traktori"]
        );
        let none = Vec::<String>::new();
        assert_eq!(written("{ei viittaus} ja `{koodi, x}` ja \\{a, b}"), none);
        assert_eq!(written("{auki,\n kiinni}"), none);
    }
}
