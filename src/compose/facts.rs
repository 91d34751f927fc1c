//! The key figures at the top of a report.

use super::context::Context;
use super::trace;
use crate::content::PageKind;
use crate::finance::realisation;
use crate::page::{self, Block, Fact, Facts, Section};
use crate::section::figures::Role;
use crate::section::year::Year;

/// Expenses, income and margin of a report at a glance, with how they were made.
pub fn section(context: &Context) -> Option<Section> {
    if context.page.kind != PageKind::Report {
        return None;
    }
    let year = Year::of(context.page)?;
    let label = |column: usize| {
        year.table
            .columns
            .get(column)
            .map(|column| context.text(&column.label.text))
    };
    let (budget_label, actuals_label) = (label(year.budget)?, label(year.actuals)?);
    let mut facts = Vec::new();
    let mut steps = Vec::new();
    for role in [Role::Expenses, Role::Income, Role::Margin] {
        let (Some(row), Some((budget, actuals))) = (year.row(role), year.figures(role)) else {
            continue;
        };
        let name = context.text(&row.name.text);
        let made = realisation::percent(actuals, budget);
        let percent = made
            .as_ref()
            .map(|made| context.locale.percent(made.rounded(1)));
        let remark = percent
            .as_ref()
            .map(|percent| context.word("facts.of-budget", &[("percent", percent)]));
        if let Some(percent) = &percent {
            steps.push(page::Step {
                name: name.clone(),
                formula: trace::quotient(context, actuals, budget, percent),
                rule: context.word(
                    "rule.realisation",
                    &[("actuals", &actuals_label), ("budget", &budget_label)],
                ),
                remark: None,
            });
        }
        let unit = row.unit.as_deref().unwrap_or(&year.table.unit);
        facts.push(Fact {
            name,
            value: context.locale.amount(actuals, unit),
            remark,
        });
    }
    let mut blocks = vec![Block::Facts(Facts { facts })];
    if !steps.is_empty() {
        let title = context.word("trace.title", &[]);
        blocks.push(Block::Trace(page::Trace {
            id: "t-key".to_owned(),
            title,
            steps: trace::quieted(steps),
        }));
    }
    Some(context.untitled(blocks))
}
