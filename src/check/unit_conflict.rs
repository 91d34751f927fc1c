//! A unit that contradicts another one of the same place: a fee `€/kk` in a price column that is
//! headed `€/h`, a row in percent in a column of euros. Words that may mean the same are let be.

use crate::content::{Content, Page};
use crate::diagnostic::{Finding, Place};
use crate::section::figures::{Cell, Row, Table};
use crate::section::prices::{Fee, Group, Pair};
use crate::section::units;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found: Vec<Finding> = page
        .groups()
        .flat_map(|group| of_group(content, group))
        .collect();
    for table in page.tables().filter(|table| table.same_as.is_none()) {
        let rows = table.rows.iter();
        found.extend(rows.filter_map(|row| of_row(content, table, row)));
    }
    found
}

/// Fees against the heads of their price columns, against their own names, and all fees of a group
/// together against what stands over them. The same contradiction is told once.
fn of_group(content: &Content, group: &Group) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut told: Vec<(&str, Place)> = Vec::new();
    for fee in &group.fees {
        let named = (fee.name.text.as_str(), fee.place);
        let mut heads = vec![named];
        if let Pair::Row(_) = &fee.prices {
            let columns = group.columns.iter();
            heads.extend(columns.map(|column| (column.label.as_str(), column.place)));
        }
        for (head, place) in heads {
            let known = told.contains(&(fee.unit.as_str(), place));
            if !known && contradicts(content, fee, head) {
                told.push((fee.unit.as_str(), place));
                found.push(of_fee(fee, head, Some(place)));
            }
        }
    }
    let over = [&group.head, &group.caption, &group.title];
    for head in over.into_iter().flatten() {
        let mut fees = group.fees.iter();
        let all = fees.all(|fee| contradicts(content, fee, head));
        let first = group.fees.first().filter(|_| all);
        found.extend(first.map(|fee| of_fee(fee, head, None)));
    }
    found
}

/// Every unit that a head names contradicts the fee's.
fn contradicts(content: &Content, fee: &Fee, head: &str) -> bool {
    let Some(unit) = units::of(&fee.unit, &content.locale) else {
        return false;
    };
    let named = units::named(head, &content.locale);
    !named.is_empty() && named.iter().all(|named| named.contradicts(&unit))
}

fn of_fee(fee: &Fee, head: &str, place: Option<Place>) -> Finding {
    let finding = Finding::warning("unit-conflict", fee.place)
        .about(fee.name.text.as_str())
        .with("unit", fee.unit.as_str())
        .with("head", head);
    match place.filter(|place| *place != fee.place) {
        Some(place) => finding.and_at(place, "label.column"),
        None => finding,
    }
}

/// The first figure of a row whose column is in a unit that the row's own contradicts.
fn of_row(content: &Content, table: &Table, row: &Row) -> Option<Finding> {
    let own = row.unit.as_ref()?;
    let columns = table.columns.iter().enumerate();
    let mut clashing = columns.filter_map(|(index, column)| {
        let unit = column.unit.as_ref()?;
        let value = row.value(index)?;
        let number = matches!(value.cell, Cell::Number(_));
        let clash = units::clash(own, unit, &content.locale);
        (number && clash && !column.kind.is_percent()).then_some((column, unit, value.place))
    });
    let (column, unit, place) = clashing.next()?;
    let name = row.figure_name(column);
    Some(
        Finding::warning("unit-conflict", place)
            .about(name)
            .with("unit", own.as_str())
            .with("head", unit.as_str())
            .helped_by("help-figure")
            .and_at(column.place, "label.column"),
    )
}
