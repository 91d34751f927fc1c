//! Goals of all areas by status, those without a given status last.

use super::context::Context;
use super::goals;
use super::parts;
use crate::content::Page;
use crate::page::{Block, Link, StatusRow, Statuses};
use crate::section::goals::{Action, Goal, Status};
use crate::section::{Body, Section};

pub fn blocks(context: &Context, section: &Section, committee: &Page) -> Vec<Block> {
    let all = actions(context, committee);
    let known = Status::ALL.into_iter().map(Some).chain([None]);
    let blocks = known.filter_map(|status| {
        let fitting = all.iter().filter(|(_, _, action)| action.status == status);
        let rows: Vec<StatusRow> = fitting
            .map(|(page, goal, action)| row(context, page, goal, action))
            .collect();
        let id = format!("t-{}-{}", section.id, status.map_or("untold", Status::key));
        let status = status.map(|status| goals::status(context, status));
        let untold = || context.word("status.untold", &[]);
        let caption = status
            .as_ref()
            .map_or_else(untold, |status| status.text.clone());
        let downloads = parts::downloads(&id);
        let block = Statuses {
            id,
            caption,
            downloads,
            status,
            rows,
        };
        (!block.rows.is_empty()).then_some(Block::Statuses(block))
    });
    blocks.collect()
}

fn actions<'a>(context: &'a Context, committee: &'a Page) -> Vec<(&'a Page, &'a Goal, &'a Action)> {
    let reports = context.content.reports(committee);
    let goals = reports.flat_map(|page| {
        page.sections
            .iter()
            .filter_map(move |section| match &section.body {
                Body::Goals(goals) => Some(goals.goals.iter().map(move |goal| (page, goal))),
                _ => None,
            })
    });
    goals
        .flatten()
        .flat_map(|(page, goal)| goal.actions.iter().map(move |action| (page, goal, action)))
        .collect()
}

fn row(context: &Context, page: &Page, goal: &Goal, action: &Action) -> StatusRow {
    let made = goals::action(context, &goal.id, action);
    StatusRow {
        goal: Link {
            href: context.way(page, Some(&goal.id)),
            text: context.text(&goal.goal),
            current: false,
        },
        area: context.text(page.short()),
        action: made.action,
        outcome: made.outcome,
    }
}
