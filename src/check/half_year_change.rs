//! A change in percent that compares a part of a year with a whole one, and nothing says so: half
//! a year's costs seem to have halved.

use crate::content::{Content, Page};
use crate::diagnostic::{Finding, Place};
use crate::section::computed;
use crate::section::figures::{Column, ColumnKind, Row, Table, Value};

pub fn findings(_: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for table in page.tables() {
        for (index, column) in table.columns.iter().enumerate() {
            found.extend(of_rows(table, index, column));
            found.extend(of_column(table, index, column));
        }
    }
    found
}

/// Rows of changes: the cells of one column, told once for each base.
fn of_rows(table: &Table, index: usize, column: &Column) -> Vec<Finding> {
    let mut bases: Vec<(&Column, Vec<Place>)> = Vec::new();
    for row in &table.rows {
        let Some((base, value)) = compared(table, row, index) else {
            continue;
        };
        let said = value.mark.is_some() || column.label.mark.is_some() || row.name.mark.is_some();
        let named = row.name.text.contains(base.label.text.as_str());
        if !uneven(column, base) || said || named {
            continue;
        }
        match bases
            .iter_mut()
            .find(|(known, _)| std::ptr::eq(*known, base))
        {
            Some((_, places)) => places.push(value.place),
            None => bases.push((base, vec![value.place])),
        }
    }
    let findings = bases.into_iter().filter_map(|(base, places)| {
        let (first, rest) = places.split_first()?;
        let finding = Finding::warning("half-year-change", *first)
            .about(column.path())
            .with("column", column.path())
            .with("base", base.path());
        Some(rest.iter().fold(finding, |finding, place| {
            finding.and_at(*place, "label.also")
        }))
    });
    findings.collect()
}

/// The base of a row's change in a column, and the published change.
fn compared<'a>(table: &'a Table, row: &'a Row, index: usize) -> Option<(&'a Column, &'a Value)> {
    row.change_of.as_ref()?;
    let column = table.columns.get(index)?;
    let base = row.base.get(index)?.0.as_deref()?;
    let base = table.column_beside(base, &column.groups)?;
    let value = row.value(index)?;
    value.cell.number()?;
    Some((table.columns.get(base)?, value))
}

/// A column of changes; what it compares may be told in its head.
fn of_column(table: &Table, index: usize, column: &Column) -> Option<Finding> {
    let changes = matches!(column.kind, ColumnKind::Change | ColumnKind::Index);
    let (of, from) = computed::inputs(table, index).filter(|_| changes)?;
    let (of, from) = (table.columns.get(of)?, table.columns.get(from?)?);
    let head = &column.label;
    let named = [of, from].map(|column| head.text.contains(column.label.text.as_str()));
    let said = head.mark.is_some() || named.contains(&true);
    (uneven(of, from) && !said).then(|| {
        Finding::warning("half-year-change", column.place)
            .about(column.path())
            .with("column", of.path())
            .with("base", from.path())
    })
}

fn uneven(one: &Column, other: &Column) -> bool {
    one.is_partial() != other.is_partial()
}
