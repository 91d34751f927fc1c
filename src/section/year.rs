//! Budget and actuals of a report's year: what key figures and comparisons are made of.

use rust_decimal::Decimal;

use super::computed::{self, Sheet};
use super::figures::{Column, ColumnKind, Role, Row, Table};
use crate::content::Page;

/// Budget and actuals of a report's year: the columns that key figures are made of.
pub struct Year<'a> {
    page: &'a Page,
    pub table: &'a Table,
    pub budget: usize,
    pub actuals: usize,
}

impl<'a> Year<'a> {
    /// The first table of a page that holds expenses, a budget and the same year's actuals.
    pub fn of(page: &'a Page) -> Option<Self> {
        page.tables().find_map(|table| Self::in_table(page, table))
    }

    fn in_table(page: &'a Page, table: &'a Table) -> Option<Self> {
        table
            .rows
            .iter()
            .find(|row| row.role == Some(Role::Expenses))?;
        let year = |column: &Column| column.year.or(page.year());
        let actuals = table
            .columns
            .iter()
            .rposition(|column| column.kind == ColumnKind::Actuals)?;
        let same = year(table.columns.get(actuals)?);
        // What was changed during the year is what the year is measured by.
        let of = |kind: ColumnKind| {
            let mut columns = table.columns.iter();
            columns.rposition(|column| column.kind == kind && year(column) == same)
        };
        let budget = of(ColumnKind::AmendedBudget).or_else(|| of(ColumnKind::Budget))?;
        Some(Self {
            page,
            table,
            budget,
            actuals,
        })
    }

    fn sheet(&self) -> Sheet<'a> {
        Sheet {
            content: None,
            page: self.page,
            table: self.table,
        }
    }

    pub fn row(&self, role: Role) -> Option<&'a Row> {
        self.table.rows.iter().find(|row| row.role == Some(role))
    }

    /// The figures of a role: budget and actuals, published or else computed.
    pub fn figures(&self, role: Role) -> Option<(Decimal, Decimal)> {
        Some((
            self.figure(role, self.budget)?,
            self.figure(role, self.actuals)?,
        ))
    }

    fn figure(&self, role: Role, column: usize) -> Option<Decimal> {
        let published = self.row(role)?.number(column);
        let computed = || match role {
            Role::Margin => computed::margin_of(&self.sheet(), column).map(|made| made.value),
            _ => {
                let rows = &self.table.rows;
                let at = rows.iter().position(|row| row.role == Some(role));
                at.and_then(|at| self.sheet().figure(at, column))
            }
        };
        published.or_else(computed)
    }
}
