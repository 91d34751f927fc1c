//! Tables of figures: heads, rows, cells, and what a reader should know of them.

mod cells;
mod heads;
mod rows;

use super::context::Context;
use super::parts::{abbreviated_head, downloads};
use super::{chart, notes, standing, trace};
use crate::page::{self, Block};
use crate::section::computed::Sheet;
use crate::section::figures::{Figures, Table};
use crate::section::published::{self, Compared};
use crate::section::text::Text;
use crate::section::{self, ids};

pub use cells::{Scale, scale};

/// A table is printed smaller from this many columns of figures on.
const DENSE: usize = 7;

pub fn blocks(context: &Context, section: &section::Section, figures: &Figures) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (part, written) in figures.tables.iter().enumerate() {
        let id = ids::table(section, written);
        let caption = written.title.as_ref().unwrap_or(&section.title);
        if let Some(drawn) = chart::figure(context, &id, caption, written) {
            blocks.push(Block::Chart(drawn));
        }
        let mut table = table(context, &id, caption, written);
        table
            .remarks
            .extend(standing::reasons(context, section, part));
        blocks.push(Block::Table(table));
        if let Some(steps) = trace::of_table(context, &id, written) {
            blocks.push(Block::Trace(steps));
        }
    }
    blocks
}

/// A table with its page and the scale it is printed in.
struct Printing<'a> {
    context: &'a Context<'a>,
    sheet: Sheet<'a>,
    table: &'a Table,
    id: &'a str,
    scale: Option<Scale>,
    /// Cells name their heads, for places alone do not tell them.
    linked: bool,
}

fn table(context: &Context, id: &str, caption: &Text, table: &Table) -> page::Table {
    let deep = table.rows.iter().any(|row| row.level > 0);
    let banded = table.columns.iter().any(|column| !column.groups.is_empty());
    let printing = Printing {
        context,
        sheet: context.sheet(table),
        table,
        id,
        scale: scale(context, table),
        linked: deep || banded,
    };
    let heads = heads::row(&printing);
    let bands = heads::bands(&printing, &heads);
    page::Table {
        caption: context.text(caption),
        legend: legend(&printing),
        unit: context.plain(&table.unit),
        scaled: printing.scale.is_some(),
        dense: table.columns.len() >= DENSE,
        heads,
        bands,
        deep,
        coded: table.code.is_some(),
        rows: rows::all(&printing),
        notes: notes::notes(context, id, &table.notes),
        remarks: remarks(context, table),
        found: context.found.at(table.place),
        downloads: downloads(id),
        id: id.to_owned(),
    }
}

/// Unit, scope, decision and abbreviations: "Euroa. Konserni. TP = tilinpäätös."
fn legend(printing: &Printing) -> String {
    let (context, table) = (printing.context, printing.table);
    let mut sentences = Vec::new();
    let shown = table.show_in.as_ref().map(|unit| &unit.value);
    let unit = shown.unwrap_or(&table.unit);
    if !unit.is_empty() {
        let known = context
            .locale
            .word(&format!("unit-sentence.{}", unit.as_str()));
        let printed = context.text(unit);
        let sentence = known.map(str::to_owned);
        sentences
            .push(sentence.unwrap_or_else(|| context.word("figures.unit", &[("unit", &printed)])));
    }
    if printing.scale.is_some() {
        sentences.push(context.word("figures.exact", &[]));
    }
    if let Some(scope) = &table.scope {
        sentences.push(context.word("figures.scope", &[("scope", &context.text(scope))]));
    }
    if let Some(decision) = &table.decision {
        let decision = context.text(decision);
        sentences.push(context.word("figures.decision", &[("decision", &decision)]));
    }
    let mut meanings: Vec<String> = Vec::new();
    for column in &table.columns {
        let heads = column.groups.iter().chain([&column.label.text]);
        for head in heads.map(|text| abbreviated_head(context, text, true)) {
            if let (Some(short), Some(meaning)) = (head.abbreviation, head.meaning) {
                let entry = format!("{short} = {meaning}");
                if !meanings.contains(&entry) {
                    meanings.push(entry);
                }
            }
        }
    }
    if !meanings.is_empty() {
        sentences.push(format!("{}.", meanings.join(", ")));
    }
    sentences.join(" ")
}

/// What a reader should know of published figures that do not follow from the others.
fn remarks(context: &Context, table: &Table) -> Vec<String> {
    let compared = published::in_table(context.content, context.page, table);
    let differing = compared.iter().filter(|figure| figure.differs);
    let mut remarks: Vec<String> = differing.map(|figure| remark(context, figure)).collect();
    for unequal in published::unequal(&context.sheet(table)) {
        let column = context.column_name(unequal.column);
        let (first, second) = (
            context.locale.number(unequal.first),
            context.locale.number(unequal.second),
        );
        let values = [
            ("column", column),
            ("row", context.text(&unequal.row.name.text)),
            ("other", context.text(&unequal.other.name.text)),
            ("first", first),
            ("second", second),
        ];
        let values = values
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        remarks.push(context.word("remark.unequal", &values));
    }
    remarks
}

fn remark(context: &Context, figure: &Compared) -> String {
    let locale = context.locale;
    let computed = figure.made.computed.rounded(figure.published.scale());
    let values = [
        ("row", context.text(&figure.row.name.text)),
        ("column", context.column_name(figure.column)),
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
