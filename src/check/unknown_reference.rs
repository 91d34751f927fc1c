//! A row or a column that another key names is not there.

use crate::content::{Content, Page};
use crate::diagnostic::{Finding, Place};
use crate::section::computed;
use crate::section::figures::Table;

pub fn findings(_: &Content, page: &Page) -> Vec<Finding> {
    page.tables()
        .flat_map(|table| of_table(page, table))
        .collect()
}

fn of_table(page: &Page, table: &Table) -> Vec<Finding> {
    let mut found = Vec::new();
    let columns: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.label.text.as_str())
        .collect();
    let rows: Vec<&str> = table
        .rows
        .iter()
        .map(|row| row.name.text.as_str())
        .collect();
    for row in &table.rows {
        if let Some(wanted) = row
            .change_of
            .as_ref()
            .filter(|wanted| table.row(&wanted.value).is_none())
        {
            found.push(unknown(&wanted.value, wanted.place, &rows));
        }
        if let Some(wanted) = &row.per_resident_of
            && computed::row_at(page, table, &wanted.value).is_none()
        {
            found.push(unknown(&wanted.value, wanted.place, &rows));
        }
        for (base, place) in &row.base {
            if let Some(base) = base
                .as_ref()
                .filter(|base| !columns.contains(&base.as_str()))
            {
                found.push(unknown(base, *place, &columns));
            }
        }
    }
    let drawn = table.chart.iter().flat_map(|chart| &chart.rows);
    for wanted in drawn.filter(|wanted| table.row(&wanted.value).is_none()) {
        found.push(unknown(&wanted.value, wanted.place, &rows));
    }
    found
}

fn unknown(wanted: &str, place: Place, known: &[&str]) -> Finding {
    let finding = Finding::error("unknown-reference", place).with("text", wanted);
    finding.with("known", known.join(", "))
}
