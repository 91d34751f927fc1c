//! Figures of tables: each cell that prints something else, and rows, columns and tables that came
//! or went.

use std::borrow::Cow;

use super::pairs::{Pair, pairs};
use super::{Change, Effect, Kind, Shown, View, What, texts};
use crate::finance::difference;
use crate::markdown;
use crate::section::computed::Sheet;
use crate::section::figures::{Cell, Column, Row, Table};
use crate::section::{Body, Section};

/// A table with what is needed to read its cells.
#[derive(Clone, Copy)]
struct Seen<'a> {
    view: &'a View<'a>,
    section: &'a Section,
    table: &'a Table,
}

/// A row or a column with its number.
type Numbered<'a, T> = (usize, &'a T);

pub fn changes(old: (&View, &Section), new: (&View, &Section)) -> Vec<Change> {
    let (before, tables) = (seen(old), seen(new));
    let mut changes = Vec::new();
    // The only table of a section has no id, and gets one when another joins it.
    let alone = before.len() == 1 || tables.len() == 1;
    let key = |seen: Seen| match alone && is_first(seen) {
        true => Cow::Borrowed(""),
        false => Cow::Owned(seen.table.id.clone()),
    };
    for pair in pairs(before, tables, key) {
        match pair {
            Pair::Both(old, new) => changes.extend(in_table(old, new)),
            Pair::Added(new) => changes.push(new.change(What::Added, Kind::Table, "", &[])),
            Pair::Removed(old) => changes.push(old.change(What::Removed, Kind::Table, "", &[])),
        }
    }
    changes
}

fn seen<'a>((view, section): (&'a View<'a>, &'a Section)) -> Vec<Seen<'a>> {
    let tables = match &section.body {
        Body::Figures(figures) => figures.tables.as_slice(),
        _ => &[],
    };
    let seen = tables.iter().map(|table| Seen {
        view,
        section,
        table,
    });
    seen.collect()
}

fn is_first(seen: Seen) -> bool {
    match &seen.section.body {
        Body::Figures(figures) => {
            let first = figures.tables.first();
            first.is_some_and(|first| first.id == seen.table.id)
        }
        _ => false,
    }
}

fn in_table(old: Seen, new: Seen) -> Vec<Change> {
    let unit = |seen: Seen| Some(Shown::text(seen.table.unit.to_string()));
    let unit = new.between(Kind::Unit, "", &[], unit(old), unit(new));
    let mut changes: Vec<Change> = unit.into_iter().collect();
    let columns = pairs(
        old.table.columns.iter().enumerate(),
        new.table.columns.iter().enumerate(),
        |(_, column): Numbered<Column>| Cow::Owned(column.path()),
    );
    for pair in &columns {
        let (what, (_, column)) = match pair {
            Pair::Both(..) => continue,
            Pair::Added(column) => (What::Added, column),
            Pair::Removed(column) => (What::Removed, column),
        };
        changes.push(new.change(what, Kind::Column, "", &[&column.path()]));
    }
    let rows = pairs(
        old.table.rows.iter().enumerate(),
        new.table.rows.iter().enumerate(),
        |(_, row): Numbered<Row>| Cow::Borrowed(row.id.as_str()),
    );
    for pair in rows {
        match pair {
            Pair::Both(before, row) => {
                changes.extend(in_row((old, before), (new, row), &columns));
            }
            Pair::Added((index, row)) => changes.push(Change {
                new: Some(new.line(index)),
                ..new.change(What::Added, Kind::Row, &row.id, &[&row.name.text])
            }),
            Pair::Removed((index, row)) => changes.push(Change {
                old: Some(old.line(index)),
                ..old.change(What::Removed, Kind::Row, &row.id, &[&row.name.text])
            }),
        }
    }
    changes
}

