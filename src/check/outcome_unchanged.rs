//! An outcome that says word by word what was said last year: what `last` tells, or the outcome of
//! the same goal and action in the report before. Short ones ("Toteutunut.") may well be the same.

use std::collections::HashMap;

use crate::content::{Content, Page};
use crate::diagnostic::{Finding, Place};
use crate::markdown;
use crate::section::Body;
use crate::section::goals::{Action, Goal};
use crate::section::shared::Markdown;

/// Words from which on two equal texts are no accident.
const FEWEST_WORDS: usize = 5;

/// What a page that has none before it says twice.
pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    match content.earlier(page).is_empty() {
        true => of_page(page, None),
        false => Vec::new(),
    }
}

/// What a page says again that has others before it. Which of these tell outcomes is known when all
/// have been read.
pub fn findings_of_later(content: &Content, page: &Page) -> Vec<Finding> {
    let earlier = content.earlier(page);
    if earlier.is_empty() || !page.facts.has_outcomes {
        return Vec::new();
    }
    let mut told = earlier.iter().filter(|page| page.facts.has_outcomes);
    of_page(page, told.next().copied())
}

fn of_page(page: &Page, before: Option<&Page>) -> Vec<Finding> {
    let mut earlier: HashMap<(String, String), (String, Place)> = HashMap::new();
    for (goal, action, outcome) in before.into_iter().flat_map(outcomes) {
        earlier.insert(key(goal, action), (words(outcome), outcome.place));
    }
    let mut found = Vec::new();
    for (goal, action, outcome) in outcomes(page) {
        let now = words(outcome);
        if now.split(' ').count() < FEWEST_WORDS {
            continue;
        }
        let last = action.last.as_ref().filter(|last| words(last) == now);
        let report = earlier.get(&key(goal, action));
        let report = report.filter(|(then, _)| *then == now);
        let finding = Finding::warning("outcome-unchanged", outcome.place).about(action.name(goal));
        let finding = match (last, report) {
            (None, None) => continue,
            (Some(last), None) => finding.and_at(last.place, "label.last-year"),
            (None, Some((_, place))) => finding.and_at(*place, "label.earlier-report"),
            (Some(last), Some((_, place))) => finding
                .and_at(last.place, "label.last-year")
                .and_at(*place, "label.earlier-report"),
        };
        found.push(match report {
            Some(_) => finding,
            None => finding.helped_by("help-last"),
        });
    }
    found
}

/// Everything on a page that has come of something.
fn outcomes(page: &Page) -> impl Iterator<Item = (&Goal, &Action, &Markdown)> {
    let goals = page
        .sections()
        .iter()
        .filter_map(|section| match &section.body {
            Body::Goals(goals) => Some(&goals.goals),
            _ => None,
        });
    let actions = goals
        .flatten()
        .flat_map(|goal| goal.actions.iter().map(move |action| (goal, action)));
    actions.filter_map(|(goal, action)| Some((goal, action, action.outcome.as_ref()?)))
}

/// A goal and an action by their words.
fn key(goal: &Goal, action: &Action) -> (String, String) {
    let action = action.action.as_ref().map(words);
    (plain(&goal.goal), action.unwrap_or_default())
}

fn words(text: &Markdown) -> String {
    plain(&markdown::plain(&text.text))
}

/// Words in small letters with single spaces, without the stop at the end.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    words.join(" ").trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn spaces_and_case_do_not_make_a_text_another() {
        assert_eq!(
            plain("Kysely  tehtiin\nkeväällä."),
            plain("kysely tehtiin keväällä")
        );
    }
}
