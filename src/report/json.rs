//! Findings as JSON for other programs, in the form that `findings.schema.json` describes.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Report;
use super::told::{Spot, Told, told};
use super::words::value;
use crate::diagnostic::{Findings, Level};
use crate::locale::Locale;

/// The published schema of the document.
pub const SCHEMA: &str = include_str!("findings.schema.json");

/// The name of the schema; a change that breaks readers gets a new number, here and in `version`.
const NAME: &str = "urn:toteuma:findings:1";

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: u32,
    tool: Tool,
    language: &'a str,
    site: String,
    counts: Counts,
    findings: Vec<One<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Counts {
    errors: usize,
    warnings: usize,
    notes: usize,
    accepted: usize,
    pages: Option<usize>,
}

#[derive(Serialize)]
struct One<'a> {
    rule: &'a str,
    level: &'a str,
    about: Option<&'a str>,
    message: &'a str,
    help: &'a str,
    #[serde(flatten)]
    place: Where<'a>,
    others: Vec<Other<'a>>,
    values: BTreeMap<&'a str, String>,
    accepted: Option<Accepted<'a>>,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Where<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    excerpt: Option<&'a str>,
}

#[derive(Serialize)]
struct Other<'a> {
    label: &'a str,
    #[serde(flatten)]
    place: Where<'a>,
}

#[derive(Serialize)]
struct Accepted<'a> {
    reason: &'a str,
    by: &'a str,
    date: String,
    #[serde(flatten)]
    place: Where<'a>,
}

/// All findings as one document.
pub fn json(report: &Report) -> String {
    let told = told(report.findings.iter(), report.sources, report.locale);
    let document = Document {
        schema: NAME,
        version: 1,
        tool: Tool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
        language: report.locale.language(),
        site: report.site.to_string_lossy().into_owned(),
        counts: counts(report.findings, report.pages),
        findings: told.iter().map(|told| one(told, report.locale)).collect(),
    };
    let text = serde_json::to_string_pretty(&document);
    text.expect("texts, numbers and maps with text keys can be written") + "\n"
}

fn counts(findings: &Findings, pages: Option<usize>) -> Counts {
    Counts {
        errors: findings.count(Level::Error),
        warnings: findings.count(Level::Warning),
        notes: findings.count(Level::Note),
        accepted: findings.accepted().count(),
        pages,
    }
}

fn one<'a>(told: &'a Told, locale: &Locale) -> One<'a> {
    let finding = told.finding;
    let values = finding.values.iter();
    let others = told.others.iter();
    let accepted = told.accepted.as_ref();
    One {
        rule: finding.rule,
        level: finding.level.key(),
        about: finding.about.as_deref(),
        message: &told.message,
        help: &told.help,
        place: told.spot.as_ref().map(place).unwrap_or_default(),
        others: others
            .map(|(spot, label)| Other {
                label,
                place: place(spot),
            })
            .collect(),
        values: values
            .map(|(name, text)| (*name, value(text, locale)))
            .collect(),
        accepted: accepted.map(|(acceptance, spot)| Accepted {
            reason: &acceptance.reason,
            by: &acceptance.by,
            date: acceptance.date.to_string(),
            place: place(spot),
        }),
    }
}

fn place(spot: &Spot) -> Where<'_> {
    Where {
        file: Some(&spot.file),
        line: Some(spot.start.line),
        column: Some(spot.start.column),
        end_line: Some(spot.end.line),
        end_column: Some(spot.end.column),
        excerpt: Some(&spot.excerpt),
    }
}
