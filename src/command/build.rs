//! `toteuma build`: builds the site and tells in a few lines what happened.

use std::time::Instant;

use super::console::Console;
use super::{Build, DONE, ERRORS, FAILURE};
use crate::diagnostic::Level;
use crate::locale::Locale;
use crate::report::human;
use crate::{Built, Done, Failure, write};

pub fn run(asked: &Build, console: &mut Console) -> u8 {
    let started = Instant::now();
    let output = asked
        .output
        .clone()
        .unwrap_or_else(|| asked.site.join("output"));
    if !asked.site.join("content").is_dir() {
        let locale = console.locale(None);
        let folder = asked.site.display().to_string();
        console.complain(&format!(
            "{}\n",
            locale.text("command.no-content", &[("folder", &folder)])
        ));
        return FAILURE;
    }
    let progress = console.progress();
    let built = crate::build(&asked.site, &output, asked.date, &|done, total| {
        progress.show(done, total)
    });
    progress.end();
    match built {
        Err(failure) => {
            let locale = console.locale(None);
            console.complain(&format!("{}\n", failure_words(&failure, &locale)));
            FAILURE
        }
        Ok(built) => {
            let locale = console.locale(built.language.as_deref());
            report(&built, asked.notes, &locale, console);
            match built.done {
                Some(done) => {
                    let folder = output.display().to_string();
                    console.say(&summary(&built, done, &folder, started, &locale));
                    DONE
                }
                None => {
                    console.complain(&format!("{}\n", stopped(&built, &locale)));
                    ERRORS
                }
            }
        }
    }
}

/// The findings; only errors when nothing else is wanted.
fn report(built: &Built, notes: bool, locale: &Locale, console: &mut Console) {
    let wanted = |level| match level {
        Level::Error => true,
        Level::Warning => !console.is_quiet(),
        Level::Note => notes && !console.is_quiet(),
    };
    let findings = built
        .findings
        .iter()
        .filter(|finding| wanted(finding.level))
        .cloned()
        .collect();
    let text = human(&findings, &built.sources, locale, console.style());
    if !text.is_empty() {
        console.complain(&text);
    }
}

/// "15 sivua, 3 tiedostoa muuttui (62 ennallaan), 2 huomautusta, 0,1 s: output"
fn summary(built: &Built, done: Done, folder: &str, started: Instant, locale: &Locale) -> String {
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
    let warnings = locale.count("command.warnings", built.findings.count(Level::Warning));
    let milliseconds = i64::try_from(started.elapsed().as_millis()).unwrap_or(i64::MAX);
    let seconds = locale.number(rust_decimal::Decimal::new(milliseconds, 3).round_dp(2));
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

fn stopped(built: &Built, locale: &Locale) -> String {
    let errors = locale.count("command.errors", built.findings.count(Level::Error));
    locale.text("command.stopped", &[("errors", &errors)])
}

fn failure_words(failure: &Failure, locale: &Locale) -> String {
    let told = |key: &str, path: String, reason: &str| {
        locale.text(
            &format!("command.failure.{key}"),
            &[("path", &path), ("reason", reason)],
        )
    };
    match failure {
        Failure::Unreadable(what) => told("read", what.path.display().to_string(), &what.reason),
        Failure::Theme(what) if what.reason.is_empty() => {
            told("no-theme", what.path.display().to_string(), "")
        }
        Failure::Theme(what) => told("theme", what.path.display().to_string(), &what.reason),
        Failure::Template(what) => told("template", what.path.display().to_string(), &what.reason),
        Failure::Write(write::Failure::Io { path, reason }) => {
            told("write", path.display().to_string(), reason)
        }
        Failure::Write(write::Failure::Twice { path }) => told("twice", path.clone(), ""),
        Failure::Write(write::Failure::Refused { path, why }) => {
            let reason = locale.text(&format!("command.refusal.{}", why.key()), &[]);
            told("refused", path.display().to_string(), &reason)
        }
    }
}
