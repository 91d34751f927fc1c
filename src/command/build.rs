//! `toteuma build`: builds the site and tells in a few lines what happened.

use std::time::Instant;

use super::console::Console;
use super::{Build, DONE, ERRORS, FAILURE, site, timings};
use crate::Done;
use crate::diagnostic::{Findings, Level};
use crate::locale::Locale;

pub fn run(asked: &Build, console: &mut Console) -> u8 {
    let started = Instant::now();
    if asked.timings {
        crate::timings::start();
    }
    let output = asked.output.clone();
    let output = output.unwrap_or_else(|| asked.site.join("output"));
    // A preview tells findings where they are, also those of pages that have not changed.
    let is_new = asked.fresh || asked.preview;
    let last = (!is_new).then_some(output.as_path());
    let Some(mut checked) = site::checked("build", (&asked.site, last), &asked.choice, console)
    else {
        return FAILURE;
    };
    let locale = console.locale(checked.language.as_deref());
    let findings = asked.choice.of(&checked.findings);
    asked
        .choice
        .tell(&findings, &asked.site, &checked.sources, &locale, console);
    if findings.has_errors() || asked.choice.denies(&findings) {
        console.complain(&format!("{}\n", stopped(&findings, &locale)));
        return ERRORS;
    }
    // A variable that is not set in CI is no revision.
    if let Some(revision) = asked
        .revision
        .as_ref()
        .filter(|told| !told.trim().is_empty())
    {
        checked.of_revision(revision);
    }
    if asked.preview {
        checked.show(&findings, &locale);
    }
    let progress = console.progress();
    let built = crate::publish(checked, &output, &|done, total| progress.show(done, total));
    progress.end();
    match built.map(|built| built.done) {
        Err(failure) => {
            let words = failure.words(&locale);
            console.complain(&format!("{words}\n"));
            FAILURE
        }
        Ok(Some(done)) => {
            let folder = output.display().to_string();
            console.say(&summary(&findings, done, &folder, started, &locale));
            if asked.timings {
                console.complain(&timings::told(started, &locale));
            }
            DONE
        }
        Ok(None) => ERRORS,
    }
}

/// "15 sivua, 3 tiedostoa muuttui (62 ennallaan), 2 huomautusta, 0,1 s: output"
fn summary(
    findings: &Findings,
    done: Done,
    folder: &str,
    started: Instant,
    locale: &Locale,
) -> String {
    let pages = locale.count("command.pages", done.pages);
    let changes = done.changes;
    let files = match (changes.written, changes.removed) {
        (0, 0) => locale.text("command.nothing-changed", &[]),
        (written, 0) => locale.count("command.files-changed", written),
        (written, removed) => {
            let removed = locale.count("command.files-removed", removed);
            format!(
                "{}, {removed}",
                locale.count("command.files-changed", written)
            )
        }
    };
    let warnings = locale.count("command.warnings", findings.count(Level::Warning));
    let seconds = site::seconds(started, locale);
    locale.text(
        "command.summary",
        &[
            ("pages", &pages),
            ("files", &files),
            ("findings", &warnings),
            ("seconds", &seconds),
            ("folder", folder),
        ],
    )
}

/// Why nothing was written.
fn stopped(findings: &Findings, locale: &Locale) -> String {
    if findings.has_errors() {
        let errors = locale.count("command.errors", findings.count(Level::Error));
        return locale.text("command.stopped", &[("errors", &errors)]);
    }
    let mut found = locale.count("command.warnings", findings.count(Level::Warning));
    let notes = findings.count(Level::Note);
    if notes > 0 {
        found = format!("{found}, {}", locale.count("report.notes", notes));
    }
    locale.text("command.denied", &[("found", &found)])
}
