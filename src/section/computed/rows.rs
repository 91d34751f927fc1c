//! The rules of rows: a figure follows from other rows of the same column.

use rust_decimal::Decimal;

use super::{Made, Outcome, Sheet, row_at};
use crate::finance::{Computed, change, margin, per_resident, ratio, sum};
use crate::section::figures::{Cell, Role, Row, Sum, Table, Term};

pub fn outcome<'a>(
    sheet: &Sheet<'a>,
    index: usize,
    row: &'a Row,
    column: usize,
    depth: usize,
) -> Outcome<'a> {
    if row.shown_again {
        return Outcome::Nothing;
    }
    if row.sum.is_some() {
        let made = summed(sheet, index, row, column, depth);
        return Outcome::of(made.map(Made::plain));
    }
    if row.role == Some(Role::Margin) {
        let figure = |at: usize| sheet.figure_within(at, column, depth);
        let made = margin_beside(sheet.table, index, &figure);
        return Outcome::of(made.map(Made::plain));
    }
    if let Some(wanted) = &row.change_of {
        return change_of(sheet, &wanted.value, row, column);
    }
    if let Some([first, second]) = row.ratio.as_deref() {
        let figure = |wanted: &str| {
            let index = sheet.table.row_index(wanted)?;
            sheet.figure_within(index, column, depth)
        };
        let (Some(part), Some(whole)) = (figure(&first.value), figure(&second.value)) else {
            return Outcome::Nothing;
        };
        // Costs are told by their size: the annual margin covers depreciation by 116 %, not −116.
        let cost = sheet
            .table
            .row_index(&first.value)
            .and_then(|at| sheet.table.role(at));
        let part = if cost == Some(Role::Expenses) {
            part.abs()
        } else {
            part
        };
        let percent = row.unit.as_ref().is_some_and(|unit| *unit == "%");
        return match ratio::quotient(part, whole.abs(), percent) {
            Some(computed) => Outcome::Made(Made {
                base: sheet.table.row(&second.value).map(|row| &row.name.text),
                of: sheet.table.row(&first.value).map(|row| &row.name.text),
                ..Made::plain(computed)
            }),
            None => Outcome::Undefined,
        };
    }
    if let Some(wanted) = &row.per_resident_of {
        return Outcome::of(per_resident_of(sheet, &wanted.value, column));
    }
    // A row with figures over its parts must be their sum, unless only some of them are told.
    let whole = row.values.is_some() && !row.of_which;
    if whole && sheet.table.parts(index).next().is_some() {
        let made = sum_of_parts(sheet, index, column, depth);
        return Outcome::of(made.map(Made::plain));
    }
    Outcome::Nothing
}

/// A row that follows from others and is no term of a sum itself.
pub fn is_result(row: &Row) -> bool {
    let result = matches!(
        row.role,
        Some(Role::Margin | Role::AnnualMargin | Role::Result)
    );
    row.is_running()
        || result
        || row.change_of.is_some()
        || row.per_resident_of.is_some()
        || row.ratio.is_some()
}

/// The operating margin of a column from its income and expenses.
pub fn margin_of(sheet: &Sheet, column: usize) -> Option<Computed> {
    let rows = &sheet.table.rows;
    let margin = rows.iter().position(|row| row.role == Some(Role::Margin));
    let figure = |at: usize| sheet.figure(at, column);
    margin_beside(sheet.table, margin.unwrap_or(rows.len()), &figure)
}

/// The margin of the income and expenses that stand beside it, or else first in the table.
fn margin_beside(
    table: &Table,
    index: usize,
    figure: &dyn Fn(usize) -> Option<Decimal>,
) -> Option<Computed> {
    let parent = table.rows.get(index).and_then(|row| row.parent);
    let of = |role| {
        let rows = table.rows.iter().enumerate();
        let mut fitting: Vec<_> = rows.filter(|(_, row)| row.role == Some(role)).collect();
        let beside = fitting
            .iter()
            .rposition(|(at, row)| row.parent == parent && *at < index);
        let at = match beside {
            Some(at) => fitting.swap_remove(at).0,
            None => fitting.first()?.0,
        };
        figure(at)
    };
    let (income, expenses) = (of(Role::Income)?, of(Role::Expenses)?);
    if table.is_net_cost() {
        return sum::total(&[income, expenses]);
    }
    margin::operating_margin(income, expenses)
}

fn summed(sheet: &Sheet, index: usize, row: &Row, column: usize, depth: usize) -> Option<Computed> {
    let Some(kind) = &row.sum else { return None };
    if let Sum::Of(terms) = kind {
        return sum_of_terms(sheet, terms, column, depth);
    }
    if matches!(kind, Sum::Parts) {
        return sum_of_parts(sheet, index, column, depth);
    }
    let rows = sheet.table.rows.iter().enumerate();
    let mut terms: Vec<usize> = Vec::new();
    for (at, other) in rows
        .take(index)
        .filter(|(_, other)| other.parent == row.parent)
    {
        match (is_result(other), kind) {
            (true, Sum::Above) => terms.clear(),
            (true, _) => {}
            (false, _) => terms.push(at),
        }
    }
    sum_of_rows(sheet, index, &terms, column, depth)
}

