//! Findings as annotations of GitHub Actions: one workflow command a line.

use super::Report;
use super::told::{Told, told};
use crate::diagnostic::Level;

/// `::error file=…,line=…::message`, a line for every open finding.
pub fn github(report: &Report) -> String {
    let told = told(report.findings.open(), report.sources, report.locale);
    told.iter().map(|told| command(told, report)).collect()
}

fn command(told: &Told, report: &Report) -> String {
    let name = match told.finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let properties: Vec<_> = properties(told, report)
        .iter()
        .map(|(name, value)| format!("{name}={}", property(value)))
        .collect();
    let message = match told.help.as_str() {
        "" => told.sentence(),
        help => format!("{}\n{help}", told.sentence()),
    };
    format!("::{name} {}::{}\n", properties.join(","), data(&message))
}

fn properties(told: &Told, report: &Report) -> Vec<(&'static str, String)> {
    let mut properties = Vec::new();
    if let Some(spot) = &told.spot {
        properties.push(("file", report.path(&spot.file)));
        properties.push(("line", spot.start.line.to_string()));
        properties.push(("endLine", spot.end.line.to_string()));
        // The runner takes columns only where the lines are the same.
        if spot.start.line == spot.end.line {
            properties.push(("col", spot.start.column.to_string()));
            properties.push(("endColumn", spot.end.column.to_string()));
        }
    }
    properties.push(("title", told.finding.rule.to_owned()));
    properties
}

/// What follows the second `::`, as the runner reads it.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property, as the runner reads it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
