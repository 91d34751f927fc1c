//! A mark without its note leads nowhere (an error); a note whose mark stands nowhere is printed,
//! but nobody knows what it is about (a warning).

use std::collections::HashSet;

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::Body;
use crate::section::shared::{Note, Text};
use crate::yaml::Spanned;

pub fn findings(_: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for section in page.sections() {
        match &section.body {
            Body::Goals(goals) => {
                let columns = goals.columns.iter().flat_map(|four| four.iter());
                let marks = columns.filter_map(|column| column.mark.as_deref());
                found.extend(unmatched(marks.collect(), &goals.notes, &section.title));
            }
            Body::Figures(figures) => {
                for table in &figures.tables {
                    let columns = table
                        .columns
                        .iter()
                        .filter_map(|column| column.label.mark.as_deref());
                    let names = table.rows.iter().filter_map(|row| row.name.mark.as_deref());
                    let cells = table
                        .rows
                        .iter()
                        .filter_map(|row| row.values.as_ref())
                        .flatten();
                    let cells = cells.filter_map(|value| value.mark.as_deref());
                    found.extend(unmatched(
                        columns.chain(names).chain(cells).collect(),
                        &table.notes,
                        table.title.as_ref().unwrap_or(&section.title),
                    ));
                }
            }
            Body::Prices(prices) => {
                for group in &prices.groups {
                    let marks = group.fees.iter().filter_map(|fee| fee.name.mark.as_deref());
                    let columns = group.columns.iter();
                    let columns = columns.filter_map(|column| column.mark.as_deref());
                    let name = group.title.as_ref().unwrap_or(&section.title);
                    found.extend(unmatched(
                        marks.chain(columns).collect(),
                        &group.notes,
                        name,
                    ));
                }
            }
            Body::Narrative
            | Body::Terms(_)
            | Body::Accessibility(_)
            | Body::Generated(_)
            | Body::Keys(_) => {}
        }
    }
    found
}

/// `name` is what the page calls the table.
fn unmatched(marks: Vec<&Spanned<String>>, notes: &[Note], name: &Text) -> Vec<Finding> {
    let explained: HashSet<&str> = notes
        .iter()
        .filter_map(|note| note.mark.as_ref())
        .map(|mark| mark.value.as_str())
        .collect();
    let used: HashSet<&str> = marks.iter().map(|mark| mark.value.as_str()).collect();
    let alone = marks
        .iter()
        .filter(|mark| !explained.contains(mark.value.as_str()));
    let alone =
        alone.map(|mark| Finding::error("mark-without-note", mark.place).with("mark", &mark.value));
    let idle = notes.iter().filter_map(|note| note.mark.as_ref());
    let idle = idle.filter(|mark| !used.contains(mark.value.as_str()));
    let idle = idle
        .map(|mark| Finding::warning("note-without-mark", mark.place).with("mark", &mark.value));
    let all = alone.chain(idle);
    all.map(|finding| finding.about(name.as_str())).collect()
}
