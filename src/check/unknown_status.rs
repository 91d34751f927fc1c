//! A status that the scale of its section does not have, or a scale that has one twice.

use crate::content::{Content, Page};
use crate::diagnostic::{Finding, nearest};
use crate::locale::Locale;
use crate::section::Body;
use crate::section::goals::{Goals, Rung, Scale};
use crate::yaml::Spanned;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let site = &content.settings.statuses;
    let mut found = Vec::new();
    if page.parent.is_none() {
        found.extend(twice(site));
    }
    for section in page.sections() {
        if let Body::Goals(goals) = &section.body {
            found.extend(twice(&goals.statuses));
            found.extend(unknown(content, goals, Scale::of(&goals.statuses, site)));
        }
    }
    found
}

fn unknown(content: &Content, goals: &Goals, scale: Scale) -> Vec<Finding> {
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
        .map(|(name, status)| finding(&content.locale, status, scale).about(name))
        .collect()
}

fn finding(locale: &Locale, status: &Spanned<String>, scale: Scale) -> Finding {
    let words = scale.words();
    let meaning = |word: &String| locale.word(&format!("page.status.{word}"));
    let told = words.iter().map(|word| match meaning(word) {
        Some(meaning) => format!("{word} ({meaning})"),
        None => word.clone(),
    });
    let finding = Finding::error("unknown-status", status.place)
        .with("text", &status.value)
        .with("known", told.collect::<Vec<_>>().join(", "));
    // A word is known by itself and by what it means on the page.
    let named = words.iter().flat_map(|word| {
        let meaning = meaning(word).unwrap_or(word);
        [(word.to_lowercase(), word), (meaning.to_lowercase(), word)]
    });
    let named: Vec<(String, &String)> = named.collect();
    let wanted = status.value.to_lowercase();
    let near = nearest(&wanted, named.iter().map(|(name, _)| name.as_str()));
    let near = near.and_then(|near| named.iter().find(|(name, _)| name == near));
    match near.map(|(_, word)| *word) {
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