fn in_row(
    (old, (at, before)): (Seen, Numbered<Row>),
    (new, (index, row)): (Seen, Numbered<Row>),
    columns: &[Pair<Numbered<Column>>],
) -> Vec<Change> {
    let id = new.id(&row.id);
    let place = new.name(&[]);
    let place: Vec<&str> = place.iter().map(String::as_str).collect();
    let named = texts::named(&id, &place, &before.name.text, &row.name.text);
    let figures = columns.iter().filter_map(|pair| {
        let Pair::Both((from, _), (to, column)) = pair else {
            return None;
        };
        let shown = (old.cell(at, *from), new.cell(index, *to));
        let number = |shown: &Option<Shown>| shown.as_ref().and_then(|shown| shown.number);
        let effect = number(&shown.1)
            .zip(number(&shown.0))
            .filter(|_| !column.kind.is_percent())
            .and_then(|(now, then)| difference::of(now, then));
        let name = [&*row.name.text, &column.path()];
        let change = new.between(Kind::Figure, &row.id, &name, shown.0, shown.1)?;
        Some(Change {
            effect: effect.map(|made| Effect::Difference(made.value)),
            ..change
        })
    });
    named.into_iter().chain(figures).collect()
}

impl Seen<'_> {
    /// What a cell prints: what was published in it, or else what the rules make of it.
    fn cell(&self, index: usize, column: usize) -> Option<Shown> {
        let row = self.table.rows.get(index)?;
        let locale = self.view.locale;
        let number = |number| Shown {
            text: locale.number(number),
            number: Some(number),
        };
        let value = row.value(column);
        match value.map(|value| (value.cell, &value.words)) {
            Some((Cell::Number(published), _)) => return Some(number(published)),
            Some((Cell::Missing(missing), _)) => return Some(Shown::text(missing.sign())),
            Some((Cell::Words, words)) => {
                let words = words.as_ref()?;
                return Some(Shown::text(markdown::plain(&words.text)));
            }
            Some((Cell::Unwritten, _)) | None => {}
        }
        let sheet = Sheet {
            content: Some(self.view.content),
            page: self.view.page,
            table: self.table,
        };
        let made = sheet.cell(index, column).made()?;
        let head = self.table.columns.get(column);
        let decimals = head.and_then(|head| head.decimals).or(row.decimals);
        let made = made.computed.rounded(decimals.unwrap_or(made.decimals()));
        Some(number(made))
    }

    /// All figures of a row.
    fn line(&self, index: usize) -> Shown {
        let columns = 0..self.table.columns.len();
        let cells = columns.map(|column| self.cell(index, column));
        let cells = cells.map(|shown| shown.map_or_else(String::new, |shown| shown.text));
        let cells: Vec<String> = cells.collect();
        let all = cells.join(" | ");
        let says = cells.iter().any(|cell| !cell.is_empty());
        Shown::text(if says { all } else { String::new() })
    }

    fn id(&self, row: &str) -> String {
        let parts = [&self.section.id, self.table.id.as_str(), row];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("/")
    }

    /// The section, the table where it has a title of its own, and what is in it.
    fn name(&self, within: &[&str]) -> Vec<String> {
        let section = self.section.title.to_string();
        let table = self.table.title.as_ref().map(ToString::to_string);
        let table = table.filter(|title| *title != section);
        let within = within.iter().map(|name| (*name).to_owned());
        std::iter::once(section)
            .chain(table)
            .chain(within)
            .filter(|name| !name.is_empty())
            .collect()
    }

    fn change(&self, what: What, kind: Kind, row: &str, within: &[&str]) -> Change {
        Change::new(what, kind, self.id(row), self.name(within))
    }

    fn between(
        &self,
        kind: Kind,
        row: &str,
        within: &[&str],
        old: Option<Shown>,
        new: Option<Shown>,
    ) -> Option<Change> {
        let name = self.name(within);
        let name: Vec<&str> = name.iter().map(String::as_str).collect();
        Change::between(kind, &self.id(row), &name, old, new)
    }
}
