//! Notes under a table and the marks that lead to them.

use super::context::Context;
use crate::page::{self, Mark};
use crate::section::ids;
use crate::section::shared::Note;
use crate::yaml::Spanned;

/// The notes of the table with this id.
pub fn notes(context: &Context, table_id: &str, notes: &[Note]) -> Vec<page::Note> {
    let numbered = notes.iter().enumerate();
    numbered
        .map(|(index, note)| page::Note {
            id: ids::note(table_id, index),
            mark: note
                .mark
                .as_ref()
                .map(|mark| mark.value.clone())
                .unwrap_or_default(),
            html: context.markdown(table_id).inline(&note.text.text),
        })
        .collect()
}

/// The way from a mark to its note.
pub fn mark(table_id: &str, notes: &[Note], mark: Option<&Spanned<String>>) -> Option<Mark> {
    let wanted = &mark?.value;
    let index = notes
        .iter()
        .position(|note| note.mark.as_ref().is_some_and(|mark| mark.value == *wanted))?;
    Some(Mark {
        mark: wanted.clone(),
        href: format!("#{}", ids::note(table_id, index)),
    })
}
