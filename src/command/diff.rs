//! `toteuma diff`: what a reader of the site would see change between two folders.

use super::console::Console;
use super::site::read;
use super::{DONE, Diff, DiffFormat};
use crate::diff;

pub fn run(asked: &Diff, console: &mut Console) -> u8 {
    let (old, new) = match (
        read("diff", &asked.old, asked.date, console),
        read("diff", &asked.new, asked.date, console),
    ) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(old), Err(new)) => return old.max(new),
        (Err(code), _) | (_, Err(code)) => return code,
    };
    let locale = console.locale(Some(new.locale.language()));
    let difference = diff::between(&old, &new, &locale);
    match asked.format {
        DiffFormat::Human => console.give(&diff::human(&difference, &locale)),
        DiffFormat::Markdown => console.give(&diff::markdown(&difference, &locale)),
        DiffFormat::Json => console.give(&diff::json(&difference, &locale)),
    }
    DONE
}
