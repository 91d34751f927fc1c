//! Column heads: one row of them, or several where columns stand under common heads.

use super::Printing;
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
    head.mark = notes::mark(printing.id, &table.notes, column.label.mark.as_ref());
    head.groups = column
        .groups
        .iter()
        .map(|text| context.text(text))
        .collect();
    head.id = printing.linked.then(|| id(printing, index));
    head.computed = column.computed;
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

/// The id of the head over a column at a level, which is that of the first column under it.
fn group_id(printing: &Printing, column: usize, level: usize) -> String {
    let first = printing.first_under(column, level);
    format!("{}-c{}-{}", printing.id, first + 1, level + 1)
}

impl Printing<'_> {
    fn groups(&self, column: usize) -> &[Text] {
        let column = self.table.columns.get(column);
        column.map_or(&[], |column| column.groups.as_slice())
    }

    /// The first of the neighbours that share this column's heads down to a level.
    fn first_under(&self, column: usize, level: usize) -> usize {
        let heads = self.groups(column).get(..=level);
        let before = (0..column).rev();
        let same = before.take_while(|other| self.groups(*other).get(..=level) == heads);
        same.last().unwrap_or(column)
    }

    /// The ids of a column's heads, the topmost first.
    pub fn head_ids(&self, column: usize) -> String {
        let groups = (0..self.groups(column).len()).map(|level| group_id(self, column, level));
        let ids: Vec<String> = groups.chain([id(self, column)]).collect();
        ids.join(" ")
    }
}

/// The rows of heads, the topmost first. A column that has fewer heads than others has its own
/// head on all rows that are left.
pub fn bands(printing: &Printing, heads: &[Head]) -> Vec<Vec<Band>> {
    let columns = &printing.table.columns;
    let levels = columns
        .iter()
        .map(|column| column.groups.len())
        .max()
        .unwrap_or(0);
    let mut bands: Vec<Vec<Band>> = vec![Vec::new(); levels + 1];
    if let (Some(top), Some(names)) = (bands.first_mut(), heads.first()) {
        top.push(Band {
            columns: 1,
            rows: levels + 1,
            group: false,
            head: names.clone(),
        });
    }
    for (index, column) in columns.iter().enumerate() {
        for (level, group) in column.groups.iter().enumerate() {
            if printing.first_under(index, level) != index {
                continue;
            }
            let wide = (index..columns.len())
                .take_while(|other| printing.first_under(*other, level) == index)
                .filter(|other| printing.groups(*other).len() > level);
            let mut head = abbreviated_head(printing.context, group, false);
            head.id = Some(group_id(printing, index, level));
            let band = Band {
                columns: wide.count(),
                rows: 1,
                group: true,
                head,
            };
            if let Some(row) = bands.get_mut(level) {
                row.push(band);
            }
        }
        if let (Some(row), Some(head)) = (bands.get_mut(column.groups.len()), heads.get(index + 1))
        {
            row.push(Band {
                columns: 1,
                rows: levels + 1 - column.groups.len(),
                group: false,
                head: head.clone(),
            });
        }
    }
    bands
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