fn sum_of_terms(sheet: &Sheet, terms: &[Term], column: usize, depth: usize) -> Option<Computed> {
    let figures: Option<Vec<Decimal>> = terms
        .iter()
        .map(|term| {
            let index = sheet.table.row_index(&term.row.value)?;
            let figure = match sheet.figure_within(index, column, depth) {
                Some(figure) => figure,
                None => nothing(sheet, index, column)?,
            };
            Some(if term.minus { -figure } else { figure })
        })
        .collect();
    sum::total(&figures?)
}

/// The sum of the rows directly below a row.
pub fn sum_of_parts(sheet: &Sheet, index: usize, column: usize, depth: usize) -> Option<Computed> {
    let parts = sheet.table.parts(index);
    let terms: Vec<usize> = parts
        .filter(|(_, part)| !is_result(part))
        .map(|(at, _)| at)
        .collect();
    sum_of_rows(sheet, index, &terms, column, depth)
}

/// The sum of rows as a sum row counts them: rows of another unit are left out, and expenses
/// without a minus are subtracted unless the sum is one of expenses.
fn sum_of_rows(
    sheet: &Sheet,
    index: usize,
    rows: &[usize],
    column: usize,
    depth: usize,
) -> Option<Computed> {
    let table = sheet.table;
    // Percentages are not added up.
    let head = table.columns.get(column)?;
    let percent = |text: &str| text.contains('%');
    if percent(&head.label.text) || head.unit.as_ref().is_some_and(|unit| percent(unit)) {
        return None;
    }
    let unit = table.rows.get(index)?.unit.as_ref();
    let expenses = |at: usize| table.role(at) == Some(Role::Expenses);
    let signs = table.positive_expenses && !table.is_net_cost();
    let mut terms = Vec::with_capacity(rows.len());
    let mut numbers = 0;
    for at in rows {
        let row = table.rows.get(*at)?;
        if row.unit.as_ref() != unit {
            continue;
        }
        let figure = match row.is_heading() {
            true => sum_of_parts(sheet, *at, column, depth + 1).map(|made| made.value),
            false => sheet.figure_within(*at, column, depth),
        };
        let Some(figure) = figure else {
            nothing(sheet, *at, column)?;
            continue;
        };
        numbers += 1;
        let subtracted = signs && expenses(*at) && !expenses(index);
        terms.push(if subtracted { -figure } else { figure });
    }
    if numbers == 0 {
        return None;
    }
    sum::total(&terms)
}

/// Zero, where a cell says that nothing is there and a sum was published: no figure is hidden.
fn nothing(sheet: &Sheet, row: usize, column: usize) -> Option<Decimal> {
    match sheet.table.rows.get(row)?.value(column)?.cell {
        Cell::Missing(missing) if missing.is_nothing() => Some(Decimal::ZERO),
        _ => None,
    }
}

fn change_of<'a>(sheet: &Sheet<'a>, wanted: &str, row: &'a Row, column: usize) -> Outcome<'a> {
    let made = || {
        let of = sheet.table.row(wanted)?;
        let base = row.base.get(column)?.0.as_deref()?;
        let heads = &sheet.table.columns.get(column)?.groups;
        let from = sheet.table.column_beside(base, heads)?;
        let label = &sheet.table.columns.get(from)?.label.text;
        Some((of.number(column)?, of.number(from)?, label))
    };
    let Some((now, before, base)) = made() else {
        return Outcome::Nothing;
    };
    match change::percent(now, before) {
        Some(computed) => Outcome::Made(Made {
            base: Some(base),
            ..Made::plain(computed)
        }),
        None => Outcome::Undefined,
    }
}

fn per_resident_of<'a>(sheet: &Sheet<'a>, wanted: &str, column: usize) -> Option<Made<'a>> {
    let (source, row) = row_at(sheet.page, sheet.table, wanted)?;
    let here = sheet.table.columns.get(column)?;
    let there = source
        .columns
        .iter()
        .position(|column| column.same_time(here))?;
    let day = here.last_day(sheet.page.year())?;
    let population = sheet.content?.settings.residents(day)?;
    let source = Sheet {
        table: source,
        ..*sheet
    };
    let size = source.unit_size();
    let total = source.figure(row, there)?.checked_mul(size)?;
    let computed = per_resident::amount(total, population.residents)?;
    Some(Made {
        population: Some(population),
        ..Made::plain(computed)
    })
}
