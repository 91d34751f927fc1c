//! Goals as a table: one body per goal, one row per action; their indicators and counts below.

use super::context::Context;
use super::{counts, indicators, notes, parts, standing};
use crate::page::{self, Block, GoalTable};
use crate::section::goals::{Action, Goal, Goals, Scale, Verdict};
use crate::section::shared::{Markdown, Marked};
use crate::section::{Section, ids};

pub fn blocks(context: &Context, section: &Section, goals: &Goals) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !goals.goals.is_empty() {
        blocks.push(table(context, section, goals));
    }
    blocks.extend(indicators::blocks(context, section, goals));
    if let Some(written) = &goals.counts {
        blocks.push(Block::Table(counts::table(context, section, written)));
    }
    blocks
}

/// The statuses that a section knows.
pub fn scale<'a>(context: &Context<'a>, goals: &'a Goals) -> Scale<'a> {
    Scale::of(&goals.statuses, &context.content.settings.statuses)
}

fn table(context: &Context, section: &Section, goals: &Goals) -> Block {
    let scale = scale(context, goals);
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
        .head()
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
        goals: goals
            .goals
            .iter()
            .map(|each| goal(context, each, scale))
            .collect(),
        notes: notes::notes(context, &id, &goals.notes),
        remarks: standing::reasons(context, section, 0),
        downloads: parts::downloads(&id),
        id,
    })
}

fn head(context: &Context, id: &str, goals: &Goals, column: &Marked) -> page::Head {
    let mut head = parts::abbreviated_head(context, &column.text, false);
    head.mark = notes::mark(id, &goals.notes, column.mark.as_deref());
    head
}

fn goal(context: &Context, goal: &Goal, scale: Scale) -> page::Goal {
    page::Goal {
        id: goal.id.clone(),
        number: goal.number.clone(),
        title: context.text(&goal.goal),
        responsible: goal.responsible.as_ref().map(|who| context.text(who)),
        actions: goal
            .actions
            .iter()
            .map(|each| action(context, &goal.id, each, scale))
            .collect(),
        found: context.found.at(goal.place),
    }
}

/// An action with its texts as HTML.
pub fn action(context: &Context, prefix: &str, action: &Action, scale: Scale) -> page::Action {
    let html = |text: &Option<Markdown>| {
        text.as_ref()
            .map(|text| context.markdown(prefix).inline(&text.text))
            .unwrap_or_default()
    };
    let text = |text: &Option<_>| text.as_ref().map(|text| context.text(text));
    let named = action
        .indicators
        .iter()
        .filter(|_| action.measure.is_none());
    let status = action.status.as_ref();
    page::Action {
        action: html(&action.action),
        responsible: text(&action.responsible),
        measure: html(&action.measure),
        indicators: named.map(|each| context.text(&each.name)).collect(),
        due: action.due.as_ref().map(|due| context.text(&due.value)),
        outcome: html(&action.outcome),
        last: html(&action.last),
        status: status
            .and_then(|written| scale.verdict(&written.value))
            .map(|known| self::status(context, known)),
    }
}

/// A status in words, with whose symbol and colour it has.
pub fn status(context: &Context, verdict: Verdict) -> page::Status {
    page::Status {
        key: verdict.looks().key(),
        text: match verdict {
            Verdict::Shipped(status) => context.word(&format!("status.{}", status.key()), &[]),
            Verdict::Own(rung) => context.text(&rung.word.value),
        },
    }
}
