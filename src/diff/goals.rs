//! Goals: statuses and what indicators say; of an outcome that it changed, and how it begins now.

use std::borrow::Cow;

use super::pairs::{Pair, pairs};
use super::{Change, Kind, Shown, View, What, texts};
use crate::markdown;
use crate::section::goals::{Action, Goal, Goals, Indicator};
use crate::section::shared::Markdown;
use crate::section::{Body, Section};

/// A goal with where it stands.
#[derive(Clone, Copy)]
struct Seen<'a> {
    view: &'a View<'a>,
    section: &'a Section,
    goals: &'a Goals,
    goal: &'a Goal,
}

pub fn changes(old: &View, new: &View) -> Vec<Change> {
    let mut changes = Vec::new();
    let key = |seen: Seen| Cow::Owned(format!("{}/{}", seen.section.id, seen.goal.id));
    for pair in pairs(seen(old), seen(new), key) {
        match pair {
            Pair::Both(old, new) => changes.extend(of_goal(old, new)),
            // Goals of sections that came or went are told with them.
            Pair::Added(goal) if old.page.section(&goal.section.id).is_some() => {
                changes.push(goal.change(What::Added, Kind::Goal, ""));
            }
            Pair::Removed(goal) if new.page.section(&goal.section.id).is_some() => {
                changes.push(goal.change(What::Removed, Kind::Goal, ""));
            }
            _ => {}
        }
    }
    changes
}

fn seen<'a>(view: &'a View<'a>) -> impl Iterator<Item = Seen<'a>> {
    view.page.sections().iter().flat_map(move |section| {
        let goals = match &section.body {
            Body::Goals(goals) => Some(goals),
            _ => None,
        };
        let all = goals.into_iter().flat_map(|goals| {
            let all = goals.goals.iter();
            all.map(move |goal| (goals, goal))
        });
        all.map(move |(goals, goal)| Seen {
            view,
            section,
            goals,
            goal,
        })
    })
}

fn of_goal(old: Seen, new: Seen) -> Vec<Change> {
    let section = [&*new.section.title];
    let named = texts::named(&new.id(), &section, &old.goal.goal, &new.goal.goal);
    let mut changes: Vec<Change> = named.into_iter().collect();
    for pair in actions(old.goal, new.goal) {
        match pair {
            Pair::Both(before, action) => {
                changes.extend(of_action((old, before), (new, action)));
            }
            Pair::Added(action) => {
                changes.push(new.change(What::Added, Kind::Text, &new.action(action)));
            }
            Pair::Removed(action) => {
                changes.push(old.change(What::Removed, Kind::Text, &old.action(action)));
            }
        }
    }
    let key = |indicator: &Indicator| Cow::Owned(indicator.name.to_string());
    for pair in pairs(old.goal.indicators(), new.goal.indicators(), key) {
        match pair {
            Pair::Both(before, indicator) => {
                changes.extend(of_indicator((old, before), (new, indicator)));
            }
            Pair::Added(indicator) => {
                changes.push(new.change(What::Added, Kind::Indicator, &indicator.name));
            }
            Pair::Removed(indicator) => {
                changes.push(old.change(What::Removed, Kind::Indicator, &indicator.name));
            }
        }
    }
    changes
}

/// Actions have no ids: they go by their order where they are as many, or else by their words.
fn actions<'a>(old: &'a Goal, new: &'a Goal) -> Vec<Pair<&'a Action>> {
    if old.actions.len() == new.actions.len() {
        let both = old.actions.iter().zip(&new.actions);
        return both.map(|(old, new)| Pair::Both(old, new)).collect();
    }
    let key = |action: &'a Action| Cow::Borrowed(written(action.action.as_ref()));
    pairs(&old.actions, &new.actions, key)
}

