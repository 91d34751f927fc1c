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

/// All reports of the site by what is the same from year to year.
pub fn findings(content: &Content) -> Vec<Finding> {
    let mut reports: HashMap<String, Vec<&Page>> = HashMap::new();
    let told = content
        .pages
        .iter()
        .filter(|page| outcomes(page).next().is_some());
    let told: Vec<&Page> = told.collect();
    for page in &told {
        for name in lasting_names(content, page) {
            reports.entry(name).or_default().push(page);
        }
    }
    let of_page = |page: &&Page| {
        let names = lasting_names(content, page);
        let same = names.iter().filter_map(|name| reports.get(name)).flatten();
        of_page(page, before(page, same.copied()))
    };
    told.iter().flat_map(of_page).collect()
}

/// The newest report that is older than this one.
fn before<'a>(page: &Page, same: impl Iterator<Item = &'a Page>) -> Option<&'a Page> {
    let older = same.filter(|other| {
        let day = other.head.date.filter(|_| other.kind == page.kind);
        day.is_some() && day < page.head.date
    });
    older.max_by_key(|other| other.head.date)
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
        .sections
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

/// The way to a page by its folders and by its titles, both without the years in them: what
/// `talousarvio-2023/koulut` and `talousarvio-2024/koulut` have in common.
fn lasting_names(content: &Content, page: &Page) -> [String; 2] {
    let mut titles = Vec::new();
    let mut next = Some(page);
    while let Some(page) = next {
        titles.push(without_years(&page.head.title));
        next = page.parent.and_then(|parent| content.pages.get(parent));
    }
    let titles = titles.join("\n");
    let folders = page.address.split('/').map(without_years);
    let folders = folders.collect::<Vec<_>>().join("/");
    [format!("/{folders}"), titles]
}

fn without_years(text: &str) -> String {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    let is_year = |part: &&str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let lasting: Vec<String> = parts
        .filter(|part| !part.is_empty() && !is_year(part))
        .map(str::to_lowercase)
        .collect();
    lasting.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{plain, without_years};

    #[test]
    fn names_last_and_years_do_not() {
        assert_eq!(without_years("talousarvio-2024"), "talousarvio");
        assert_eq!(without_years("Tilinpäätös 31.12.2023"), "tilinpäätös 31 12");
        assert_eq!(without_years("2024"), "");
    }

    #[test]
    fn spaces_and_case_do_not_make_a_text_another() {
        assert_eq!(
            plain("Kysely  tehtiin\nkeväällä."),
            plain("kysely tehtiin keväällä")
        );
    }
}
