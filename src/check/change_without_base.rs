//! A published change in percent whose base the data does not tell: nobody can check it. Where one
//! column of the row explains it, or the same row elsewhere on the page, that is only noted.

use rust_decimal::Decimal;

use super::change_mismatch::{bases, help};
use crate::content::{Content, Page};
use crate::diagnostic::{Finding, Place};
use crate::finance::change::{self, Slip};
use crate::section::figures::{Column, Row, Table};
use crate::section::same_figure::counterparts;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for table in page.tables() {
        for row in &table.rows {
            found.extend(of_row(content, page, table, row));
        }
    }
    found
}

/// A change with nothing told about where it is counted from.
struct Untold<'a> {
    row: &'a Row,
    column: &'a Column,
    published: Decimal,
    now: Decimal,
    place: Place,
}

fn of_row(content: &Content, page: &Page, table: &Table, row: &Row) -> Vec<Finding> {
    let Some(at) = row
        .change_of
        .as_ref()
        .and_then(|of| table.row_index(&of.value))
    else {
        return Vec::new();
    };
    let Some(of) = table.rows.get(at) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (index, column) in table.columns.iter().enumerate() {
        let noted = column.label.mark.is_some() || row.name.mark.is_some();
        let told = row.base.get(index).is_some_and(|(base, _)| base.is_some()) || noted;
        let (Some(value), Some(now)) = (row.value(index), of.number(index)) else {
            continue;
        };
        let told = told || value.mark.is_some();
        let Some(published) = value.cell.number().filter(|_| !told && !now.is_zero()) else {
            continue;
        };
        let untold = Untold {
            row,
            column,
            published,
            now,
            place: value.place,
        };
        found.push(explained(content, page, table, at, of, &untold));
    }
    found
}

fn explained(
    content: &Content,
    page: &Page,
    table: &Table,
    at: usize,
    of: &Row,
    untold: &Untold,
) -> Finding {
    let about = untold.row.figure_name(untold.column);
    let published = content.locale.number(untold.published);
    let finding = |finding: Finding| finding.about(&*about).with("published", published.as_str());
    let here = bases(table, |column| of.number(column));
    if let Some((column, _)) = here.iter().find(|(_, base)| is_change(untold, *base)) {
        let found = finding(Finding::note("change-base-found", untold.place));
        return found.with("base", column.path());
    }
    if let Some((row, column, base)) = elsewhere(page, table, at, untold) {
        let found = finding(Finding::note("change-base-found", untold.place));
        let found = found.with("row", row).with("base", column);
        let found = found.with("figure", content.locale.number(base));
        return found.helped_by("help-elsewhere");
    }
    let ratio = here.iter().find_map(|(column, base)| {
        let slip = change::slip(untold.published, untold.now, *base)?;
        Some((*column, *base)).filter(|_| slip == Slip::Ratio)
    });
    if let Some((column, base)) = ratio {
        let change = change::percent(untold.now, base);
        let computed = change.map(|change| change.rounded(untold.published.scale()));
        let found = finding(Finding::warning("change-mismatch", untold.place));
        return found
            .with("computed", content.locale.number(computed.unwrap_or(base)))
            .with("base", column.path())
            .helped_by(help(Slip::Ratio));
    }
    finding(Finding::warning("change-without-base", untold.place))
}

fn is_change(untold: &Untold, base: Decimal) -> bool {
    let change = change::percent(untold.now, base);
    change.is_some_and(|change| change.rounded(untold.published.scale()) == untold.published)
}

/// A column of the same row in another table of the page that the percentage is the change from:
/// the row, the column and the figure.
fn elsewhere(
    page: &Page,
    table: &Table,
    at: usize,
    untold: &Untold,
) -> Option<(String, String, Decimal)> {
    let others = counterparts(page, table, at);
    others.into_iter().find_map(|(other, row)| {
        let row = other.rows.get(row)?;
        let bases = bases(other, |column| row.number(column));
        // A table of positive expenses says the same as one of negative ones.
        let signed = |base: Decimal| match untold.now.is_sign_negative() {
            true => -base.abs(),
            false => base.abs(),
        };
        let (column, base) = bases
            .into_iter()
            .find(|(_, base)| is_change(untold, signed(*base)))?;
        Some((row.name.text.as_str().to_owned(), column.path(), base))
    })
}