fn of_action((old, before): (Seen, &Action), (new, action): (Seen, &Action)) -> Vec<Change> {
    let name = new.action(action);
    let status = |seen: Seen, action| Some(Shown::text(seen.view.plain.status(seen.goals, action)));
    let status = new.between(
        Kind::Status,
        &name,
        (status(old, before), status(new, action)),
    );
    let same = |of: fn(&Action) -> Option<&Markdown>| written(of(before)) == written(of(action));
    let outcome = (!same(|action| action.outcome.as_ref())).then(|| Change {
        new: Some(Shown::text(beginning(written(action.outcome.as_ref())))),
        ..new.change(What::Changed, Kind::Outcome, &name)
    });
    let due = |action: &Action| action.due.as_ref().map(|due| due.value.to_string());
    let told = same(|action| action.action.as_ref())
        && same(|action| action.measure.as_ref())
        && due(before) == due(action);
    let text = (!told).then(|| new.change(What::Changed, Kind::Text, &name));
    [text, status, outcome].into_iter().flatten().collect()
}

fn of_indicator(
    (old, before): (Seen, &Indicator),
    (new, indicator): (Seen, &Indicator),
) -> Vec<Change> {
    let name = &*indicator.name;
    let told = old.view.plain.indicator(before);
    let now = new.view.plain.indicator(indicator);
    let figures = told.into_iter().zip(now).filter_map(|(before, now)| {
        let name = format!("{name}, {}", now.0);
        let [before, now] = [before, now].map(|(_, text)| Some(Shown::text(text)));
        new.between(Kind::Indicator, &name, (before, now))
    });
    let figures: Vec<Change> = figures.collect();
    let status = |seen: Seen, indicator| {
        let text = seen.view.plain.indicator_status(seen.goals, indicator);
        Some(Shown::text(text))
    };
    let statuses = (status(old, before), status(new, indicator));
    let status = new.between(Kind::Status, name, statuses);
    figures.into_iter().chain(status).collect()
}

impl Seen<'_> {
    fn id(&self) -> String {
        format!("{}/{}", self.section.id, self.goal.id)
    }

    /// What is done for the goal, on one line; empty for what is said of it as a whole.
    fn action(&self, action: &Action) -> String {
        beginning(written(action.action.as_ref()))
    }

    fn name(&self, within: &str) -> Vec<String> {
        let goal = match &self.goal.number {
            Some(number) => format!("{number}. {}", self.goal.goal.as_str()),
            None => self.goal.goal.to_string(),
        };
        let name = [self.section.title.to_string(), goal, within.to_owned()];
        let name = name.into_iter().filter(|name| !name.is_empty());
        name.collect()
    }

    fn change(&self, what: What, kind: Kind, within: &str) -> Change {
        Change::new(what, kind, self.id(), self.name(within))
    }

    fn between(
        &self,
        kind: Kind,
        within: &str,
        (old, new): (Option<Shown>, Option<Shown>),
    ) -> Option<Change> {
        let name = self.name(within);
        let name: Vec<&str> = name.iter().map(String::as_str).collect();
        Change::between(kind, &self.id(), &name, old, new)
    }
}

fn written(text: Option<&Markdown>) -> &str {
    text.map_or("", |text| &text.text)
}

/// The first sentence of a text in Markdown.
fn beginning(text: &str) -> String {
    let plain = markdown::plain(text);
    let line = plain.lines().next().unwrap_or_default();
    let mut ends = line.match_indices(". ").map(|(index, _)| index + 1);
    // "1. tammikuuta", "esim. näin": a sentence goes on in lower case.
    let end = ends.find(|end| {
        let next = line.get(end + 1..).and_then(|rest| rest.chars().next());
        next.is_some_and(char::is_uppercase)
    });
    line.get(..end.unwrap_or(line.len()))
        .unwrap_or(line)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::beginning;

    #[test]
    fn the_first_sentence_ends_where_the_next_begins() {
        let text = "**Valmis** 1. tammikuuta. Kaava hyväksyttiin.\n\n- muuta";
        assert_eq!(beginning(text), "Valmis 1. tammikuuta.");
        assert_eq!(beginning("Kesken"), "Kesken");
    }
}
