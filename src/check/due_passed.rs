//! The time by which something was due is over on the page's day, and it is not reached: a status
//! that still says "under way" or no word at all (a warning), or one that says so (a note).

use jiff::civil::Date;

use crate::calendar::due;
use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::Body;
use crate::section::goals::{Action, ByRule, Figure, Goal, Indicator, Scale, Status, Verdict};
use crate::section::shared::Text;
use crate::yaml::Spanned;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let Some(day) = page.head().date else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for section in page.sections() {
        let Body::Goals(goals) = &section.body else {
            continue;
        };
        let scale = Scale::of(&goals.statuses, &content.settings.statuses);
        for goal in &goals.goals {
            for action in &goal.actions {
                let state = of_action(content, goal, action, scale);
                let told = told(content, day, action.due.as_ref(), state);
                found.extend(told.map(|finding| finding.about(action.name(goal))));
            }
            for indicator in goal.indicators() {
                let state = of_indicator(content, indicator, scale);
                let told = told(content, day, indicator.due.as_ref(), state);
                found.extend(told.map(|finding| finding.about(&indicator.name)));
            }
        }
    }
    found
}

/// Whether the time is over before a day, for certain.
pub fn is_over(content: &Content, due: &Text, day: Date) -> bool {
    due::days(due, &content.locale).is_some_and(|(_, last)| last < day)
}

/// How far something is when its time is over.
enum State {
    Reached,
    /// The published status says that there is more to come.
    UnderWay(String),
    /// The published status says that it was not reached.
    GivenUp(String),
    /// Target and outcome say that it was not reached.
    Missed(String),
    /// The outcome tells it in words, and no status.
    InWords,
    Untold,
}

fn of_action(content: &Content, goal: &Goal, action: &Action, scale: Scale) -> State {
    let is_whole = |action: &Action| action.action.is_none();
    let whole = goal.actions.iter().find(|each| is_whole(each));
    let of_whole = || whole.and_then(|whole| whole.status.as_ref());
    if let Some(given) = action.status.as_ref().or_else(of_whole) {
        return given_state(content, given, scale);
    }
    let reached = |indicator: &&Indicator| match indicator.by_hand(scale) {
        Some(given) => given.looks() == Status::Done,
        None => indicator.by_rule(scale).is_some_and(is_reached),
    };
    let measured: Vec<&Indicator> = match is_whole(action) {
        true => goal.indicators().collect(),
        false => action.indicators.iter().collect(),
    };
    if !measured.is_empty() && measured.iter().all(reached) {
        return State::Reached;
    }
    let has_outcome = |each: &Action| each.outcome.is_some();
    let told = match is_whole(action) {
        true => goal.actions.iter().any(has_outcome),
        false => has_outcome(action) || whole.is_some_and(has_outcome),
    };
    if told || measured.iter().any(|each| each.actual.is_some()) {
        State::InWords
    } else {
        State::Untold
    }
}

fn of_indicator(content: &Content, indicator: &Indicator, scale: Scale) -> State {
    match (
        &indicator.status,
        indicator.by_rule(scale),
        &indicator.actual,
    ) {
        (_, _, Some(Figure::Missing(_))) => State::InWords,
        (Some(given), _, _) => given_state(content, given, scale),
        (None, Some(made), _) if is_reached(made) => State::Reached,
        (None, Some(_), Some(Figure::Number(actual))) => {
            State::Missed(content.locale.number(*actual))
        }
        (None, _, Some(_)) => State::InWords,
        (None, _, None) => State::Untold,
    }
}

fn given_state(content: &Content, given: &Spanned<String>, scale: Scale) -> State {
    let meaning = content.locale.word(&format!("page.status.{}", given.value));
    let status = meaning.unwrap_or(&given.value).to_owned();
    match scale.verdict(&given.value) {
        // An unknown status is told by a rule of its own.
        None => State::Reached,
        Some(verdict) if verdict.looks() == Status::Done => State::Reached,
        Some(verdict) if verdict.looks() == Status::NotDone => State::GivenUp(status),
        // A status with a limit judges the outcome: "partly reached" may be the last word.
        Some(Verdict::Own(rung)) if rung.at_least.is_some() => State::GivenUp(status),
        Some(_) => State::UnderWay(status),
    }
}

fn is_reached(made: ByRule) -> bool {
    match made {
        ByRule::Reached(reached) => reached,
        ByRule::Rung(rung) => rung.looks == Status::Done,
    }
}

fn told(
    content: &Content,
    day: Date,
    due: Option<&Spanned<Text>>,
    state: State,
) -> Option<Finding> {
    let due = due.filter(|due| is_over(content, &due.value, day))?;
    let named = |finding: Finding| {
        let finding = finding.with("due", due.value.as_str());
        finding.with("day", content.locale.day(day))
    };
    let warning = || named(Finding::warning("due-passed", due.place));
    let note = || named(Finding::note("due-passed", due.place));
    match state {
        State::Reached => None,
        State::UnderWay(status) => Some(warning().with("status", status)),
        State::Untold => Some(warning().helped_by("help-untold")),
        State::GivenUp(status) => Some(note().with("status", status).helped_by("help-given-up")),
        State::Missed(actual) => Some(note().with("actual", actual).helped_by("help-missed")),
        State::InWords => Some(note().helped_by("help-words")),
    }
}
