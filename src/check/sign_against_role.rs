//! A figure whose sign is against its row's role: a cost with a plus among costs with a minus, or
//! income below zero. Margins and sums that use it are wrong by twice its size.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::figures::{ColumnKind, Role, Row, Table, Value};

/// Columns of amounts; changes of a budget go both ways.
const HOLDING_AMOUNTS: [ColumnKind; 7] = [
    ColumnKind::FinancialStatement,
    ColumnKind::Budget,
    ColumnKind::AmendedBudget,
    ColumnKind::Proposal,
    ColumnKind::Forecast,
    ColumnKind::Plan,
    ColumnKind::Actuals,
];

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let tables = page.tables().filter(|table| !table.is_net_cost());
    tables
        .flat_map(|table| {
            let rows = table.rows.iter();
            rows.flat_map(move |row| of_row(content, table, row))
        })
        .collect()
}

fn of_row(content: &Content, table: &Table, row: &Row) -> Vec<Finding> {
    let minus = match row.role {
        Some(Role::Expenses) => !table.positive_expenses,
        Some(Role::Income) => false,
        _ => return Vec::new(),
    };
    let columns = table.columns.iter().enumerate();
    let plain = columns.filter(|(_, column)| HOLDING_AMOUNTS.contains(&column.kind));
    let cells: Vec<_> = plain
        .filter_map(|(index, column)| {
            let value: &Value = row.value(index)?;
            let number = value.cell.number().filter(|number| !number.is_zero())?;
            Some((column, value, number))
        })
        .collect();
    let against = |number: &rust_decimal::Decimal| number.is_sign_negative() != minus;
    let wrong: Vec<_> = cells
        .iter()
        .filter(|(_, _, number)| against(number))
        .collect();
    let help = match row.role {
        Some(Role::Income) => "help-income",
        _ if minus => "help",
        _ => "help-positive",
    };
    // A whole row the other way round is one matter.
    if let (true, [(_, _, first), _, ..]) = (wrong.len() == cells.len(), wrong.as_slice()) {
        let finding = Finding::warning("sign-against-role", row.place)
            .about(row.name.text.as_str())
            .with("row", row.name.text.as_str())
            .with("figure", content.locale.number(*first));
        return vec![finding.helped_by(if minus { "help-all" } else { help })];
    }
    let finding = wrong.iter().map(|(column, value, number)| {
        Finding::warning("sign-against-role", value.place)
            .about(row.figure_name(column))
            .with("row", row.name.text.as_str())
            .with("figure", content.locale.number(*number))
            .helped_by(help)
    });
    finding.collect()
}
