//! Findings as SARIF 2.1.0 (OASIS), the form that code hosts and editors show beside the lines.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::told::{Spot, Told, told};
use super::{Report, rules};
use crate::diagnostic::Finding;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// All findings as one log with one run; accepted ones are there too, as suppressed.
pub fn sarif(report: &Report) -> String {
    let told = told(report.findings.iter(), report.sources, report.locale);
    // The rules that are told of, in order of names.
    let mut rules: Vec<&Finding> = told.iter().map(|told| told.finding).collect();
    rules.sort_by_key(|finding| finding.rule);
    rules.dedup_by_key(|finding| finding.rule);

    let mut seen = BTreeMap::new();
    let results = told.iter().map(|told| {
        let index = rules.binary_search_by_key(&told.finding.rule, |finding| finding.rule);
        let print = fingerprint(told);
        let count = seen.entry(print).or_insert(0);
        *count += 1;
        result(told, index.ok(), &format!("{print:016x}:{count}"), report)
    });
    let results: Vec<Value> = results.collect();
    let driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "language": report.locale.language(),
        "rules": rules.iter().map(|finding| rule(finding, report)).collect::<Vec<_>>(),
    });
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

/// A rule as `toteuma explain` tells it.
fn rule(finding: &Finding, report: &Report) -> Value {
    let known = rules::rule(finding.rule, report.locale);
    json!({
        "id": finding.rule,
        "shortDescription": { "text": literal(known.in_short()) },
        "fullDescription": { "text": literal(known.cause) },
        "help": { "text": literal(known.cure) },
        "defaultConfiguration": { "level": finding.level.key() },
    })
}

fn result(told: &Told, index: Option<usize>, print: &str, report: &Report) -> Value {
    let mut result = json!({
        "ruleId": told.finding.rule,
        "ruleIndex": index,
        "level": told.finding.level.key(),
        "message": { "text": literal(&message(told)) },
        "partialFingerprints": { "toteuma/v1": print },
    });
    let mut add = |key: &str, value: Value| {
        result[key] = Value::Array(vec![value]);
    };
    if let Some(spot) = &told.spot {
        add("locations", location(spot, report));
    }
    if let Some((acceptance, spot)) = &told.accepted {
        let date = report.locale.day(acceptance.date);
        let mut suppression = json!({
            "kind": "inSource",
            "status": "accepted",
            "justification": format!("{} ({}, {date})", acceptance.reason, acceptance.by),
        });
        suppression["location"] = location(spot, report);
        add("suppressions", suppression);
    }
    if !told.others.is_empty() {
        let related = told.others.iter().map(|(spot, label)| {
            let mut related = location(spot, report);
            related["message"] = json!({ "text": literal(label) });
            related
        });
        result["relatedLocations"] = related.collect();
    }
    result
}

/// Text without places to fill in: the standard has `{0}` for those, and doubles all other braces.
fn literal(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

fn message(told: &Told) -> String {
    match told.help.as_str() {
        "" => told.message.clone(),
        help => format!("{}\n{help}", told.message),
    }
}

fn location(spot: &Spot, report: &Report) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&report.path(&spot.file)) },
            "region": {
                "startLine": spot.start.line,
                "startColumn": spot.start.column,
                "endLine": spot.end.line,
                "endColumn": spot.end.column,
            },
        },
    })
}

/// A path as a reference: an absolute one begins with `file://`, and all but plain signs become
/// `%C3%A4`.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let mut uri = match std::path::Path::new(path).is_absolute() {
        true if path.starts_with('/') => "file://".to_owned(),
        true => "file:///".to_owned(),
        false => String::new(),
    };
    for byte in path.bytes() {
        match plain(byte) {
            true => uri.push(char::from(byte)),
            false => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// What makes a finding the same one in the next run, wherever its line has moved (FNV-1a).
fn fingerprint(told: &Told) -> u64 {
    let finding = told.finding;
    let file = told.spot.as_ref().map(|spot| spot.file.as_str());
    let values = finding.values.iter();
    let values = values.flat_map(|(name, value)| [*name, value.as_str()]);
    let parts = [
        finding.rule,
        file.unwrap_or_default(),
        finding.about.as_deref().unwrap_or_default(),
    ];
    let bytes = parts
        .into_iter()
        .chain(values)
        .flat_map(|part| part.bytes().chain([0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
