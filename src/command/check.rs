//! `toteuma check`: tells what is wrong and writes nothing.

use std::time::Instant;

use super::console::Console;
use super::{Check, DONE, ERRORS, FAILURE, Format, site};
use crate::report::{Report, accept, github, json, markdown, sarif};

pub fn run(asked: &Check, console: &mut Console) -> u8 {
    let started = Instant::now();
    let Some(checked) = site::checked("check", (&asked.site, None), &asked.choice, console) else {
        return FAILURE;
    };
    let locale = console.locale(checked.language.as_deref());
    let findings = asked.choice.of(&checked.findings);
    let report = Report {
        findings: &findings,
        sources: &checked.sources,
        locale: &locale,
        site: &asked.site,
        pages: checked.pages,
    };
    match asked.format {
        Format::Human => {
            asked
                .choice
                .tell(&findings, &asked.site, &checked.sources, &locale, console);
            let seconds = site::seconds(started, &locale);
            let counts = report.counts().join(", ");
            let values = [("counts", counts.as_str()), ("seconds", seconds.as_str())];
            console.say(&locale.text("command.checked", &values));
        }
        Format::Json => console.give(&json(&report)),
        Format::Sarif => console.give(&sarif(&report)),
        Format::Github => console.give(&github(&report)),
        Format::Markdown => console.give(&markdown(&report)),
        Format::Accept => {
            if findings.has_errors() {
                let words = locale.text("command.accept-after-errors", &[]);
                console.complain(&format!("{words}\n"));
            }
            console.give(&accept(&report));
        }
    }
    if findings.has_errors() {
        ERRORS
    } else if asked.choice.denies(&findings) {
        let words = locale.text("command.stopped-by-warnings", &[]);
        console.complain(&format!("{words}\n"));
        ERRORS
    } else {
        DONE
    }
}
