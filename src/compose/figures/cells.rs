//! Single cells: published and computed figures at the table's scale, signs, words, and what a
//! change means.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::Printing;
use crate::compose::context::Context;
use crate::compose::notes;
use crate::compose::parts::{number_cell, sign_cell};
use crate::finance::rounding;
use crate::page::Cell;
use crate::section::computed::{self, Made};
use crate::section::figures::{self, ColumnKind, Direction, Role, Row, Table};

/// How figures are printed that are written in another unit.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// The unit they are written in, in ones.
    from: Decimal,
    /// The unit they are printed in.
    to: Decimal,
    decimals: u32,
}

/// The scale a table is printed in, where it is not the one it is written in.
pub fn scale(context: &Context, table: &Table) -> Option<Scale> {
    let shown = &table.show_in.as_ref()?.value;
    Scale::between(context, &table.unit, shown, table.decimals)
}

impl Scale {
    /// From one unit to another; `None` when the size of either is not known.
    pub fn between(context: &Context, from: &str, to: &str, decimals: Option<u32>) -> Option<Self> {
        let (from, to) = (context.locale.scale(from)?, context.locale.scale(to)?);
        let usual = if to >= Decimal::from(1_000_000) { 1 } else { 0 };
        Some(Self {
            from,
            to,
            decimals: decimals.unwrap_or(usual),
        })
    }

    /// A figure as it is printed, rounded half away from zero.
    pub fn printed(&self, number: Decimal) -> Option<Decimal> {
        let scaled = number.checked_mul(self.from)?.checked_div(self.to)?;
        Some(rounding::half_away_from_zero(scaled, self.decimals))
    }
}

/// A cell that prints a figure at the table's scale and keeps the exact one.
pub fn figure(printing: &Printing, row: Option<&Row>, column: usize, number: Decimal) -> Cell {
    let exact = number_cell(printing.context, number);
    let head = printing.table.columns.get(column);
    let own = |kind: ColumnKind| kind.is_percent() || kind == ColumnKind::PerResident;
    let own_unit = row.is_some_and(|row| row.unit.is_some())
        || head.is_some_and(|head| head.unit.is_some() || own(head.kind));
    if own_unit {
        return exact;
    }
    let scaled = match (&printing.scale, printing.table.decimals) {
        (Some(scale), _) => scale.printed(number),
        (None, Some(decimals)) => Some(rounding::half_away_from_zero(number, decimals)),
        (None, None) => None,
    };
    match scaled {
        Some(scaled) => Cell {
            text: printing.context.locale.number(scaled),
            ..exact
        },
        None => exact,
    }
}

pub fn published(printing: &Printing, row: &Row, column: usize, value: &figures::Value) -> Cell {
    let context = printing.context;
    let cell = match value.cell {
        figures::Cell::Number(number) => figure(printing, Some(row), column, number),
        figures::Cell::Missing(missing) => sign_cell(context, missing),
        figures::Cell::Words | figures::Cell::Unwritten => Cell::text(""),
    };
    let words = value.words.as_ref();
    Cell {
        html: words.map(|words| context.markdown(printing.id).inline(&words.text)),
        text: match words {
            Some(words) => crate::markdown::plain(&context.plain(&words.text)),
            None => cell.text,
        },
        mark: notes::mark(printing.id, &printing.table.notes, value.mark.as_deref()),
        ..cell
    }
}

pub fn made(printing: &Printing, row: &Row, column: usize, made: &Made) -> Cell {
    let head = printing.table.columns.get(column);
    let decimals = head.and_then(|head| head.decimals).or(row.decimals);
    let number = made.computed.rounded(decimals.unwrap_or(made.decimals()));
    figure(printing, Some(row), column, number)
}

/// A change from zero or across zero, of which no percentage says anything.
pub fn undefined(context: &Context) -> Cell {
    Cell {
        missing: Some("undefined"),
        ..Cell::text(context.word("missing.undefined", &[]))
    }
}

/// "parani" or "heikkeni", from the row's role and the two figures that the column compares.
pub fn verdict(printing: &Printing, row: usize, column: usize) -> Option<String> {
    let head = printing.table.columns.get(column)?;
    let key = match head.kind {
        ColumnKind::Deviation => "deviation",
        ColumnKind::Difference | ColumnKind::Change | ColumnKind::Index => "change",
        _ => return None,
    };
    let (of, from) = computed::inputs(printing.table, column)?;
    let (now, before) = (
        printing.sheet.figure(row, of)?,
        printing.sheet.figure(row, from?)?,
    );
    let grown = match now.cmp(&before) {
        Ordering::Greater => Direction::Higher,
        Ordering::Less => Direction::Lower,
        Ordering::Equal => return None,
    };
    let good = if grown == better(printing.table, row, before)? {
        "better"
    } else {
        "worse"
    };
    Some(printing.context.word(&format!("verdict.{key}.{good}"), &[]))
}

/// Which way is better for a row: expenses are better small, whatever their sign.
fn better(table: &Table, row: usize, before: Decimal) -> Option<Direction> {
    let own = table.rows.get(row)?.better;
    own.or_else(|| {
        let role = table.role(row)?;
        if table.is_net_cost() {
            return Some(Direction::Lower);
        }
        Some(match role {
            Role::Expenses if table.positive_expenses || before.is_sign_positive() => {
                Direction::Lower
            }
            _ => Direction::Higher,
        })
    })
}
