//! Rows in the order they are printed, each with its cells.

use super::Printing;
use super::cells;
use crate::compose::notes;
use crate::compose::parts::{missing_cell, plain_row};
use crate::page::{Cell, Row};
use crate::section::computed::{self, Outcome};
use crate::section::figures::{self, Role};
use crate::section::ids;

pub fn all(printing: &Printing) -> Vec<Row> {
    let order = printing.table.printed(
        &|text| printing.context.locale.sort_key(text),
        &|row, column| printing.sheet.figure(row, column),
    );
    let heads = printing.head_ids();
    let rows = order
        .into_iter()
        .filter_map(|index| row(printing, index, &heads));
    rows.chain(total(printing, &heads)).collect()
}

fn row(printing: &Printing, index: usize, heads: &[String]) -> Option<Row> {
    let (context, table) = (printing.context, printing.table);
    let written = table.rows.get(index)?;
    let heading = written.is_heading();
    let unnamed = written.name.text.is_empty();
    let id = ids::row(printing.id, written);
    let parents = printing.linked.then(|| row_ids(printing, index));
    let cells = (0..table.columns.len()).map(|column| {
        let mut cell = if heading {
            Cell::text("")
        } else {
            cell(printing, written, index, column)
        };
        cell.headers = parents
            .as_ref()
            .zip(heads.get(column))
            .map(|(parents, heads)| format!("{parents} {heads}"));
        cell
    });
    Some(Row {
        mark: notes::mark(printing.id, &table.notes, written.name.mark.as_deref()),
        sum: is_sum(written),
        computed: written.values.is_none() && !heading,
        code: written.code.clone(),
        level: written.level,
        heading,
        spoken: unnamed.then(|| context.word("figures.unnamed-sum", &[])),
        unit: unit(printing, written),
        details: details(printing, written),
        role: table.role(index).map(Role::key),
        found: context.found.at(written.place),
        ..plain_row(id, context.text(&written.name.text), cells.collect())
    })
}

/// The ids of the rows this one is a part of, and its own.
fn row_ids(printing: &Printing, index: usize) -> String {
    let mut ids = Vec::new();
    let mut next = Some(index);
    while let Some(row) = next.and_then(|index| printing.table.rows.get(index)) {
        ids.push(ids::row(printing.id, row));
        next = row.parent;
    }
    ids.reverse();
    ids.join(" ")
}

fn is_sum(row: &figures::Row) -> bool {
    let margin = matches!(
        row.role,
        Some(Role::Margin | Role::AnnualMargin | Role::Result)
    );
    margin || row.is_running()
}

/// The row's own unit, unless its name says it.
fn unit(printing: &Printing, row: &figures::Row) -> Option<String> {
    let unit = row.unit.as_ref()?;
    let told = row.name.text.contains(unit.as_str());
    (!told).then(|| printing.context.text(unit))
}

fn details(printing: &Printing, row: &figures::Row) -> Vec<String> {
    let context = printing.context;
    let binding = row.binding.then(|| context.word("figures.binding", &[]));
    let decision = row.decision.as_ref().map(|text| context.text(text));
    binding.into_iter().chain(decision).collect()
}

fn cell(printing: &Printing, row: &figures::Row, index: usize, column: usize) -> Cell {
    let value = row.value(column);
    let unwritten = value.is_none_or(|value| matches!(value.cell, figures::Cell::Unwritten));
    let mut cell = match value {
        Some(value) if !unwritten => cells::published(printing, row, column, value),
        _ => match printing.sheet.cell(index, column) {
            Outcome::Made(made) => cells::made(printing, row, column, &made),
            Outcome::Undefined => cells::undefined(printing.context),
            Outcome::Nothing => missing_cell(printing.context),
        },
    };
    cell.verdict = cells::verdict(printing, index, column);
    cell.found = value.map_or_else(Vec::new, |value| printing.context.found.at(value.place));
    cell
}

/// The sum of all rows, which nobody published.
fn total(printing: &Printing, heads: &[String]) -> Option<Row> {
    let context = printing.context;
    let name = printing.table.total.as_ref()?;
    let id = format!("{}-sum", printing.id);
    let cells = (0..printing.table.columns.len()).map(|column| {
        let cell = match computed::total(&printing.sheet, column) {
            Some(total) => cells::figure(printing, None, column, total.value),
            None => missing_cell(context),
        };
        let heads = heads.get(column).filter(|_| printing.linked);
        let headers = heads.map(|heads| format!("{id} {heads}"));
        Cell { headers, ..cell }
    });
    Some(Row {
        sum: true,
        computed: true,
        ..plain_row(id.clone(), context.text(&name.value), cells.collect())
    })
}
