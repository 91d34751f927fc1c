//! Acceptances laid upon the findings they are about. One that fits no finding has lapsed: the
//! figures have changed, or the finding is gone.

use std::collections::HashMap;

use crate::content::Content;
use crate::diagnostic::{FileId, Finding, Findings, Level, nearest};
use crate::report::rules;
use crate::section::accepted::{Accepted, seal};

/// The findings, each with the acceptance that lets it stand, and the acceptances that lapsed.
pub fn settled(content: &Content, findings: Findings) -> Findings {
    let mut by_file: HashMap<FileId, Vec<(&Accepted, bool)>> = HashMap::new();
    for accepted in content.accepted() {
        let file = accepted.place.file;
        by_file.entry(file).or_default().push((accepted, false));
    }
    if by_file.is_empty() {
        return findings;
    }
    let mut all: Vec<Finding> = findings.into_iter().collect();
    for finding in &mut all {
        let file = finding.place.map(|place| place.file);
        let mut known = file
            .and_then(|file| by_file.get_mut(&file))
            .into_iter()
            .flatten();
        let fitting = known.find(|(accepted, _)| accepted.holds_for(finding));
        if let Some((accepted, used)) = fitting.filter(|_| finding.level != Level::Error) {
            *used = true;
            finding.accepted = Some(Box::new(accepted.acceptance()));
        }
    }
    let unused = by_file.into_values().flatten();
    let unused = unused.filter(|(_, used)| !used);
    let lapsed: Vec<Finding> = unused
        .map(|(accepted, _)| lapsed(content, accepted, &all))
        .collect();
    all.into_iter().chain(lapsed).collect()
}

fn lapsed(content: &Content, accepted: &Accepted, all: &[Finding]) -> Finding {
    let rule = accepted.rule.value.as_str();
    let finding = Finding::warning("acceptance-lapsed", accepted.place)
        .with("accepted", rule)
        .about(accepted.at.clone().unwrap_or_default());
    let known = rules::ids(&content.locale);
    if !known.contains(&rule) {
        let finding = finding.helped_by("help-rule");
        return match nearest(rule, known.into_iter()) {
            Some(similar) => finding
                .with("similar", similar)
                .helped_by("help-similar-rule"),
            None => finding,
        };
    }
    let mut about = all.iter().filter(|finding| accepted.is_about(finding));
    if about.clone().any(|finding| accepted.holds_for(finding)) {
        return finding.helped_by("help-twice");
    }
    let here = || {
        let of_rule = all.iter().filter(|finding| finding.rule == rule);
        let mut here = of_rule.filter(|finding| accepted.is_in_file_of(finding));
        here.find(|finding| finding.accepted.is_none() && finding.about.is_some())
    };
    match (about.next(), here()) {
        (Some(error), _) if error.level == Level::Error => finding.helped_by("help-error"),
        (Some(now), _) => finding
            .with("now", seal(now).join(" | "))
            .helped_by("help-changed"),
        (None, Some(other)) => finding
            .with("similar", other.about.clone().unwrap_or_default())
            .helped_by("help-at"),
        (None, None) => finding,
    }
}
