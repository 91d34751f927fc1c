//! Counts under the goals, with their computed sum.

use super::context::Context;
use super::parts::{missing_cell, number_cell, plain_head, plain_row, plain_table, sign_cell};
use crate::page::{self, Row, Table};
use crate::section::figures::Cell;
use crate::section::goals::Counts;
use crate::section::shared::slug;
use crate::section::{Section, ids};

pub fn table(context: &Context, section: &Section, counts: &Counts) -> Table {
    let id = ids::counts(section);
    let unit = context.text(&counts.unit);
    let values = if counts.are_shares() {
        context.word("counts.share", &[])
    } else {
        context.word("counts.number", &[("unit", &unit)])
    };
    let row = |name: String, cell| plain_row(format!("{id}-{}", slug(&name)), name, vec![cell]);
    let mut rows: Vec<Row> = counts
        .rows
        .iter()
        .map(|count| row(context.text(&count.name), cell(context, count.cell)))
        .collect();
    if let Some(total) = counts.total() {
        let name = context.word("counts.total", &[]);
        let cells = vec![number_cell(context, total)];
        rows.push(Row {
            sum: true,
            computed: true,
            ..plain_row(format!("{id}-sum"), name, cells)
        });
    }
    let remark = counts.off().map(|(total, explained)| {
        let key = if explained {
            "counts.rounded"
        } else {
            "counts.off"
        };
        context.word(key, &[("total", &context.locale.percent(total))])
    });
    let heads = vec![
        plain_head(context.word("counts.head", &[]), false),
        plain_head(values, true),
    ];
    Table {
        remarks: remark.into_iter().collect(),
        ..plain_table(&id, context.text(&counts.title), heads, rows)
    }
}

fn cell(context: &Context, cell: Cell) -> page::Cell {
    match cell {
        Cell::Number(number) => number_cell(context, number),
        Cell::Missing(missing) => sign_cell(context, missing),
        Cell::Words | Cell::Unwritten => missing_cell(context),
    }
}
