//! The rules of columns: a figure follows from other columns of the same row.

use rust_decimal::Decimal;

use super::{Made, Outcome, Sheet};
use crate::finance::{Computed, change, difference, index, per_resident, realisation, share, sum};
use crate::section::figures::{Column, ColumnKind, Row, Sum, Table};

/// The columns that a derived column compares: what is looked at, then what it is compared with.
/// The second is `None` for shares and euros per resident.
pub fn inputs(table: &Table, column: usize) -> Option<(usize, Option<usize>)> {
    let head = table.columns.get(column)?;
    let named = |wanted: Option<&crate::yaml::Spanned<String>>| {
        table.column_beside(&wanted?.value, &head.groups)
    };
    let (of, from) = (named(head.of.as_deref()), named(head.from.as_deref()));
    // The nearest column to the left under the same heads, then any under them.
    let nearest = |fits: &dyn Fn(&Column) -> bool| {
        let beside = |at: &usize| {
            let other = table.columns.get(*at);
            other.is_some_and(|other| other.groups == head.groups && fits(other))
        };
        let any = |at: &usize| table.columns.get(*at).is_some_and(fits);
        let left = (0..column).rev().find(beside);
        let right = || (column..table.columns.len()).find(beside);
        left.or_else(right).or_else(|| (0..column).rev().find(any))
    };
    let plain = |column: &Column| !column.kind.is_derived();
    let one_of = |kinds: &'static [ColumnKind]| move |column: &Column| kinds.contains(&column.kind);
    match head.kind {
        ColumnKind::Deviation | ColumnKind::DegreeOfUse => {
            let of = of.or_else(|| nearest(&one_of(&[ColumnKind::Actuals])));
            let of = of.or_else(|| nearest(&one_of(&[ColumnKind::FinancialStatement])));
            let of = of.or_else(|| nearest(&one_of(&[ColumnKind::Forecast])));
            let from = from.or_else(|| nearest(&one_of(&[ColumnKind::AmendedBudget])));
            let from = from.or_else(|| nearest(&one_of(&[ColumnKind::Budget])));
            Some((of?, Some(from?)))
        }
        ColumnKind::Difference | ColumnKind::Change | ColumnKind::Index => {
            let from = from?;
            let of = of.or_else(|| nearest(&plain).filter(|of| *of != from));
            Some((of?, Some(from)))
        }
        ColumnKind::Share | ColumnKind::PerResident => {
            Some((of.or_else(|| nearest(&plain))?, None))
        }
        _ => None,
    }
}

pub fn outcome<'a>(
    sheet: &Sheet<'a>,
    row_index: usize,
    row: &'a Row,
    column: usize,
    depth: usize,
) -> Outcome<'a> {
    let Some(head) = sheet.table.columns.get(column) else {
        return Outcome::Nothing;
    };
    if head.kind == ColumnKind::AmendedBudget {
        return Outcome::of(amended(sheet, row_index, column, depth).map(Made::plain));
    }
    let Some((of, from)) = inputs(sheet.table, column) else {
        return Outcome::Nothing;
    };
    let Some(now) = sheet.figure_within(row_index, of, depth) else {
        return Outcome::Nothing;
    };
    let label = |at: usize| {
        let column = sheet.table.columns.get(at);
        column.map(|column| &column.label.text)
    };
    match (head.kind, from) {
        (ColumnKind::Share, _) => shared(sheet, head, row, of, now, depth),
        (ColumnKind::PerResident, _) => {
            let made = || {
                let day = sheet.table.columns.get(of)?.last_day(sheet.page.year())?;
                let population = sheet.content?.settings.residents(day)?;
                let total = now.checked_mul(sheet.unit_size())?;
                let computed = per_resident::amount(total, population.residents)?;
                Some(Made {
                    population: Some(population),
                    of: label(of),
                    ..Made::plain(computed)
                })
            };
            Outcome::of(made())
        }
        (kind, Some(from)) => {
            let Some(base) = sheet.figure_within(row_index, from, depth) else {
                return Outcome::Nothing;
            };
            match compared(kind, now, base) {
                Some(computed) => Outcome::Made(Made {
                    base: label(from),
                    of: label(of),
                    ..Made::plain(computed)
                }),
                None => Outcome::Undefined,
            }
        }
        _ => Outcome::Nothing,
    }
}

fn compared(kind: ColumnKind, now: Decimal, base: Decimal) -> Option<Computed> {
    match kind {
        ColumnKind::DegreeOfUse => realisation::percent(now, base),
        ColumnKind::Change => change::percent(now, base),
        ColumnKind::Index => index::percent(now, base),
        _ => difference::of(now, base),
    }
}

/// The budget and the changes made to it, all under the same heads and left of the sum.
fn amended(sheet: &Sheet, row: usize, column: usize, depth: usize) -> Option<Computed> {
    let table = sheet.table;
    let head = table.columns.get(column)?;
    let left = |at: &usize| {
        let other = table.columns.get(*at);
        other.is_some_and(|other| other.groups == head.groups)
    };
    let kind = |at: usize| table.columns.get(at).map(|column| column.kind);
    let budget = (0..column)
        .rev()
        .filter(left)
        .find(|at| kind(*at) == Some(ColumnKind::Budget))?;
    let mut terms = vec![sheet.figure_within(row, budget, depth)?];
    let mut changes = 0;
    for at in (budget..column).filter(left) {
        if kind(at) == Some(ColumnKind::Amendment) {
            changes += 1;
            terms.extend(sheet.figure_within(row, at, depth));
        }
    }
    if changes == 0 {
        return None;
    }
    sum::total(&terms)
}

/// A row's share of another row: the one named, or the table's only sum.
fn shared<'a>(
    sheet: &Sheet<'a>,
    head: &'a Column,
    row: &Row,
    of: usize,
    part: Decimal,
    depth: usize,
) -> Outcome<'a> {
    let table = sheet.table;
    let whole = match &head.whole_row {
        Some(wanted) => table.row_index(&wanted.value),
        None => {
            let rows = table.rows.iter();
            rows.clone().position(|row| {
                row.parent.is_none()
                    && matches!(row.sum, Some(Sum::Above | Sum::Running | Sum::Of(_)))
            })
        }
    };
    let Some(at) = whole else {
        return Outcome::Nothing;
    };
    let same_unit = table
        .rows
        .get(at)
        .is_some_and(|whole| whole.unit == row.unit);
    let (Some(whole), true) = (sheet.figure_within(at, of, depth), same_unit) else {
        return Outcome::Nothing;
    };
    match share::percent(part, whole) {
        Some(computed) => Outcome::Made(Made {
            base: table.rows.get(at).map(|row| &row.name.text),
            ..Made::plain(computed)
        }),
        None => Outcome::Undefined,
    }
}
