//! Goals of all areas by status: our statuses first, then those of scales in their order, and
//! last the goals without a given status.

use super::context::Context;
use super::{goals, indicators, parts};
use crate::content::Page;
use crate::page::{self, Block, Link, StatusRow, Statuses};
use crate::section::goals::{Action, ByRule, Goal, Goals, Indicator, Scale, Status, Verdict};
use crate::section::{Body, Section};

/// What the overview tells of: an action, or an indicator where only indicators have a status.
struct Entry<'a> {
    page: &'a Page,
    goal: &'a Goal,
    action: Option<&'a Action>,
    indicator: Option<&'a Indicator>,
    scale: Scale<'a>,
}

/// A status that goals stand under: one for each word, whatever scales have it.
struct Group {
    /// In the site's first language.
    word: String,
    key: String,
    status: page::Status,
}

pub fn blocks(context: &Context, section: &Section, committee: &Page) -> Vec<Block> {
    let sections = sections(context, committee);
    let entries: Vec<(Entry, Option<String>)> = sections
        .iter()
        .flat_map(|(page, goals, scale)| goals.goals.iter().map(move |goal| (page, goal, scale)))
        .flat_map(|(page, goal, scale)| entries(page, goal, *scale))
        .map(|entry| {
            let word = word_of(context, &entry);
            (entry, word)
        })
        .collect();
    let known = groups(context, &sections).into_iter().map(Some);
    let blocks = known.chain([None]).filter_map(|group| {
        let word = group.as_ref().map(|group| &group.word);
        let fitting = entries.iter().filter(|(_, told)| told.as_ref() == word);
        let rows: Vec<StatusRow> = fitting.map(|(entry, _)| row(context, entry)).collect();
        let key = group.as_ref().map_or("untold", |group| &group.key);
        let id = format!("t-{}-{key}", section.id);
        let status = group.map(|group| group.status);
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

/// The sections of goals below a committee, each with the statuses it knows.
fn sections<'a>(
    context: &Context<'a>,
    committee: &'a Page,
) -> Vec<(&'a Page, &'a Goals, Scale<'a>)> {
    let reports = context.content.reports(committee);
    let sections = reports.flat_map(|page| page.sections().iter().map(move |each| (page, each)));
    let goals = sections.filter_map(|(page, section)| match &section.body {
        Body::Goals(goals) => Some((page, goals, goals::scale(context, goals))),
        _ => None,
    });
    goals.collect()
}

fn groups(context: &Context, sections: &[(&Page, &Goals, Scale)]) -> Vec<Group> {
    let mut groups = Vec::new();
    if sections.iter().any(|(_, _, scale)| scale.rungs.is_empty()) {
        for status in Status::ALL {
            add(&mut groups, of_verdict(context, Verdict::Shipped(status)));
        }
    }
    for rung in sections.iter().flat_map(|(_, _, scale)| scale.rungs) {
        add(&mut groups, of_verdict(context, Verdict::Own(rung)));
    }
    for reached in [true, false] {
        add(&mut groups, of_rule(context, ByRule::Reached(reached)));
    }
    groups
}

/// A group unless its word is there already, with a key that is no other group's.
fn add(groups: &mut Vec<Group>, mut group: Group) {
    if groups.iter().any(|known| known.word == group.word) {
        return;
    }
    let same = groups.iter().filter(|known| known.key == group.key).count();
    if same > 0 || group.key == "untold" {
        group.key = format!("{}-{}", group.key, groups.len());
    }
    groups.push(group);
}

fn of_verdict(context: &Context, verdict: Verdict) -> Group {
    let word = match verdict {
        Verdict::Shipped(status) => {
            let key = format!("page.status.{}", status.key());
            context.content.locale.text(&key, &[])
        }
        Verdict::Own(rung) => String::from(&rung.word.value),
    };
    Group {
        word,
        key: verdict.key(),
        status: goals::status(context, verdict),
    }
}

fn of_rule(context: &Context, made: ByRule) -> Group {
    match made {
        ByRule::Rung(rung) => of_verdict(context, Verdict::Own(rung)),
        ByRule::Reached(reached) => {
            let key = if reached { "reached" } else { "not-reached" };
            let word = format!("page.indicators.{key}");
            Group {
                word: context.content.locale.text(&word, &[]),
                key: key.to_owned(),
                status: indicators::by_rule(context, made),
            }
        }
    }
}

/// The actions of a goal, and indicators where an action has no status but they have.
fn entries<'a>(page: &'a Page, goal: &'a Goal, scale: Scale<'a>) -> Vec<Entry<'a>> {
    let entry = |action, indicator| Entry {
        page,
        goal,
        action,
        indicator,
        scale,
    };
    let judged = |each: &Indicator| each.by_hand(scale).is_some() || each.by_rule(scale).is_some();
    let mut entries = Vec::new();
    for action in &goal.actions {
        let indicators = &action.indicators;
        if action.status.is_none() && indicators.iter().any(judged) {
            let each = indicators
                .iter()
                .map(|each| entry(Some(action), Some(each)));
            entries.extend(each);
        } else {
            entries.push(entry(Some(action), None));
        }
    }
    let own = goal.indicators.iter().filter(|each| judged(each));
    entries.extend(own.map(|each| entry(None, Some(each))));
    entries
}

/// The word of an entry's status in the site's first language.
fn word_of(context: &Context, entry: &Entry) -> Option<String> {
    let verdict = match (entry.indicator, entry.action) {
        (Some(indicator), _) => indicator.by_hand(entry.scale),
        (None, Some(action)) => entry.scale.verdict(&action.status.as_ref()?.value),
        (None, None) => None,
    };
    if let Some(verdict) = verdict {
        return Some(of_verdict(context, verdict).word);
    }
    let made = entry.indicator?.by_rule(entry.scale)?;
    Some(of_rule(context, made).word)
}

fn row(context: &Context, entry: &Entry) -> StatusRow {
    let made = entry
        .action
        .map(|action| goals::action(context, &entry.goal.id, action, entry.scale));
    let (action, outcome) = made.map_or_else(Default::default, |made| (made.action, made.outcome));
    StatusRow {
        goal: Link {
            href: context.way(entry.page, Some(&entry.goal.id)),
            text: context.text(&entry.goal.goal),
            current: false,
        },
        area: context.text(entry.page.short()),
        action,
        // An outcome in words is told once, not with every indicator.
        outcome: if entry.indicator.is_some() {
            String::new()
        } else {
            outcome
        },
        indicator: entry.indicator.map(|each| indicators::name(context, each)),
        figures: entry
            .indicator
            .map(|each| indicators::figures(context, each, entry.scale)),
    }
}
