//! Indicators under their goals: figures, targets, and statuses given or computed.

use super::context::Context;
use super::parts::{downloads, missing_cell, number_cell, plain_head, sign_cell};
use super::{goals, trace};
use crate::finance::target::{Direction, Target, Trend};
use crate::page::{self, Block, Cell, IndicatorCell, Link, MeasuredGoal, Status, Step, Trace};
use crate::section::goals::{Aim, ByRule, Figure, Goal, Goals, Indicator, Scale, Verdict};
use crate::section::{Section, ids};

/// A column that a table of indicators may have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Start,
    Last,
    Target,
    Actual,
    Status,
}

impl Column {
    const ALL: [(Column, &'static str); 5] = [
        (Column::Start, "start"),
        (Column::Last, "last"),
        (Column::Target, "target"),
        (Column::Actual, "actual"),
        (Column::Status, "status"),
    ];

    fn is_used(self, each: &Indicator, scale: Scale) -> bool {
        match self {
            Column::Start => each.start.is_some(),
            Column::Last => each.last.is_some(),
            Column::Target => each.target.is_some(),
            Column::Actual => each.actual.is_some(),
            Column::Status => each.by_hand(scale).is_some() || each.by_rule(scale).is_some(),
        }
    }
}

/// The table, and how its statuses were computed.
pub fn blocks(context: &Context, section: &Section, goals: &Goals) -> Vec<Block> {
    if goals.indicators().next().is_none() {
        return Vec::new();
    }
    let scale = goals::scale(context, goals);
    let id = ids::indicators(section);
    let all = || goals.indicators().map(|(_, indicator)| indicator);
    let used = Column::ALL.into_iter();
    let used = used.filter(|(column, _)| all().any(|each| column.is_used(each, scale)));
    let used: Vec<_> = used.collect();
    let word = |key: &str| context.word(&format!("indicators.{key}"), &[]);
    let mut heads = vec![plain_head(word("head"), false)];
    let numeric = |column: Column| column != Column::Status;
    heads.extend(
        used.iter()
            .map(|(column, key)| plain_head(word(key), numeric(*column))),
    );
    let columns: Vec<Column> = used.into_iter().map(|(column, _)| column).collect();
    let measured = goals.goals.iter();
    let measured = measured.filter(|goal| goal.indicators().next().is_some());
    let table = page::Indicators {
        caption: word("caption"),
        heads,
        goals: measured
            .map(|each| goal(context, each, &columns, scale))
            .collect(),
        remarks: all()
            .filter_map(|each| conflict(context, each, scale))
            .collect(),
        notes: Vec::new(),
        downloads: downloads(&id),
        id,
    };
    let trace = traced(context, &table.id, goals, scale);
    let trace = trace.map(Block::Trace);
    std::iter::once(Block::Indicators(table))
        .chain(trace)
        .collect()
}

fn goal(context: &Context, goal: &Goal, columns: &[Column], scale: Scale) -> MeasuredGoal {
    let number = goal.number.as_ref();
    let number = number
        .map(|number| format!("{number}. "))
        .unwrap_or_default();
    MeasuredGoal {
        goal: Link {
            href: format!("#{}", goal.id),
            text: format!("{number}{}", context.text(&goal.goal)),
            current: false,
        },
        indicators: goal
            .indicators()
            .map(|each| indicator(context, each, columns, scale))
            .collect(),
    }
}

fn indicator(
    context: &Context,
    indicator: &Indicator,
    columns: &[Column],
    scale: Scale,
) -> page::Indicator {
    let text = |text: &Option<_>| text.as_ref().map(|text| context.text(text));
    page::Indicator {
        name: context.text(&indicator.name),
        unit: text(&indicator.unit),
        due: indicator.due.as_ref().map(|due| context.text(&due.value)),
        responsible: text(&indicator.responsible),
        note: text(&indicator.note),
        cells: columns
            .iter()
            .map(|column| cell(context, indicator, *column, scale))
            .collect(),
    }
}

fn cell(context: &Context, indicator: &Indicator, column: Column, scale: Scale) -> IndicatorCell {
    let mut figure = match column {
        Column::Start => published(context, indicator.start.as_ref()),
        Column::Last => published(context, indicator.last.as_ref()),
        Column::Target => aim(context, indicator),
        Column::Actual => published(context, indicator.actual.as_ref()),
        Column::Status => return status_cell(context, indicator, scale),
    };
    if column == Column::Actual {
        figure.verdict = indicator.trend().map(|trend| trend_word(context, trend));
    }
    IndicatorCell {
        figure: Some(figure),
        status: None,
        computed: false,
    }
}

fn status_cell(context: &Context, indicator: &Indicator, scale: Scale) -> IndicatorCell {
    let (status, computed) = match status(context, indicator, scale) {
        Some((status, computed)) => (Some(status), computed),
        None => (None, false),
    };
    IndicatorCell {
        figure: status.is_none().then(|| missing_cell(context)),
        status,
        computed,
    }
}

/// The status given by hand, or else the one by rule, and whether it is the latter.
pub fn status(context: &Context, indicator: &Indicator, scale: Scale) -> Option<(Status, bool)> {
    if let Some(given) = indicator.by_hand(scale) {
        return Some((goals::status(context, given), false));
    }
    let made = indicator.by_rule(scale)?;
    Some((by_rule(context, made), true))
}

/// A computed status in words.
pub fn by_rule(context: &Context, made: ByRule) -> Status {
    match made {
        ByRule::Rung(rung) => goals::status(context, Verdict::Own(rung)),
        ByRule::Reached(true) => Status {
            key: "done",
            text: context.word("indicators.reached", &[]),
        },
        ByRule::Reached(false) => Status {
            key: "not-done",
            text: context.word("indicators.not-reached", &[]),
        },
    }
}

pub fn published(context: &Context, figure: Option<&Figure>) -> Cell {
    match figure {
        Some(Figure::Number(number)) => number_cell(context, *number),
        Some(Figure::Missing(missing)) => sign_cell(context, *missing),
        Some(Figure::Words(words)) => Cell::text(context.text(words)),
        None => missing_cell(context),
    }
}

pub fn aim(context: &Context, indicator: &Indicator) -> Cell {
    let number = |number| context.locale.number(number);
    match &indicator.target {
        Some(Aim::Target(Target::Number(target))) => number_cell(context, *target),
        Some(Aim::Target(Target::AtLeast(least))) => {
            let values = [("number", number(*least))];
            Cell::text(filled(context, "indicators.at-least", &values))
        }
        Some(Aim::Target(Target::AtMost(most))) => {
            let values = [("number", number(*most))];
            Cell::text(filled(context, "indicators.at-most", &values))
        }
        Some(Aim::Target(Target::Between(low, high))) => {
            let values = [("low", number(*low)), ("high", number(*high))];
            Cell::text(filled(context, "indicators.between", &values))
        }
        Some(Aim::Words(words)) => Cell::text(context.text(words)),
        None => missing_cell(context),
    }
}

fn filled<const N: usize>(context: &Context, key: &str, values: &[(&str, String); N]) -> String {
    let values = values
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    context.word(key, &values)
}

fn trend_word(context: &Context, trend: Trend) -> String {
    let key = match trend {
        Trend::Improved => "verdict.change.better",
        Trend::Unchanged => "indicators.unchanged",
        Trend::Worsened => "verdict.change.worse",
    };
    context.word(key, &[])
}

/// "Mittari: Kelpoisia opettajia", for lists of goals.
pub fn name(context: &Context, indicator: &Indicator) -> String {
    let name = context.text(&indicator.name);
    context.word("indicators.named", &[("name", &name)])
}

/// "4,1 (tavoite: vähintään 4,0), tila laskettu", for lists of goals.
pub fn figures(context: &Context, indicator: &Indicator, scale: Scale) -> String {
    let unit = indicator.unit.as_ref().map(|unit| context.text(unit));
    let with_unit = |text: String| match unit.as_deref() {
        Some(unit) => format!("{text}\u{a0}{unit}"),
        None => text,
    };
    let shown = published(context, indicator.actual.as_ref());
    let actual = match shown.spoken {
        Some(meaning) => meaning,
        None if shown.number.is_some() => with_unit(shown.text),
        None => shown.text,
    };
    let words = matches!(indicator.target, Some(Aim::Words(_)));
    let target = aim(context, indicator).text;
    let target = if words { target } else { with_unit(target) };
    if indicator.target.is_none() {
        return actual;
    }
    let key = if indicator.by_hand(scale).is_none() && indicator.by_rule(scale).is_some() {
        "indicators.judged"
    } else {
        "indicators.beside-target"
    };
    filled(context, key, &[("actual", actual), ("target", target)])
}

/// What the rule gives, where the published status is another.
fn conflict(context: &Context, indicator: &Indicator, scale: Scale) -> Option<String> {
    let made = by_rule(context, indicator.conflict(scale)?);
    let given = goals::status(context, indicator.by_hand(scale)?);
    let values = [
        ("indicator", context.text(&indicator.name)),
        ("given", given.text),
        ("computed", made.text),
    ];
    Some(filled(context, "remark.status", &values))
}

/// The shares that statuses of a scale were computed from.
fn traced(context: &Context, id: &str, goals: &Goals, scale: Scale) -> Option<Trace> {
    let limits = scale.rungs.iter().filter_map(|rung| {
        let values = [
            ("status", context.text(&rung.word.value)),
            ("percent", context.locale.percent(rung.at_least?)),
        ];
        Some(filled(context, "rule.status-limit", &values))
    });
    let limits = limits.collect::<Vec<_>>().join(", ");
    if limits.is_empty() {
        return None;
    }
    let steps = goals.indicators().filter_map(|(_, indicator)| {
        let (target, actual) = indicator.compared()?;
        let made = target.share(indicator.better, actual)?;
        let [part, whole] = made.inputs.as_slice() else {
            return None;
        };
        let percent = context.locale.percent(made.rounded(1));
        let turned = *part != actual || indicator.better == Some(Direction::Lower);
        let key = if turned {
            "rule.status-lower"
        } else {
            "rule.status-higher"
        };
        Some(Step {
            name: context.text(&indicator.name),
            formula: trace::quotient(context, *part, *whole, &percent),
            rule: context.word(key, &[("limits", &limits)]),
            remark: None,
        })
    });
    let mut steps: Vec<Step> = steps.collect();
    // Each rule is told once.
    steps.sort_by(|a, b| a.rule.cmp(&b.rule));
    (!steps.is_empty()).then(|| Trace {
        id: format!("{id}-trace"),
        title: context.word("trace.title", &[]),
        steps: trace::quieted(steps),
    })
}
