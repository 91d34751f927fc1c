//! Goals as a table: one body per goal, one row per action.

use super::context::Context;
use super::{notes, parts};
use crate::page::{self, Block, GoalTable};
use crate::section::goals::{Action, Goal, Goals, Status};
use crate::section::shared::{Markdown, Marked};
use crate::section::{Section, ids};

pub fn block(context: &Context, section: &Section, goals: &Goals) -> Block {
    let id = ids::goals(section);
    let heads = match &goals.columns {
        Some(columns) => columns
            .iter()
            .map(|column| head(context, &id, goals, column))
            .collect(),
        None => ["goal", "action", "measure", "outcome"]
            .iter()
            .map(|key| parts::plain_head(context.word(&format!("goals.{key}"), &[]), false))
            .collect(),
    };
    let day = context
        .page
        .head
        .date
        .map(|day| context.locale.day(day))
        .unwrap_or_default();
    Block::Goals(GoalTable {
        caption: context.word(
            if day.is_empty() {
                "goals.caption"
            } else {
                "goals.caption-day"
            },
            &[("day", &day)],
        ),
        heads,
        goals: goals.goals.iter().map(|each| goal(context, each)).collect(),
        notes: notes::notes(context, &id, &goals.notes),
        downloads: parts::downloads(&id),
        id,
    })
}

fn head(context: &Context, id: &str, goals: &Goals, column: &Marked) -> page::Head {
    let mut head = parts::abbreviated_head(context, &column.text, false);
    head.mark = notes::mark(id, &goals.notes, column.mark.as_ref());
    head
}

fn goal(context: &Context, goal: &Goal) -> page::Goal {
    page::Goal {
        id: goal.id.clone(),
        number: goal.number.clone(),
        title: context.text(&goal.goal),
        actions: goal
            .actions
            .iter()
            .map(|each| action(context, &goal.id, each))
            .collect(),
    }
}

/// An action with its texts as HTML.
pub fn action(context: &Context, prefix: &str, action: &Action) -> page::Action {
    let html = |text: &Option<Markdown>| {
        text.as_ref()
            .map(|text| context.markdown(prefix).inline(&text.text))
            .unwrap_or_default()
    };
    page::Action {
        action: html(&action.action),
        measure: html(&action.measure),
        due: action.due.as_ref().map(|due| context.text(due)),
        outcome: html(&action.outcome),
        status: action.status.map(|known| status(context, known)),
    }
}

pub fn status(context: &Context, status: Status) -> page::Status {
    page::Status {
        key: status.key(),
        text: context.word(&format!("status.{}", status.key()), &[]),
    }
}
