//! A row or a column that another key names is not there.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::computed;
use crate::section::figures::{By, Column, Order, Sum, Table};
use crate::yaml::Spanned;

pub fn findings(_: &Content, page: &Page) -> Vec<Finding> {
    page.tables()
        .flat_map(|table| of_table(page, table))
        .collect()
}

fn of_table(page: &Page, table: &Table) -> Vec<Finding> {
    let mut found = Vec::new();
    for wanted in columns(table) {
        if table.column(&wanted.value).is_none() {
            let known: Vec<String> = table.columns.iter().map(Column::path).collect();
            found.push(unknown(&wanted, &known.join(", ")));
        }
    }
    let rows: Vec<&str> = table
        .rows
        .iter()
        .map(|row| row.name.text.as_str())
        .filter(|name| !name.is_empty())
        .collect();
    for wanted in rows_named(table) {
        if table.row(&wanted.value).is_none() {
            found.push(unknown(&wanted, &rows.join(", ")));
        }
    }
    let of_rows = table
        .rows
        .iter()
        .flat_map(|row| row.per_resident_of.iter().chain(&row.equals));
    let elsewhere = of_rows.chain(&table.breakdown_of);
    for wanted in elsewhere {
        if computed::row_at(page, table, &wanted.value).is_none() {
            found.push(unknown(wanted, &rows.join(", ")));
        }
    }
    found
}

/// The columns that keys of the table name.
fn columns(table: &Table) -> Vec<Spanned<String>> {
    let mut named: Vec<Spanned<String>> = Vec::new();
    for row in &table.rows {
        let bases = row.base.iter().filter_map(|(base, place)| {
            let value = base.clone()?;
            Some(Spanned {
                value,
                place: *place,
            })
        });
        named.extend(bases);
    }
    for column in &table.columns {
        named.extend(
            column
                .of
                .iter()
                .chain(&column.from)
                .map(|of| (**of).clone()),
        );
    }
    let drawn = table
        .chart
        .iter()
        .filter_map(|chart| chart.columns.as_ref());
    named.extend(drawn.flat_map(|bars| &bars.pieces).map(|piece| Spanned {
        value: piece.text.clone(),
        place: piece.place,
    }));
    if let Some(Order {
        by: By::Column(label),
        ..
    }) = &table.order
    {
        named.push(label.clone());
    }
    named
}

/// The rows of the same table that keys name.
fn rows_named(table: &Table) -> Vec<Spanned<String>> {
    let mut named: Vec<Spanned<String>> = Vec::new();
    for row in &table.rows {
        named.extend(row.change_of.as_deref().cloned());
        named.extend(row.ratio.iter().flat_map(|ratio| ratio.iter().cloned()));
        if let Some(Sum::Of(terms)) = &row.sum {
            named.extend(terms.iter().map(|term| term.row.clone()));
        }
    }
    let wholes = table.columns.iter();
    named.extend(wholes.filter_map(|column| column.whole_row.as_deref().cloned()));
    named.extend(table.chart.iter().flat_map(|chart| &chart.rows).cloned());
    named
}

fn unknown(wanted: &Spanned<String>, known: &str) -> Finding {
    let finding = Finding::error("unknown-reference", wanted.place).with("text", &wanted.value);
    finding.with("known", known)
}
