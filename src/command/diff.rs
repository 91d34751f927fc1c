//! `toteuma diff`: what a reader of the site would see change between two folders.

use std::path::Path;

use super::console::Console;
use super::{DONE, Diff, DiffFormat, ERRORS, FAILURE, site};
use crate::content::Content;
use crate::diagnostic::{Findings, Level};
use crate::report::human;
use crate::{Failure, diff, load};

pub fn run(asked: &Diff, console: &mut Console) -> u8 {
    let (old, new) = match (
        read(&asked.old, asked, console),
        read(&asked.new, asked, console),
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

/// The content of one side; what keeps it from being read is told, and the exit code is the error.
fn read(folder: &Path, asked: &Diff, console: &mut Console) -> Result<Content, u8> {
    if !site::has_content("diff", folder, console) {
        return Err(FAILURE);
    }
    let loaded = load::content(folder).map_err(|unreadable| {
        let failure = Failure::Unreadable(unreadable);
        let words = site::failure_words(&failure, &console.locale(None));
        console.complain(&format!("{words}\n"));
        FAILURE
    })?;
    let Some(mut content) = loaded.content else {
        let locale = console.locale(loaded.language.as_deref());
        let errors = loaded.findings.sorted();
        let errors = errors
            .iter()
            .filter(|finding| finding.level == Level::Error);
        let errors: Findings = errors.cloned().collect();
        console.complain(&human(&errors, &loaded.sources, &locale, console.style()));
        let folder = folder.display().to_string();
        let words = locale.text("diff.unreadable", &[("folder", &folder)]);
        console.complain(&format!("{words}\n"));
        return Err(ERRORS);
    };
    content.day = asked.date.or(content.newest);
    Ok(content)
}
