//! Findings told: one file for each form they can take.

mod accept;
mod github;
mod human;
mod json;
mod markdown;
pub mod rules;
mod sarif;
mod texts;
mod told;
mod words;

use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};

pub use accept::accept;
pub use github::github;
pub use human::{Style, accepted, human};
pub use json::{SCHEMA, json};
pub use markdown::{escaped, line, markdown};
pub use sarif::sarif;
pub use told::{Spot, Told, told};

use crate::diagnostic::{Finding, Findings, Level, Sources};
use crate::locale::Locale;

/// What a form of report is made of.
pub struct Report<'a> {
    pub findings: &'a Findings,
    pub sources: &'a Sources,
    /// The language of the words.
    pub locale: &'a Locale,
    /// The folder that was checked, as it was named.
    pub site: &'a Path,
    /// How many pages the rules looked at, if they came so far.
    pub pages: Option<usize>,
}

impl Report<'_> {
    /// How many there are of everything, in words: "2 errors", "1 warning".
    pub fn counts(&self) -> Vec<String> {
        let count = |key: &str, number| self.locale.count(key, number);
        let notes = self.findings.count(Level::Note);
        let mut counts = vec![
            count("command.errors", self.findings.count(Level::Error)),
            count("command.warnings", self.findings.count(Level::Warning)),
        ];
        if notes > 0 {
            counts.push(count("report.notes", notes));
        }
        counts.push(count("report.accepted", self.findings.accepted().count()));
        counts.push(match self.pages {
            Some(pages) => count("report.pages", pages),
            None => self.locale.text("report.no-pages", &[]),
        });
        counts
    }

    /// A file of the site from where the check was run: a repository's root in most cases.
    fn path(&self, name: &str) -> String {
        let path = self.site.join(name);
        let parts = path.components();
        let parts: PathBuf = parts.filter(|part| *part != Component::CurDir).collect();
        parts.to_string_lossy().replace(MAIN_SEPARATOR, "/")
    }
}

/// So many findings of one rule are told where people read; the rest is counted.
const AT_LENGTH: usize = 20;

/// The open findings of a level that are told at length, and how many more there are of a rule.
fn at_length(findings: &Findings, level: Level) -> (Vec<&Finding>, Vec<(&'static str, usize)>) {
    let mut told: Vec<&Finding> = Vec::new();
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    for finding in findings.open().filter(|finding| finding.level == level) {
        let known = counts.iter().position(|(rule, _)| *rule == finding.rule);
        let index = known.unwrap_or_else(|| {
            counts.push((finding.rule, 0));
            counts.len() - 1
        });
        let Some((_, count)) = counts.get_mut(index) else {
            continue;
        };
        *count += 1;
        if *count <= AT_LENGTH {
            told.push(finding);
        }
    }
    let more = counts.into_iter().filter(|(_, count)| *count > AT_LENGTH);
    let more = more.map(|(rule, count)| (rule, count - AT_LENGTH));
    (told, more.collect())
}
