//! Findings as one line each, for those who look at the pages.

use serde::Serialize;

use crate::diagnostic::{Finding, Findings, Sources};
use crate::edition::Edition;
use crate::locale::Locale;
use crate::report;

/// A finding (havainto) told over the pages.
#[derive(Debug, Clone, Serialize)]
pub struct Notice {
    /// `error`, `warning` or `note`.
    pub level: &'static str,
    /// The level in words.
    pub word: String,
    pub rule: &'static str,
    /// The fact.
    pub message: String,
    /// The next step; empty when there is none to tell.
    pub help: String,
    /// `content/a/page.yaml:3:1`; nothing for a file that is not there.
    pub place: Option<String>,
    /// The page of what it is about: `a/index.html`.
    pub page: Option<String>,
}

/// So many are told; the others are counted.
const MOST: usize = 20;

/// The first of the open findings, errors before all else.
pub fn notices(
    findings: &Findings,
    sources: &Sources,
    edition: Option<&Edition>,
    locale: &Locale,
) -> Vec<Notice> {
    let mut open: Vec<&Finding> = findings.open().collect();
    open.sort_by_key(|finding| finding.level);
    open.truncate(MOST);
    let told = report::told(open, sources, locale).into_iter();
    let notice = |told: report::Told| {
        let level = told.finding.level.key();
        let spot = told.spot.as_ref();
        let page = spot.and_then(|spot| edition?.made_from(spot.file.as_ref()));
        let place = |spot: &report::Spot| {
            let at = spot.start;
            format!("{}:{}:{}", spot.file, at.line, at.column)
        };
        Notice {
            level,
            word: locale.text(&format!("level.{level}"), &[]),
            rule: told.finding.rule,
            message: told.sentence(),
            place: spot.map(place),
            help: told.help,
            page,
        }
    };
    told.map(notice).collect()
}
