//! Tables that show another table's figures again, at another scale or with fewer rows
//! (sama taulukko toisessa paikassa).

use std::collections::BTreeSet;

use super::{Column, Figures, Row, Table};
use crate::content::{Page, Pages};
use crate::diagnostic::Finding;
use crate::link::Target;
use crate::section::Body;
use crate::yaml::Spanned;

/// Gives every table with `same-as` the columns and rows of the table it names.
pub fn resolve(pages: &mut Pages) -> Vec<Finding> {
    let with_copies = pages.iter().filter(|page| page.facts.has_copies);
    let numbers: Vec<usize> = with_copies.map(|page| page.number).collect();
    let mut findings = Vec::new();
    for number in numbers {
        let Some(page) = pages.get(number) else {
            continue;
        };
        let mut sections = page.sections().to_vec();
        let mut copies_of = BTreeSet::new();
        let bodies = sections.iter_mut().map(|section| &mut section.body);
        let tables = bodies.filter_map(|body| match body {
            Body::Figures(Figures { tables }) => Some(tables),
            _ => None,
        });
        for table in tables.flatten() {
            let Some(wanted) = table.same_as.clone() else {
                continue;
            };
            match source(pages, page, &wanted.value) {
                Some((from, source)) if source.same_as.is_none() => {
                    let (copy, unknown) = copied(table, source, page);
                    findings.extend(unknown);
                    *table = copy;
                    copies_of.insert(from.number);
                }
                _ => findings.push(unknown(&wanted, pages, page)),
            }
        }
        if let Some(page) = pages.get_mut(number) {
            page.join(sections);
            page.facts.copies_of = copies_of.into_iter().collect();
        }
    }
    findings
}

/// The page and the table of `section`, `section/table` or `/page#section/table`.
fn source<'a>(pages: &'a Pages, here: &'a Page, wanted: &str) -> Option<(&'a Page, &'a Table)> {
    let (page, path) = match Target::in_text(wanted) {
        Target::Page { address, id } => (pages.at(address)?, id?),
        _ => (here, wanted),
    };
    let (section, table) = match path.split_once('/') {
        Some((section, table)) => (section, Some(table)),
        None => (path, None),
    };
    let Body::Figures(figures) = &page.section(section)?.body else {
        return None;
    };
    let mut tables = figures.tables.iter();
    let table = tables.find(|known| table.is_none_or(|table| known.id == table))?;
    Some((page, table))
}

fn unknown(wanted: &Spanned<String>, pages: &Pages, here: &Page) -> Finding {
    let mut known: Vec<String> = Vec::new();
    for page in pages.iter() {
        for section in page.sections() {
            let Body::Figures(figures) = &section.body else {
                continue;
            };
            for table in figures
                .tables
                .iter()
                .filter(|table| table.same_as.is_none())
            {
                let inner = if table.id.is_empty() {
                    section.id.clone()
                } else {
                    format!("{}/{}", section.id, table.id)
                };
                known.push(if page.address == here.address {
                    inner
                } else {
                    format!("/{}#{inner}", page.address)
                });
            }
        }
    }
    known.truncate(12);
    Finding::error("unknown-reference", wanted.place)
        .with("text", &wanted.value)
        .with("known", known.join(", "))
        .helped_by("help-table")
}

/// The table with the figures of another; rules that lead to another page's tables are left out.
fn copied(table: &Table, source: &Table, here: &Page) -> (Table, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut keep: Vec<bool> = vec![table.only.is_empty(); source.rows.len()];
    for wanted in &table.only {
        match source.row_index(&wanted.value) {
            Some(index) => keep[index] = true,
            None => {
                let known: Vec<&str> = source
                    .rows
                    .iter()
                    .map(|row| row.name.text.as_str())
                    .collect();
                findings.push(
                    Finding::error("unknown-reference", wanted.place)
                        .with("text", &wanted.value)
                        .with("known", known.join(", ")),
                );
            }
        }
    }
    let mut moved = vec![None; source.rows.len()];
    let mut rows: Vec<Row> = Vec::new();
    for (index, row) in source.rows.iter().enumerate() {
        if !keep[index] {
            continue;
        }
        let parent = row
            .parent
            .and_then(|parent| moved.get(parent).copied().flatten());
        moved[index] = Some(rows.len());
        rows.push(Row {
            parent,
            level: parent
                .and_then(|parent: usize| rows.get(parent))
                .map_or(0, |parent: &Row| parent.level + 1),
            ..row.clone()
        });
    }
    // A sum of which only some parts are shown can still be told, but not computed again.
    let whole = table.only.is_empty();
    let same_page = table.same_as.as_ref().is_some_and(|wanted| {
        !wanted.value.starts_with('/') || wanted.value.starts_with(&format!("/{}#", here.address))
    });
    for row in &mut rows {
        row.shown_again = !whole;
        if !same_page
            && row
                .per_resident_of
                .as_ref()
                .is_some_and(|of| of.value.contains('/'))
        {
            row.per_resident_of = None;
        }
    }
    let (columns, unknown) = chosen(&mut rows, table, source);
    findings.extend(unknown);
    let copy = Table {
        unit: source.unit.clone(),
        scope: table.scope.clone().or_else(|| source.scope.clone()),
        positive_expenses: source.positive_expenses,
        code: table.code.clone().or_else(|| source.code.clone()),
        head: table.head.clone().or_else(|| source.head.clone()),
        title: table.title.clone().or_else(|| source.title.clone()),
        columns,
        rows,
        order: table.order.clone().or_else(|| source.order.clone()),
        notes: [source.notes.as_slice(), table.notes.as_slice()].concat(),
        ..table.clone()
    };
    (copy, findings)
}

/// The columns that a table takes of another, and the cells under them.
fn chosen(rows: &mut [Row], table: &Table, source: &Table) -> (Vec<Column>, Vec<Finding>) {
    let mut findings = Vec::new();
    if table.only_columns.is_empty() {
        return (source.columns.clone(), findings);
    }
    let mut kept = Vec::new();
    for wanted in &table.only_columns {
        match source.column(&wanted.value) {
            Some(index) => kept.push(index),
            None => {
                let known: Vec<String> = source.columns.iter().map(Column::path).collect();
                findings.push(
                    Finding::error("unknown-reference", wanted.place)
                        .with("text", &wanted.value)
                        .with("known", known.join(", ")),
                );
            }
        }
    }
    for row in rows {
        let values = row.values.take();
        row.values = values.map(|values| {
            let cells = kept.iter().filter_map(|index| values.get(*index));
            cells.cloned().collect()
        });
        let base = std::mem::take(&mut row.base);
        row.base = kept
            .iter()
            .filter_map(|index| base.get(*index))
            .cloned()
            .collect();
    }
    let columns = kept.iter().filter_map(|index| source.columns.get(*index));
    (columns.cloned().collect(), findings)
}
