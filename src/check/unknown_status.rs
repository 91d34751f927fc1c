//! A status that the scale of its section does not have, or a scale that has one twice.

use crate::content::{Content, Page};
use crate::diagnostic::{Finding, nearest};
use crate::section::Body;
use crate::section::goals::{Goals, Rung, Scale};
use crate::yaml::Spanned;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let site = &content.settings.statuses;
    let mut found = Vec::new();
    if page.parent.is_none() {
        found.extend(twice(site));
    }
    for section in &page.sections {
        if let Body::Goals(goals) = &section.body {
            found.extend(twice(&goals.statuses));
            found.extend(unknown(goals, Scale::of(&goals.statuses, site)));
        }
    }
    found
}

fn unknown(goals: &Goals, scale: Scale) -> Vec<Finding> {
    let actions = goals.goals.iter().flat_map(|goal| {
        let actions = goal.actions.iter();
        actions.map(move |action| (action.name(goal), action.status.as_ref()))
    });
    let indicators = goals.indicators();
    let indicators = indicators.map(|(_, each)| (each.name.to_string(), each.status.as_ref()));
    let given = actions.chain(indicators);
    given
        .filter_map(|(name, status)| Some((name, status?)))
        .filter(|(_, status)| scale.verdict(&status.value).is_none())
        .map(|(name, status)| finding(status, scale).about(name))
        .collect()
}

fn finding(status: &Spanned<String>, scale: Scale) -> Finding {
    let words = scale.words();
    let finding = Finding::error("unknown-status", status.place)
        .with("text", &status.value)
        .with("known", words.join(", "));
    let similar = |word: &str| word.to_lowercase();
    let wanted = similar(&status.value);
    let lower: Vec<String> = words.iter().map(|word| similar(word)).collect();
    let near = nearest(&wanted, lower.iter().map(String::as_str));
    let near = near.and_then(|near| words.iter().find(|word| similar(word) == near));
    match near {
        Some(near) => finding.with("similar", near).helped_by("help-similar"),
        None => finding,
    }
}

/// Words and keys that a scale has twice: nobody could tell which is meant.
fn twice(scale: &[Rung]) -> Vec<Finding> {
    let again = scale.iter().enumerate().filter_map(|(index, rung)| {
        let before = scale.get(..index).unwrap_or_default();
        let same = |known: &&Rung| known.key() == rung.key() || known.word.value == rung.word.value;
        let first = before.iter().find(same)?;
        let finding = Finding::error("duplicate-status", rung.word.place)
            .with("text", &rung.word.value)
            .with("key", rung.key())
            .about(rung.word.value.as_str());
        Some(finding.and_at(first.word.place, "label.first"))
    });
    again.collect()
}
