//! Tables of figures: heads, rows, computed rows, remarks, and the key figures of a report.

use super::context::Context;
use super::parts::{abbreviated_head, downloads, missing_cell, number_cell, plain_head};
use super::{chart, notes, trace};
use crate::content::PageKind;
use crate::finance::realisation;
use crate::page::{self, Block, Cell, Fact, Facts, Head, Section};
use crate::section::computed::{self, Made};
use crate::section::figures::{self, Column, Figures, Role, Row, Table};
use crate::section::published::{self, Compared};
use crate::section::text::Text;
use crate::section::year::Year;
use crate::section::{self, ids};

/// A table is printed smaller from this many columns of figures on.
const DENSE: usize = 7;

pub fn blocks(context: &Context, section: &section::Section, figures: &Figures) -> Vec<Block> {
    let mut blocks = Vec::new();
    for written in &figures.tables {
        let id = ids::table(section, written);
        let caption = written.title.as_ref().unwrap_or(&section.title);
        if let Some(drawn) = chart::figure(context, &id, caption, written) {
            blocks.push(Block::Chart(drawn));
        }
        blocks.push(Block::Table(table(context, &id, caption, written)));
        if let Some(steps) = trace::of_table(context, &id, written) {
            blocks.push(Block::Trace(steps));
        }
    }
    blocks
}

fn table(context: &Context, id: &str, caption: &Text, table: &Table) -> page::Table {
    let first = context.text_or(table.head.as_ref(), "figures.head");
    let mut heads = vec![plain_head(first, false)];
    heads.extend(
        table
            .columns
            .iter()
            .map(|column| head(context, id, table, column)),
    );
    explain_once(&mut heads);
    let mut rows: Vec<_> = table
        .rows
        .iter()
        .map(|each| row(context, id, table, each))
        .collect();
    rows.extend(total_row(context, id, table));
    page::Table {
        caption: context.text(caption),
        legend: legend(context, table),
        dense: table.columns.len() >= DENSE,
        heads,
        rows,
        notes: notes::notes(context, id, &table.notes),
        remarks: remarks(context, table),
        downloads: downloads(id),
        id: id.to_owned(),
    }
}

/// Unit and abbreviations: "Euroa. TP = tilinpäätös, TA = talousarvio."
fn legend(context: &Context, table: &Table) -> String {
    let mut sentences = Vec::new();
    if !table.unit.is_empty() {
        let word = context
            .locale
            .word(&format!("unit-sentence.{}", table.unit))
            .map(str::to_owned);
        let unit = context.text(&table.unit);
        sentences.push(word.unwrap_or_else(|| context.word("figures.unit", &[("unit", &unit)])));
    }
    let mut meanings: Vec<String> = Vec::new();
    for column in &table.columns {
        let head = abbreviated_head(context, &column.label.text, true);
        if let (Some(short), Some(meaning)) = (head.abbreviation, head.meaning) {
            let entry = format!("{short} = {meaning}");
            // A whole word explains itself.
            let told = short.to_lowercase() == meaning.to_lowercase();
            if !told && !meanings.contains(&entry) {
                meanings.push(entry);
            }
        }
    }
    if !meanings.is_empty() {
        sentences.push(format!("{}.", meanings.join(", ")));
    }
    sentences.join(" ")
}

fn head(context: &Context, id: &str, table: &Table, column: &Column) -> Head {
    let mut head = abbreviated_head(context, &column.label.text, true);
    head.partial = column.is_partial();
    head.mark = notes::mark(id, &table.notes, column.label.mark.as_ref());
    head
}

/// An abbreviation is explained where it stands first in a table; the caption explains all.
fn explain_once(heads: &mut [Head]) {
    let mut seen: Vec<String> = Vec::new();
    for head in heads {
        let Some(short) = head.abbreviation.clone() else {
            continue;
        };
        if seen.contains(&short) {
            (head.abbreviation, head.meaning) = (None, None);
            head.rest.clone_from(&head.text);
        } else {
            seen.push(short);
        }
    }
}

