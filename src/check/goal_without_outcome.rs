//! A goal, an action or an indicator of which nothing is told although the others of its section
//! have their outcomes. A plan, in which nothing has an outcome yet, is silent; so is what is due
//! only after the page's day.

use super::due_passed::is_over;
use crate::calendar::due;
use crate::content::{Content, Page};
use crate::diagnostic::{Finding, Place};
use crate::section::Body;
use crate::section::goals::{Action, Goal, Goals, Indicator};
use crate::section::shared::Text;
use crate::yaml::Spanned;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for section in page.sections() {
        if let Body::Goals(goals) = &section.body
            && tells_outcomes(goals)
        {
            let all = goals.goals.iter();
            found.extend(all.flat_map(|goal| of_goal(content, page, goal)));
        }
    }
    found
}

/// Whether the section is a report: an outcome in words or in figures stands somewhere in it.
fn tells_outcomes(goals: &Goals) -> bool {
    let mut actions = goals.goals.iter().flat_map(|goal| &goal.actions);
    let words = actions.any(|action| action.outcome.is_some());
    words || goals.indicators().any(|(_, each)| each.actual.is_some())
}

fn of_goal(content: &Content, page: &Page, goal: &Goal) -> Vec<Finding> {
    let named = |action: &&Action| action.action.is_some();
    let whole = goal.actions.iter().find(|action| !named(action));
    // What is told of the goal as a whole is told of its actions.
    let told = whole.is_some_and(is_told) || goal.indicators.iter().any(is_measured);
    let has_actions = goal.actions.iter().any(|action| named(&action));
    let untold = |action: &&Action| {
        let judged = named(action) || !has_actions;
        judged && !told && !is_told(action) && !waits(content, page, action.due.as_ref())
    };
    let without: Vec<&Action> = goal.actions.iter().filter(untold).collect();
    // A due time that is over is told by a rule of its own.
    let late = |action: &&&Action| {
        let due = action.due.as_ref().zip(page.head().date);
        due.is_some_and(|(due, day)| is_over(content, &due.value, day))
    };
    let told_here = without.iter().filter(|action| !late(action));
    let mut found: Vec<Finding> = told_here
        .map(|action| {
            let place = action.action.as_ref().map_or(goal.place, |text| text.place);
            finding(place, action.name(goal))
        })
        .collect();
    if goal.indicators().any(|each| each.actual.is_some()) {
        let of_others = without.iter().flat_map(|action| &action.indicators);
        let skipped: Vec<Place> = of_others.map(|each| each.place).collect();
        let unmeasured = goal.indicators().filter(|each| {
            let told = is_measured(each) || skipped.contains(&each.place);
            !told && !waits(content, page, each.due.as_ref())
        });
        found
            .extend(unmeasured.map(|each| {
                finding(each.place, each.name.to_string()).helped_by("help-indicator")
            }));
    }
    found
}

fn finding(place: Place, name: String) -> Finding {
    let finding = Finding::warning("goal-without-outcome", place);
    finding.with("name", &name).about(name)
}

fn is_told(action: &Action) -> bool {
    let told = action.outcome.is_some() || action.status.is_some();
    told || action.indicators.iter().any(is_measured)
}

/// A sign for a missing figure is an answer.
fn is_measured(indicator: &Indicator) -> bool {
    indicator.actual.is_some() || indicator.status.is_some()
}

/// Whether the time of something only begins after the page's day.
fn waits(content: &Content, page: &Page, due: Option<&Spanned<Text>>) -> bool {
    let begins = due.and_then(|due| due::days(&due.value, &content.locale));
    let begins = begins.map(|(first, _)| first).zip(page.head().date);
    begins.is_some_and(|(first, day)| first > day)
}
