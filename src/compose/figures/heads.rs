//! Column heads: one row of them, or several where columns stand under common heads.

use super::Printing;
use crate::compose::bands::{self, Span};
use crate::compose::notes;
use crate::compose::parts::{abbreviated_head, plain_head};
use crate::page::{Band, Head};
use crate::section::figures::Column;
use crate::section::text::Text;

/// The heads of all columns, the row names' first.
pub fn row(printing: &Printing) -> Vec<Head> {
    let (context, table) = (printing.context, printing.table);
    let names = context.text_or(table.head.as_ref(), "figures.head");
    let first = match &table.code {
        Some(code) => format!("{}, {}", context.text(code), lower(&names)),
        None => names,
    };
    let mut heads = vec![plain_head(first, false)];
    let columns = table.columns.iter().enumerate();
    heads.extend(columns.map(|(index, column)| head(printing, index, column)));
    explain_once(&mut heads);
    heads
}

/// A heading after a comma: the first letter small, unless the word is an abbreviation.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let (Some(first), second) = (letters.next(), letters.clone().next()) else {
        return String::new();
    };
    if second.is_some_and(char::is_uppercase) {
        return text.to_owned();
    }
    format!("{}{}", first.to_lowercase(), letters.as_str())
}

fn head(printing: &Printing, index: usize, column: &Column) -> Head {
    let (context, table) = (printing.context, printing.table);
    let mut head = abbreviated_head(context, &column.label.text, true);
    head.partial = column.is_partial();
    head.mark = notes::mark(printing.id, &table.notes, column.label.mark.as_deref());
    head.groups = column
        .groups
        .iter()
        .map(|text| context.text(text))
        .collect();
    head.id = printing.linked.then(|| id(printing, index));
    head.computed = column.computed;
    head.found = context.found.at(column.place);
    let unit = column.unit.as_ref();
    let told = |unit: &Text| column.label.text.contains(unit.as_str());
    head.unit = unit
        .filter(|unit| !told(unit))
        .map(|unit| context.text(unit));
    head
}

/// The id of a column's head.
fn id(printing: &Printing, column: usize) -> String {
    format!("{}-c{}", printing.id, column + 1)
}

impl Printing<'_> {
    /// The heads over every column.
    fn groups(&self) -> Vec<&[Text]> {
        let columns = self.table.columns.iter();
        columns.map(|column| column.groups.as_slice()).collect()
    }

    /// The ids of every column's heads, the topmost first.
    pub fn head_ids(&self) -> Vec<String> {
        let groups = self.groups();
        let columns = groups.iter().enumerate();
        let ids = columns.map(|(column, own)| {
            let above = (0..own.len()).map(|level| {
                let first = bands::first_under(&groups, column, level);
                group_id(self, first, level)
            });
            above
                .chain([id(self, column)])
                .collect::<Vec<_>>()
                .join(" ")
        });
        ids.collect()
    }
}

/// The id of the head over a column at a level, which is that of the first column under it.
fn group_id(printing: &Printing, first: usize, level: usize) -> String {
    format!("{}-c{}-{}", printing.id, first + 1, level + 1)
}

/// The rows of heads, the topmost first, with the head of the row names on all of them; nothing
/// where no column stands under a common head.
pub fn bands(printing: &Printing, heads: &[Head]) -> Vec<Vec<Band>> {
    let rows = bands::rows(&printing.groups());
    let names = heads.first().map(|names| Band {
        columns: 1,
        rows: rows.len(),
        group: false,
        head: names.clone(),
    });
    let band = |span: &Span| {
        let group = span.level.and_then(|level| {
            let column = printing.table.columns.get(span.column)?;
            let mut head = abbreviated_head(printing.context, column.groups.get(level)?, false);
            head.id = Some(group_id(printing, span.column, level));
            Some(head)
        });
        Some(Band {
            columns: span.columns,
            rows: span.rows,
            group: span.level.is_some(),
            head: group.or_else(|| heads.get(span.column + 1).cloned())?,
        })
    };
    let rows = rows.iter().enumerate().map(|(index, row)| {
        let first = names.clone().filter(|_| index == 0);
        first
            .into_iter()
            .chain(row.iter().filter_map(band))
            .collect()
    });
    rows.collect()
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
