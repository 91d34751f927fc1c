//! Acceptances laid upon the findings they are about. One that fits no finding has lapsed: the
//! figures have changed, or the finding is gone.

use std::collections::HashMap;

use crate::content::Content;
use crate::diagnostic::{FileId, Finding, Findings, Level};
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
    let lapsed: Vec<Finding> = unused.map(|(accepted, _)| lapsed(accepted, &all)).collect();
    all.into_iter().chain(lapsed).collect()
}

fn lapsed(accepted: &Accepted, all: &[Finding]) -> Finding {
    let finding = Finding::warning("acceptance-lapsed", accepted.place)
        .with("accepted", &accepted.rule.value)
        .about(accepted.at.clone().unwrap_or_default());
    match all.iter().find(|finding| accepted.is_about(finding)) {
        Some(error) if error.level == Level::Error => finding.helped_by("help-error"),
        Some(now) => finding
            .with("now", seal(now).join(" | "))
            .helped_by("help-changed"),
        None => finding,
    }
}
