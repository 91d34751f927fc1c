//! The same row twice: one name and the same figures in a table, one fee with the same price and
//! the same terms in a group. Rows that stand under different heads, or differ in for whom or when
//! they hold, are different rows.

use std::collections::HashMap;

use crate::content::{Content, Page};
use crate::diagnostic::{Finding, Place};
use crate::section::figures::{Cell, Row, Table};
use crate::section::prices::{Fee, Group, Pair, Price};
use crate::section::shared::Marked;

pub fn findings(_: &Content, page: &Page) -> Vec<Finding> {
    let tables = page.tables().filter(|table| table.same_as.is_none());
    let rows = tables.flat_map(of_table);
    rows.chain(page.groups().flat_map(of_group)).collect()
}

fn of_table(table: &Table) -> Vec<Finding> {
    let mut named: HashMap<&str, Vec<(usize, &Row)>> = HashMap::new();
    let mut found = Vec::new();
    for (index, row) in table.rows.iter().enumerate() {
        let before = named.entry(row.name.text.as_str()).or_default();
        let twin = before.iter().find(|(other, first)| {
            same_row(first, row) && head(table, *other) == head(table, index)
        });
        found.extend(twin.map(|(_, first)| finding(&row.name, row.place, first.place)));
        before.push((index, row));
    }
    found
}

/// The row that stands over a row: the one it is a part of, or a heading above it on its level.
fn head(table: &Table, index: usize) -> Option<usize> {
    let parent = table.rows.get(index)?.parent;
    let above = table.rows.iter().enumerate().take(index);
    let headings = above.filter(|(_, row)| row.parent == parent && row.is_heading());
    headings.map(|(at, _)| at).next_back().or(parent)
}

fn same_row(first: &Row, second: &Row) -> bool {
    let numbers = |row: &Row| -> usize {
        let values = row.values.iter().flatten();
        let numbers = values.filter_map(|value| value.cell.number());
        numbers.filter(|number| !number.is_zero()).count()
    };
    // Who has given two rows of one name ids of their own means two rows; one figure may be the
    // same in both.
    let enough = if first.id == second.id { 1 } else { 2 };
    let computed = first.has_rule() || second.has_rule();
    same_name(&first.name, &second.name)
        && first.code == second.code
        && first.unit == second.unit
        && !computed
        && numbers(second) >= enough
        && same_cells(first, second)
}

fn same_cells(first: &Row, second: &Row) -> bool {
    let (Some(first), Some(second)) = (&first.values, &second.values) else {
        return false;
    };
    let words = |cell: &Cell| matches!(cell, Cell::Words);
    first.len() == second.len()
        && first
            .iter()
            .zip(second)
            .all(|(first, second)| first.cell == second.cell && !words(&first.cell))
}

fn of_group(group: &Group) -> Vec<Finding> {
    let mut named: HashMap<&str, Vec<&Fee>> = HashMap::new();
    let mut found = Vec::new();
    for fee in &group.fees {
        let before = named.entry(fee.name.text.as_str()).or_default();
        let twin = before.iter().find(|first| same_fee(first, fee));
        found.extend(twin.map(|first| finding(&fee.name, fee.place, first.place)));
        before.push(fee);
    }
    found
}

/// Add-ons belong to the fee above them and may come again.
fn same_fee(first: &Fee, second: &Fee) -> bool {
    same_name(&first.name, &second.name)
        && !first.addon
        && first.unit == second.unit
        && first.vat == second.vat
        && same_prices(&first.prices, &second.prices)
        && same_terms(first, second)
}

fn same_terms(first: &Fee, second: &Fee) -> bool {
    let scopes = |fee: &Fee| -> Vec<_> {
        let scopes = fee.scopes.iter();
        scopes
            .map(|scope| (scope.kind, scope.text.clone()))
            .collect()
    };
    let text = |fee: &Fee| fee.text.as_ref().map(|text| text.text.clone());
    let period = |fee: &Fee| {
        let period = fee.period.as_ref();
        period.map(|period| (period.number, period.unit.clone()))
    };
    scopes(first) == scopes(second)
        && first.validity == second.validity
        && period(first) == period(second)
        && text(first) == text(second)
        && (&first.minimum, &first.limit, &first.includes)
            == (&second.minimum, &second.limit, &second.includes)
        && (first.uses, first.deposit, first.started)
            == (second.uses, second.deposit, second.started)
}

fn same_prices(first: &Pair, second: &Pair) -> bool {
    let (first, second) = (first.prices(), second.prices());
    let amounts = first.iter().flat_map(|price| price.amounts());
    let some = amounts.into_iter().any(|amount| !amount.is_zero());
    some && first.len() == second.len()
        && first
            .into_iter()
            .zip(second)
            .all(|(first, second)| same_price(first, second))
}

fn same_price(first: &Price, second: &Price) -> bool {
    let (one, other) = (first.amounts(), second.amounts());
    let plain = !matches!(first, Price::Words(_) | Price::Rule(_) | Price::Several(_));
    plain && first.key() == second.key() && one == other
}

fn same_name(first: &Marked, second: &Marked) -> bool {
    let mark = |name: &Marked| name.mark.as_ref().map(|mark| mark.value.clone());
    !first.text.is_empty() && first.text == second.text && mark(first) == mark(second)
}

fn finding(name: &Marked, place: Place, first: Place) -> Finding {
    Finding::warning("duplicate-row", place)
        .about(name.text.as_str())
        .with("name", name.text.as_str())
        .and_at(first, "label.first")
}