fn row(context: &Context, id: &str, table: &Table, row: &Row) -> page::Row {
    let published = row.values.is_some();
    page::Row {
        id: ids::row(id, row),
        name: context.text(&row.name.text),
        href: None,
        mark: notes::mark(id, &table.notes, row.name.mark.as_ref()),
        sum: row.role == Some(Role::Margin),
        computed: !published,
        cells: (0..table.columns.len())
            .map(|column| match row.value(column) {
                Some(value) => cell(context, id, table, value),
                None => made_cell(
                    context,
                    computed::cell(context.content, context.page, table, row, column),
                ),
            })
            .collect(),
    }
}

fn cell(context: &Context, id: &str, table: &Table, value: &figures::Value) -> Cell {
    let mark = notes::mark(id, &table.notes, value.mark.as_ref());
    match value.cell {
        figures::Cell::Number(number) => Cell {
            mark,
            ..number_cell(context, number)
        },
        figures::Cell::NotComparable => Cell {
            text: "x".to_owned(),
            number: None,
            spoken: Some(context.word("missing.not-comparable", &[])),
            mark,
        },
        figures::Cell::Missing => Cell {
            mark,
            ..missing_cell(context)
        },
    }
}

fn made_cell(context: &Context, made: Option<Made>) -> Cell {
    match made {
        Some(made) => number_cell(context, made.computed.rounded(made.decimals())),
        None => missing_cell(context),
    }
}

fn total_row(context: &Context, id: &str, table: &Table) -> Option<page::Row> {
    let name = table.total.as_ref()?;
    let cells = (0..table.columns.len()).map(|column| match computed::total(table, column) {
        Some(total) => number_cell(context, total.value),
        None => missing_cell(context),
    });
    Some(page::Row {
        id: format!("{id}-sum"),
        name: context.text(&name.value),
        href: None,
        mark: None,
        sum: true,
        computed: true,
        cells: cells.collect(),
    })
}

/// What a reader should know of published figures that do not follow from the others.
fn remarks(context: &Context, table: &Table) -> Vec<String> {
    let compared = published::in_table(context.content, context.page, table);
    let differing = compared.iter().filter(|figure| figure.differs());
    differing.map(|figure| remark(context, figure)).collect()
}

fn remark(context: &Context, figure: &Compared) -> String {
    let locale = context.locale;
    let computed = figure.made.computed.rounded(figure.published.scale());
    let values = [
        ("row", context.text(&figure.row.name.text)),
        ("column", context.text(&figure.column.label.text)),
        ("published", locale.number(figure.published)),
        ("computed", locale.number(computed)),
    ];
    context.word(
        "remark.differs",
        &values
            .each_ref()
            .map(|(name, value)| (*name, value.as_str())),
    )
}

/// Expenses, income and margin of a report at a glance, with how they were made.
pub fn facts(context: &Context) -> Option<Section> {
    if context.page.kind != PageKind::Report {
        return None;
    }
    let year = Year::of(context.page)?;
    let label = |column: usize| {
        year.table
            .columns
            .get(column)
            .map(|column| context.text(&column.label.text))
    };
    let (budget_label, actuals_label) = (label(year.budget)?, label(year.actuals)?);
    let mut facts = Vec::new();
    let mut steps = Vec::new();
    for role in [Role::Expenses, Role::Income, Role::Margin] {
        let (Some(row), Some((budget, actuals))) = (year.row(role), year.figures(role)) else {
            continue;
        };
        let name = context.text(&row.name.text);
        let made = realisation::percent(actuals, budget);
        let percent = made
            .as_ref()
            .map(|made| context.locale.percent(made.rounded(1)));
        let remark = percent
            .as_ref()
            .map(|percent| context.word("facts.of-budget", &[("percent", percent)]));
        if let Some(percent) = &percent {
            steps.push(page::Step {
                name: name.clone(),
                formula: trace::quotient(context, actuals, budget, percent),
                rule: context.word(
                    "rule.realisation",
                    &[("actuals", &actuals_label), ("budget", &budget_label)],
                ),
                remark: None,
            });
        }
        let unit = row.unit.as_deref().unwrap_or(&year.table.unit);
        facts.push(Fact {
            name,
            value: context.locale.amount(actuals, unit),
            remark,
        });
    }
    let mut blocks = vec![Block::Facts(Facts { facts })];
    if !steps.is_empty() {
        let title = context.word("trace.title", &[]);
        blocks.push(Block::Trace(page::Trace {
            id: "t-key".to_owned(),
            title,
            steps: trace::quieted(steps),
        }));
    }
    Some(context.untitled(blocks))
}
