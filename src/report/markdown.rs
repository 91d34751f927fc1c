//! Findings as Markdown: a comment of a merge request, with a table for each level.

use super::told::{Told, told};
use super::{Report, at_length};
use crate::diagnostic::Level;

/// The counts, a table for every level that has findings, and the accepted ones folded away.
pub fn markdown(report: &Report) -> String {
    let mut text = format!("**toteuma check**: {}\n", report.counts().join(", "));
    for level in [Level::Error, Level::Warning, Level::Note] {
        let (findings, more) = at_length(report.findings, level);
        if findings.is_empty() {
            continue;
        }
        let word = report.locale.text(&format!("report.{}", level.key()), &[]);
        text.push_str(&format!("\n### {word}\n\n"));
        let told = told(findings, report.sources, report.locale);
        let columns = ["place", "rule", "finding", "help"];
        text.push_str(&table(&columns, told.iter().map(row), report));
        for (rule, count) in more {
            let more = report.locale.count("report.more", count);
            text.push_str(&format!("\n`{rule}`: {}\n", escaped(&more)));
        }
    }
    let accepted = report.findings.accepted();
    let accepted = told(accepted, report.sources, report.locale);
    if !accepted.is_empty() {
        let count = report.locale.count("report.accepted", accepted.len());
        let columns = ["place", "rule", "finding", "reason"];
        let rows = accepted.iter().map(|told| accepted_row(told, report));
        let table = table(&columns, rows, report);
        text.push_str(&format!(
            "\n<details>\n<summary>{count}</summary>\n\n{table}\n</details>\n"
        ));
    }
    text
}

fn table(columns: &[&str], rows: impl Iterator<Item = String>, report: &Report) -> String {
    let heads = columns
        .iter()
        .map(|column| report.locale.text(&format!("report.column.{column}"), &[]));
    let heads = line(heads);
    let rule = line(columns.iter().map(|_| "---".to_owned()));
    [heads, rule].into_iter().chain(rows).collect()
}

fn row(told: &Told) -> String {
    let cells = [escaped(&told.sentence()), escaped(&told.help)];
    line(begin(told).into_iter().chain(cells))
}

fn accepted_row(told: &Told, report: &Report) -> String {
    let reason = told.accepted.iter().map(|(acceptance, _)| {
        let date = report.locale.day(acceptance.date);
        escaped(&format!(
            "{} ({}, {date})",
            acceptance.reason, acceptance.by
        ))
    });
    let cells = begin(told).into_iter().chain([escaped(&told.sentence())]);
    line(cells.chain(reason))
}

/// Where it is and which rule says so.
fn begin(told: &Told) -> [String; 2] {
    let place = told.spot.as_ref().map_or_else(String::new, |spot| {
        format!("{}:{}:{}", spot.file, spot.start.line, spot.start.column)
    });
    [escaped(&place), format!("`{}`", told.finding.rule)]
}

/// A line of a table.
pub fn line(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<_> = cells.collect();
    format!("| {} |\n", cells.join(" | "))
}

/// Text that stays text in a cell: no sign of it is Markdown or HTML, and it is one line.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' => escaped.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&' | '~' | '!' | '$' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
    }
    escaped
}
